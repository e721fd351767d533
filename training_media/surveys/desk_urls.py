"""The room's addresses below /cms/videos/."""

from django.urls import path

from .views import desk, outcome

app_name = "survey_desk"

urlpatterns = [
    path("<int:pk>/questionnaire/", desk.overview, name="overview"),
    path("<int:pk>/questionnaire/new/", desk.make, name="make"),
    path("<int:pk>/questionnaire/edit/", desk.change, name="change"),
    path("<int:pk>/questionnaire/drop/", desk.drop, name="drop"),
    path("<int:pk>/questionnaire/open/", desk.start, name="open"),
    path("<int:pk>/questionnaire/deadline/", desk.deadline, name="deadline"),
    path("<int:pk>/questionnaire/close/", desk.close, name="close"),
    path("<int:pk>/questionnaire/<int:questionnaire>/read/", outcome.read, name="read"),
    path("<int:pk>/questionnaire/sheet.pdf", desk.sheet, name="sheet"),
    path("<int:pk>/questionnaire/typing/", desk.typing, name="typing"),
    path("<int:pk>/questionnaire/returned/", desk.returned, name="returned"),
    path("<int:pk>/questionnaire/<int:questionnaire>/results/", outcome.results, name="results"),
    path("<int:pk>/questionnaire/<int:questionnaire>/results/file/", outcome.file, name="results_file"),
]
