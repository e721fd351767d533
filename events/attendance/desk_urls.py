"""The room's addresses below /cms/."""

from django.urls import path

from .views import by_part, door, groups, papers, ruling

app_name = "day_desk"

urlpatterns = [
    path("events/<int:pk>/day/", ruling.of_event, name="of_event"),
    path("events/<int:pk>/day/rule/", ruling.rule, name="rule"),
    path("events/sessions/<int:pk>/door/", door.door, name="door"),
    path("events/sessions/<int:pk>/door/note/", door.note_one, name="note"),
    path("events/sessions/<int:pk>/door/absent/", door.absent, name="absent"),
    path("events/sessions/<int:pk>/door/walk-in/", door.walk_in, name="walk_in"),
    path("events/sessions/<int:pk>/door/seat/", door.seat, name="seat"),
    path("events/sessions/<int:pk>/door/times/", door.times, name="times"),
    path("events/sessions/<int:pk>/door/parts/", by_part.by_part, name="by_part"),
    path("events/sessions/<int:pk>/day/paper/", papers.take, name="paper"),
    path("events/sessions/<int:pk>/groups/", groups.groups, name="groups"),
    path("events/sessions/<int:pk>/groups/make/", groups.make, name="make_groups"),
    path("events/door/<slug:public_id>/", door.code, name="code"),
    path("events/door/<slug:public_id>/<int:position>/", door.code, name="code_of_one"),
]
