"""Lists that two people work at: what somebody threw away is written anew by nobody unseen."""

import pytest
from django.urls import reverse

from events.notices.exceptions import NoticeRefused
from events.notices.models import ListRule
from events.notices.services.listing import Wish, remove_list, save_list
from foundation.audit.models import Entry
from tests.factories.events import NOW
from tests.factories.shown import as_shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def rule(staff):
    return save_list(rule=None, wish=Wish("障害福祉", sectors=["disability"]), actor=staff, now=NOW)


def test_a_list_that_was_thrown_away_is_neither_saved_nor_thrown_away_again(staff, rule):
    opened = ListRule.objects.get()
    remove_list(rule=rule, actor=staff, now=NOW)
    written_down = Entry.objects.count()
    for deed in (
        lambda: save_list(rule=opened, wish=Wish("医療"), actor=staff, now=NOW),
        lambda: remove_list(rule=opened, actor=staff, now=NOW),
    ):
        with pytest.raises(NoticeRefused, match="この名簿は、ほかの方が消しました"):
            deed()
    assert (ListRule.objects.count(), Entry.objects.count()) == (0, written_down)


def test_what_was_typed_for_a_list_that_is_gone_is_kept_and_becomes_a_new_one(desk, staff, rule):
    address = reverse("notices_desk:list", args=[rule.pk])
    typed = as_shown(desk, address) | {"name": "障害福祉と医療", "sectors": ["disability", "medical"]}
    remove_list(rule=rule, actor=staff, now=NOW)
    kept = desk.post(address, typed)
    assert kept.status_code == 422
    text = kept.content.decode()
    anew = reverse("notices_desk:new_list")
    assert ("ほかの方が消しました" in text, f'action="{anew}"' in text) == (True, True)
    assert kept.context["form"]["name"].value() == "障害福祉と医療"
    assert desk.post(anew, typed).status_code == 303
    (saved,) = ListRule.objects.all()
    assert (saved.name, saved.sectors, saved.pk == rule.pk) == (
        "障害福祉と医療",
        ["disability", "medical"],
        False,
    )
