"""The desk's addresses below /cms/contact/."""

from django.urls import path

from .views import desk, readers, talks

app_name = "contact_desk_admin"

urlpatterns = [
    path("", desk.queue, name="queue"),
    path("<int:pk>/", desk.message, name="message"),
    path("<int:pk>/read/", desk.read, name="read"),
    path("<int:pk>/assign/", desk.assign, name="assign"),
    path("<int:pk>/answer/", desk.answer, name="answer"),
    path("<int:pk>/close/", desk.close, name="close"),
    path("readers/", readers.readers, name="readers"),
    path("readers/<int:pk>/end/", readers.end, name="end_reader"),
    path("consultations/", talks.consultations, name="consultations"),
    path("consultations/new/", talks.record, name="record"),
    path("consultations/<int:pk>/", talks.correct, name="correct"),
    path("consultations/<int:pk>/remove/", talks.remove, name="remove"),
    path("counts/", talks.year_counts, name="counts"),
    path("counts/counts.xlsx", talks.counts_file, name="counts_file"),
]
