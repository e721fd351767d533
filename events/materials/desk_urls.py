"""The room's addresses below /cms/."""

from django.urls import path

from .views import desk

app_name = "materials_desk"

urlpatterns = [
    path("events/<int:pk>/materials/", desk.of_event, name="of_event"),
    path("events/materials/<int:pk>/", desk.change, name="change"),
    path("events/materials/<int:pk>/file/", desk.look, name="file"),
    path("events/materials/<int:pk>/remove/", desk.remove, name="remove"),
]
