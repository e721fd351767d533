"""The search's screens inside the admin."""

from django.urls import path

from . import views

app_name = "site_search"

urlpatterns = [
    path("search-words/", views.lost_words, name="lost_words"),
    path("search-words/forget/", views.forget_words, name="forget_words"),
]
