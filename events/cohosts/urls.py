from django.urls import path

from .views import own

app_name = "cohosts"

urlpatterns = [
    path("my/hosting/", own.overview, name="own"),
    path("my/hosting/<slug:slug>/", own.event, name="event"),
]
