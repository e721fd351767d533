"""Whoever writes over what somebody else wrote meanwhile is asked to look first, and loses nothing."""

import pytest
from django.test import Client
from django.utils import timezone

from outreach.study_groups.associations.models import Resolution, RulesVersion
from outreach.study_groups.committees.models import Opinion
from outreach.study_groups.enums import CommunityKind
from outreach.study_groups.overtaking import sign_of
from tests.factories.accounts import sign_in
from tests.factories.associations import PLAIN, make_assembly, make_association, make_rules
from tests.factories.committees import make_committee, make_expert, make_seat, make_term
from tests.factories.first_site import place_first_site

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
RULES = {"in_force_from": f"{TODAY:%Y/%m/%d}", "quorum": "half", "ordinary": "more_than_half"}
RULES |= {"special": "two_thirds"}


def a_proposal(staff):
    made = make_rules(make_association(), adopted=False)
    return f"/groups/tobu/rules/{made.version}/change/", RULES, RulesVersion, "text"


def a_resolution(staff):
    assembly = make_assembly(make_association(), by=staff, now=NOW)
    one = Resolution.objects.get()
    where = f"/groups/tobu/assemblies/{assembly.pk}/resolutions/{one.pk}/change/"
    return where, PLAIN | {"effect": ""}, Resolution, "text"


def a_reply(staff):
    committee = make_committee(kind=CommunityKind.STEERING_COMMITTEE)
    term = make_term(make_seat(committee), make_expert().person)
    year = TODAY.year - 1
    said = Opinion.objects.create(
        community=committee, appointment=term, fiscal_year=year, text="意見", written_at=NOW
    )
    return f"/groups/kentou/opinions/{year}/{said.pk}/", {}, Opinion, "reply"


def sign_on(page):
    return page.text.partition('name="seen" value="')[2].partition('"')[0]


@pytest.mark.parametrize("case", [a_proposal, a_resolution, a_reply])
def test_what_somebody_else_wrote_meanwhile_is_not_lost_unseen(case, staff, manager):
    place_first_site()
    where, typed, model, field = case(staff)
    first, second = sign_in(Client(), staff), sign_in(Client(), manager)
    seen = sign_on(first.get(where))
    sent = typed | {"text": "ひとりめ", "seen": seen}
    assert second.post(where, sent).status_code == 303
    overtaken = first.post(where, sent | {"text": "ふたりめ"})
    assert (overtaken.status_code, "ほかの人が書きかえました" in overtaken.text) == (422, True)
    assert "ふたりめ" in overtaken.text
    assert getattr(model.objects.get(), field) == "ひとりめ"
    again = sent | {"text": "ふたりめ", "seen": sign_on(overtaken)}
    assert first.post(where, again).status_code == 303
    assert getattr(model.objects.get(), field) == "ふたりめ"


def test_a_sign_changes_with_each_field():
    signs = {sign_of(Opinion(text=text, reply=reply), ("text", "reply")) for text in "ab" for reply in "ab"}
    assert len(signs) == 4
