from django.urls import path, re_path

from . import record_views, views

app_name = "directory_official_desk"

urlpatterns = [
    path("open-data/", views.run_list, name="runs"),
    path("open-data/new/", views.upload, name="upload"),
    path("open-data/sample.csv", views.sample, name="sample"),
    path("open-data/doubtful/", record_views.doubtful, name="doubtful"),
    path("open-data/missing/", record_views.missing, name="missing"),
    path("open-data/agencies/<slug:public_id>/", record_views.records, name="records"),
    path("open-data/records/<int:pk>/move/", record_views.move, name="move"),
    path("open-data/records/<int:pk>/new-agency/", record_views.make_agency, name="make_agency"),
    path("open-data/proposals/<int:pk>/accept/", record_views.accept, name="accept"),
    path("open-data/proposals/<int:pk>/refuse/", record_views.refuse, name="refuse"),
    path("open-data/<int:pk>/", views.run, name="run"),
    path("open-data/<int:pk>/apply/", views.apply, name="apply"),
    path("open-data/<int:pk>/undo/", views.undo, name="undo"),
    path("open-data/<int:pk>/read/", views.read, name="read"),
    re_path(
        r"^open-data/(?P<pk>[0-9]{1,9})/problems\.(?P<form>csv|xlsx)$", views.problems_file, name="problems"
    ),
    re_path(r"^open-data/(?P<pk>[0-9]{1,9})/found\.(?P<form>csv|xlsx)$", views.download, name="download"),
]
