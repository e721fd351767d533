from django.urls import path

from . import views

app_name = "directory_duplicates_desk"

urlpatterns = [
    path("duplicates/", views.pairs, name="pairs"),
    path("duplicates/<slug:first>/<slug:second>/different/", views.different, name="different"),
]
