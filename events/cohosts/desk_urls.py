"""The room's addresses below /cms/."""

from django.urls import path

from .views import desk

app_name = "cohosts_desk"

urlpatterns = [
    path("events/<int:pk>/hosts/", desk.of_event, name="of_event"),
    path("events/hosts/<int:pk>/", desk.change, name="change"),
    path("events/hosts/<int:pk>/remove/", desk.remove, name="remove"),
]
