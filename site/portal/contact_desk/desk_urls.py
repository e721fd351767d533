"""The desk's addresses below /cms/contact/."""

from django.urls import path

from .views import counts, desk, readers

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
    path("counts/", counts.year_counts, name="counts"),
    path("counts/counts.xlsx", counts.counts_file, name="counts_file"),
]
