"""The desk's addresses below /cms/news/mail/."""

from django.urls import path

from .views import desk

app_name = "digest_admin"

urlpatterns = [
    path("", desk.overview, name="overview"),
    path("stop/", desk.stop, name="stop"),
]
