from django.urls import path

from .views import board, experts, looking_after

app_name = "group_board"

urlpatterns = [
    path("groups/<slug:slug>/board/", board.topics, name="topics"),
    path("groups/<slug:slug>/board/wish/", board.wish, name="wish"),
    path("groups/<slug:slug>/board/new/", board.begin, name="begin"),
    path("groups/<slug:slug>/board/experts/", experts.experts, name="experts"),
    path("groups/<slug:slug>/board/experts/<int:pk>/remove/", experts.remove, name="remove_expert"),
    path("groups/<slug:slug>/board/reports/", looking_after.reports, name="reports"),
    path("groups/<slug:slug>/board/reports/<int:pk>/keep/", looking_after.keep, name="keep"),
    path("groups/<slug:slug>/board/<int:pk>/", board.topic, name="topic"),
    path("groups/<slug:slug>/board/<int:pk>/state/", board.state, name="state"),
    path("groups/<slug:slug>/board/<int:pk>/move/", looking_after.move, name="move"),
    path("groups/<slug:slug>/board/posts/<int:pk>/report/", board.report, name="report"),
    path("groups/<slug:slug>/board/posts/<int:pk>/hide/", looking_after.hide, name="hide"),
    path("groups/<slug:slug>/board/posts/<int:pk>/show/", looking_after.show_again, name="show"),
]
