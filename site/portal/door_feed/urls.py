from django.urls import path

from . import views

urlpatterns = [path("door-feed.json", views.agencies, name="door_feed")]
