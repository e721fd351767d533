from django.urls import path, re_path

from . import views

app_name = "directory_tables_desk"

urlpatterns = [
    path("tables/", views.table_list, name="tables"),
    path("tables/new/", views.upload, name="upload"),
    path("tables/export/", views.take_away, name="take_away"),
    path("tables/<int:pk>/", views.table, name="table"),
    path("tables/<int:pk>/columns/", views.columns, name="columns"),
    path("tables/<int:pk>/doubtful/", views.doubtful, name="doubtful"),
    path("tables/<int:pk>/check/", views.check, name="check"),
    path("tables/<int:pk>/apply/", views.apply, name="apply"),
    path("tables/<int:pk>/undo/", views.undo, name="undo"),
    path("tables/<int:pk>/discard/", views.discard, name="discard"),
    re_path(r"^tables/(?P<pk>[0-9]{1,9})/faults\.(?P<form>csv|xlsx)$", views.faults, name="faults"),
]
