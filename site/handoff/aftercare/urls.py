"""Addresses of reviews, diaries and of what waits, within those of the private area."""

from django.urls import path

from .views import diary, reviews, to_do

CASE, HANDOFF, ENTRY = "cases/<uuid:pk>/diary/", "<uuid:pk>/diary/", "entries/<uuid:pk>/"
urlpatterns = [
    path("to-do/", to_do.to_do, name="to_do"),
    path("<uuid:pk>/reviews/", reviews.reviews, name="reviews"),
    path("<uuid:pk>/reviews/new/", reviews.create, name="new_review"),
    path(CASE, diary.diary_of_case, name="diary_of_case"),
    path(f"{CASE}new/", diary.create_for_case, name="new_entry_of_case"),
    path(f"{CASE}month/", diary.month_of_case, name="month_of_case"),
    path(f"{CASE}rhythm/", diary.rhythm_of_case, name="rhythm_of_case"),
    path(f"{CASE}rhythm/stop/", diary.stop_of_case, name="stop_rhythm_of_case"),
    path(HANDOFF, diary.diary_of_handoff, name="diary_of_handoff"),
    path(f"{HANDOFF}new/", diary.create_for_handoff, name="new_entry_of_handoff"),
    path(f"{HANDOFF}month/", diary.month_of_handoff, name="month_of_handoff"),
    path(f"{HANDOFF}rhythm/", diary.rhythm_of_handoff, name="rhythm_of_handoff"),
    path(f"{HANDOFF}rhythm/stop/", diary.stop_of_handoff, name="stop_rhythm_of_handoff"),
    path(f"{ENTRY}write/", diary.settle, name="write_entry"),
    path(f"{ENTRY}skip/", diary.skip, name="skip_entry"),
]
