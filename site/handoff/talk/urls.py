"""Addresses of the threads, within those of the private area."""

from django.urls import path

from . import views

urlpatterns = [
    path("<uuid:pk>/talk/", views.thread, name="talk"),
    path("<uuid:pk>/talk/heard/", views.heard, name="talk_heard"),
    path("cases/<uuid:pk>/talk/", views.of_case, name="case_talk"),
]
