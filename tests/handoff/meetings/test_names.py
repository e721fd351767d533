"""A call is printed and sent as a letter that says it names nobody."""

from datetime import timedelta
from uuid import uuid4

import pytest

from handoff.exceptions import Refused
from handoff.meetings.enums import MeetingKind
from handoff.meetings.services.calling import Call, call_meeting, change_call
from tests.factories.cases import CANARIES, NOW, acting
from tests.factories.records import make_world

pytestmark = pytest.mark.django_db
HOME = "本人の自宅"


def a_call(**words):
    texts = {"place": HOME, "asked": "福祉課の係長", "agenda": "住まい"} | words
    return Call(kind=MeetingKind.CARE, starts_at=NOW + timedelta(days=3), lasts=60, texts=texts)


@pytest.mark.parametrize("name", ["name", "name_kana"])
@pytest.mark.parametrize("word", ["place", "asked", "agenda"])
def test_a_call_that_names_the_person_is_refused_when_made_and_when_changed(word, name):
    world = make_world()
    naming = a_call(**{word: f"{CANARIES[name].replace(' ', '')}さんの自宅"})
    actor = acting(world.worker)
    with pytest.raises(Refused, match="本人の自宅"):
        call_meeting(handoff_id=world.handoff.pk, call=naming, form_key=uuid4(), actor=actor, now=NOW)
    meeting = call_meeting(handoff_id=world.handoff.pk, call=a_call(), form_key=uuid4(), actor=actor, now=NOW)
    with pytest.raises(Refused, match="本人の自宅"):
        change_call(meeting_id=meeting.pk, call=naming, seen=meeting.version, actor=actor, now=NOW)
