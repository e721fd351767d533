"""The lecture desk's addresses below /cms/."""

from django.urls import path

from .views.desk import arranging, board, registers, requests

app_name = "lecture_desk"

urlpatterns = [
    path("", requests.request_list, name="requests"),
    path("new/", requests.entry, name="entry"),
    path("board/", board.board, name="board"),
    path("board/week.pdf", board.week_paper, name="week_paper"),
    path("board/travel.pdf", board.travel_paper, name="travel_paper"),
    path("absences/", board.absences, name="absences"),
    path("absences/<int:pk>/remove/", board.remove, name="remove_absence"),
    path("themes/", registers.themes, name="themes"),
    path("themes/new/", registers.add_theme, name="add_theme"),
    path("themes/<int:pk>/", registers.change_theme, name="theme"),
    path("lecturers/", registers.lecturers, name="lecturers"),
    path("lecturers/new/", registers.add_lecturer, name="add_lecturer"),
    path("lecturers/<int:pk>/", registers.change_lecturer, name="lecturer"),
    path("resources/", registers.resources, name="resources"),
    path("resources/new/", registers.add_resource, name="add_resource"),
    path("resources/<int:pk>/", registers.change_resource, name="resource"),
    path("<int:pk>/", requests.request_page, name="request"),
    path("<int:pk>/change/", requests.change, name="change"),
    path("<int:pk>/letter/", requests.letter, name="letter"),
    path("<int:pk>/check/", arranging.check, name="check"),
    path("<int:pk>/propose/", arranging.propose, name="propose"),
    path("<int:pk>/accept/", arranging.accept, name="accept"),
    path("<int:pk>/another/", arranging.another, name="another"),
    path("<int:pk>/decline/", arranging.decline, name="decline"),
    path("<int:pk>/cancel/", arranging.cancel, name="cancel"),
    path("<int:pk>/held/", arranging.held, name="held"),
    path("<int:pk>/report/", arranging.report, name="report"),
]
