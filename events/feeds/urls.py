from django.urls import path

from . import views

app_name = "feeds"

urlpatterns = [
    path("calendars/<str:token>.ics", views.feed, name="feed"),
    path("my/calendars/", views.own, name="own"),
]
