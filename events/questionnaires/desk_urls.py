"""The room's addresses below /cms/."""

from django.urls import path

from .views import desk, outcome

app_name = "questionnaire_desk"

urlpatterns = [
    path("questionnaires/", desk.every, name="list"),
    path("events/<int:pk>/questionnaires/", desk.of_event, name="of_event"),
    path("events/<int:pk>/questionnaires/new/", desk.make, name="make"),
    path("questionnaires/<int:pk>/", desk.overview, name="questionnaire"),
    path("questionnaires/<int:pk>/edit/", desk.change, name="change"),
    path("questionnaires/<int:pk>/deadline/", desk.deadline, name="deadline"),
    path("questionnaires/<int:pk>/open/", desk.start, name="open"),
    path("questionnaires/<int:pk>/close/", desk.close, name="close"),
    path("questionnaires/<int:pk>/read/", desk.read, name="read"),
    path("questionnaires/<int:pk>/remind/", desk.remind, name="remind"),
    path("questionnaires/<int:pk>/sheet.pdf", desk.sheet, name="sheet"),
    path("questionnaires/<int:pk>/typing/", desk.typing, name="typing"),
    path("questionnaires/<int:pk>/returned/", desk.returned, name="returned"),
    path("questionnaires/<int:pk>/missing/", outcome.missing, name="missing"),
    path("questionnaires/<int:pk>/results/", outcome.results, name="results"),
    path("questionnaires/<int:pk>/results/file/", outcome.file, name="results_file"),
]
