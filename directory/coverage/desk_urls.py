"""The room's addresses below /cms/."""

from django.urls import path

from .views import experts, notes, people, windows

app_name = "coverage_desk"

urlpatterns = [
    path("windows/", windows.desk_list, name="windows"),
    path("windows/<int:year>/carry-over/", windows.carry_over, name="carry_over"),
    path("windows/<int:year>/<slug:code>/", windows.edit, name="window"),
    path("coverage/", notes.note_list, name="notes"),
    path("coverage/new/", notes.add, name="add_note"),
    path("coverage/<int:pk>/end/", notes.end, name="end_note"),
    path("key-people/", people.key_person_list, name="key_people"),
    path("key-people/new/", people.appoint, name="appoint"),
    path("key-people/mailing/", people.take_away, name="mailing"),
    path("key-people/areas/<int:pk>/sheet.pdf", people.sheet, name="sheet"),
    path("key-people/<int:pk>/listing/", people.listing, name="listing"),
    path("key-people/<int:pk>/end/", people.end, name="end_key_person"),
    path("experts/", experts.expert_list, name="experts"),
    path("experts/new/", experts.add, name="add_expert"),
    path("experts/<int:pk>/", experts.change, name="expert"),
    path("experts/<int:pk>/letter/", experts.letter, name="letter"),
]
