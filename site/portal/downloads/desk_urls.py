"""The desk's addresses below /cms/downloads/."""

from django.urls import path

from . import views

app_name = "downloads_admin"

urlpatterns = [
    path("", views.downloads, name="counts"),
    path("counts.xlsx", views.downloads_file, name="counts_file"),
]
