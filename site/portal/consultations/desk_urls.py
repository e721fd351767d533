"""The desk's addresses below /cms/consultations/."""

from django.urls import path

from . import views

app_name = "consultations_admin"

urlpatterns = [
    path("", views.talks, name="list"),
    path("open/", views.waiting, name="waiting"),
    path("new/", views.record, name="record"),
    path("<int:pk>/", views.correct, name="correct"),
    path("<int:pk>/close/", views.close, name="close"),
    path("<int:pk>/remove/", views.remove, name="remove"),
    path("counts/", views.year_counts, name="counts"),
    path("counts/counts.xlsx", views.counts_file, name="counts_file"),
]
