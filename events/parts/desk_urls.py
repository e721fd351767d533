"""The room's addresses below /cms/."""

from django.urls import path

from . import views

app_name = "parts_desk"

urlpatterns = [
    path("events/<int:pk>/parts/", views.of_event, name="of_event"),
    path("events/dates/<int:pk>/parts/", views.write, name="write"),
    path("events/parts/<int:pk>/", views.change, name="change"),
]
