"""The room's addresses below /cms/."""

from django.urls import path

from .views import answers, desk

app_name = "questions_desk"

urlpatterns = [
    path("events/<int:pk>/questions/", desk.of_event, name="of_event"),
    path("events/<int:pk>/questions/new/", desk.make, name="make"),
    path("events/<int:pk>/questions/remind/", desk.remind_all, name="remind"),
    path("questions/<int:pk>/edit/", desk.change, name="change"),
    path("questions/<int:pk>/up/", desk.up, name="up"),
    path("questions/<int:pk>/drop/", desk.drop, name="drop"),
    path("questions/<int:pk>/agencies/", desk.agencies, name="agencies"),
    path("questions/agencies/<int:pk>/again/", desk.again, name="again"),
    path("applications/<int:pk>/questions/", answers.answers, name="answers"),
    path("applications/<int:pk>/questions/<int:question>/file/", answers.send, name="send"),
    path("applications/answers/<int:pk>/file/", answers.file, name="file"),
]
