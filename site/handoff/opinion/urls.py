"""Addresses of opinion letters, within those of the private area."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from . import views
from .enums import LetterDeed


class LetterDeedConverter(StringConverter):
    regex = "|".join(LetterDeed.values)


register_converter(LetterDeedConverter, "letter_deed")

LETTER = "opinion-letters/<uuid:pk>/"
urlpatterns = [
    path("opinion-letters/", views.register, name="opinion_register"),
    path("opinion-letters/csv/", views.register_file, name="opinion_register_file"),
    path("<uuid:pk>/opinion-letters/", views.letters, name="opinion_letters"),
    path("<uuid:pk>/opinion-letters/new/", views.create, name="new_opinion_letter"),
    path(LETTER, views.letter, name="opinion_letter"),
    path(f"{LETTER}paper/", views.letter_paper, name="opinion_letter_paper"),
    path(f"{LETTER}check/", views.check, name="check_opinion_letter"),
    path(f"{LETTER}<letter_deed:deed>/", views.issue, name="issue_opinion_letter"),
]
