"""The desk's addresses of communities, below /cms/groups/."""

from django.urls import path

from .views import desk

app_name = "group_desk"

urlpatterns = [
    path("", desk.communities, name="communities"),
    path("new/", desk.create, name="create"),
    path("<int:pk>/", desk.community, name="community"),
    path("<int:pk>/edit/", desk.edit, name="edit"),
    path("<int:pk>/promises/", desk.promises, name="promises"),
    path("<int:pk>/move/<slug:move>/", desk.move, name="move"),
    path("<int:pk>/link/", desk.link, name="link"),
    path("<int:pk>/members/", desk.admit, name="admit"),
    path("<int:pk>/facilitators/", desk.facilitators, name="facilitators"),
    path("<int:pk>/facilitators/<int:facilitation>/end/", desk.end, name="end"),
]
