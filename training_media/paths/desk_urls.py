"""The desk's addresses of paths, below /cms/videos/paths/."""

from django.urls import path

from .views import desk

app_name = "path_desk"

urlpatterns = [
    path("", desk.paths, name="paths"),
    path("new/", desk.create, name="create"),
    path("<int:pk>/", desk.path, name="path"),
    path("<int:pk>/edit/", desk.edit, name="edit"),
    path("<int:pk>/move/<slug:move>/", desk.move, name="move"),
    path("<int:pk>/remove/", desk.remove, name="remove"),
    path("<int:pk>/people/", desk.people, name="people"),
]
