"""The room's addresses below /cms/."""

from django.urls import path

from .views import desk

app_name = "history_desk"

urlpatterns = [
    path("history/", desk.search, name="search"),
    path("history/<int:pk>/", desk.person, name="person"),
    path("history/agencies/<str:public_id>/", desk.agency, name="agency"),
]
