"""The room's addresses below /cms/."""

from django.urls import path

from .views import desk, reminders

app_name = "notices_desk"

urlpatterns = [
    path("notices/", desk.notices, name="notices"),
    path("notices/new/", desk.write, name="write"),
    path("notices/new/<int:event>/", desk.write, name="invite"),
    path("notices/lists/", desk.lists, name="lists"),
    path("notices/lists/new/", desk.edit_list, name="new_list"),
    path("notices/lists/<int:pk>/", desk.edit_list, name="list"),
    path("notices/lists/<int:pk>/remove/", desk.remove, name="remove_list"),
    path("notices/refusals/", reminders.refusals, name="refusals"),
    path("notices/refusals/<int:pk>/back/", reminders.take_back, name="take_back"),
    path("notices/<int:pk>/", desk.notice, name="notice"),
    path("notices/<int:pk>/change/", desk.change, name="change"),
    path("notices/<int:pk>/send/", desk.send, name="send"),
    path("notices/<int:pk>/drop/", desk.drop, name="drop"),
    path("notices/<int:pk>/labels.pdf", desk.labels, name="labels"),
    path("notices/<int:pk>/letter.pdf", desk.letter, name="letter"),
    path("notices/<int:pk>/posted/", desk.posted, name="posted"),
    path("events/<int:pk>/reminders/", reminders.reminders, name="reminders"),
]
