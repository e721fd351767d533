"""Events are found as long as the public may read them."""

from datetime import date

import pytest

from content.search import search
from events.enums import Audience
from events.services.publishing import cancel_event, publish_event, reinstate_event, update_event
from tests.factories.accounts import make_user
from tests.factories.events import NOW, make_event

pytestmark = pytest.mark.django_db


def test_events_are_found_by_any_spelling_of_every_word():
    make_event(title="はじめての受け入れ", subtitle="", summary="グループホームの方へ")
    make_event(title="ほかの受け入れ", subtitle="", summary="")
    (group,) = search("ハジメテ　ｸﾞﾙｰﾌﾟﾎｰﾑ").groups
    assert [(hit.kind, hit.title, hit.day) for hit in group.hits] == [
        ("研修・行事", "はじめての受け入れ", date(2026, 12, 11))
    ]


def test_an_event_is_found_as_it_is_after_each_act():
    actor = make_user(roles=["staff"])
    event = make_event(title="見学の会", subtitle="", publish=False)

    def titles():
        return [hit.title for group in search("見学の会").groups for hit in group.hits]

    assert titles() == []
    publish_event(event=event, actor=actor, now=NOW)
    assert titles() == ["見学の会"]
    cancel_event(event=event, reason="講師の都合です。", actor=actor, now=NOW)
    assert titles() == ["【中止】見学の会"]
    reinstate_event(event=event, actor=actor, now=NOW)
    assert titles() == ["見学の会"]
    update_event(event=event, details={"audience": Audience.INVITED}, sessions=[], actor=actor, now=NOW)
    assert titles() == []
