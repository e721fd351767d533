"""The desk's addresses of rounds, below /cms/activities/rounds/."""

from django.urls import path

from .views import desk

app_name = "activity_rounds"

urlpatterns = [
    path("", desk.rounds, name="rounds"),
    path("new/", desk.create, name="create"),
    path("<int:pk>/", desk.one_round, name="round"),
    path("<int:pk>/edit/", desk.change, name="change"),
    path("<int:pk>/add/", desk.add, name="add"),
    path("<int:pk>/route.pdf", desk.route_paper, name="route_paper"),
    path("<int:pk>/route.xlsx", desk.workbook, name="workbook"),
    path("targets/<int:pk>/", desk.target, name="target"),
    path("targets/<int:pk>/call/", desk.call, name="call"),
    path("targets/<int:pk>/visit/", desk.visit, name="visit"),
    path("targets/<int:pk>/up/", desk.up, name="up"),
    path("targets/<int:pk>/remove/", desk.remove, name="remove"),
]
