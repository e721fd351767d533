"""The room's addresses below /cms/."""

from django.urls import path

from .views import desk

app_name = "history_desk"

urlpatterns = [
    path("history/", desk.search, name="search"),
    path("history/agencies/<str:public_id>/", desk.agency, name="agency"),
    path("history/<slug:source>/<int:key>/", desk.person, name="person"),
]
