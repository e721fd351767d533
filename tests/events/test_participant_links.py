"""The address of a participant's own page: bound to the name, and telling nothing about it."""

import hashlib

import pytest

from events import participant_links
from events.links import LinkNotUsable
from events.models import Participant
from foundation.japanese.text import fold
from tests.factories.events import NOW, apply, make_session

pytestmark = pytest.mark.django_db


def spoken(participant):
    """Return what an address says beside the row and the signature."""
    return participant_links.token(participant).partition(":")[0].partition(".")[2]


def two_of_one_name():
    session = make_session()
    apply(session, 1)
    apply(session, 1)
    return list(Participant.objects.order_by("id"))


def test_names_cannot_be_tried_on_an_address_that_stands_in_a_log():
    one, namesake = two_of_one_name()
    assert (one.name, one.name_kana) == (namesake.name, namesake.name_kana)
    name = f"{fold(one.name)}/{fold(one.name_kana)}"
    plain = [hashlib.sha256(text.encode()).hexdigest() for text in (name, f"{one.pk}/{name}")]
    assert len(spoken(one)) == participant_links.LENGTH
    assert not any(each.startswith(spoken(one)) for each in plain)
    assert spoken(one) != spoken(namesake)


def test_a_key_of_another_site_gives_another_address(settings):
    one, _ = two_of_one_name()
    before = spoken(one)
    settings.SECRET_KEY = f"{settings.SECRET_KEY}-of-another-site"
    assert spoken(one) != before


def test_whoever_takes_a_seat_over_has_an_address_of_their_own():
    one, _ = two_of_one_name()
    old = participant_links.token(one)
    assert participant_links.open_link(old, now=NOW) == one
    Participant.objects.filter(pk=one.pk).update(name="見本 別人")
    with pytest.raises(LinkNotUsable):
        participant_links.open_link(old, now=NOW)
