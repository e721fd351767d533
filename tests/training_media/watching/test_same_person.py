"""One person who watched by card and by account: the desk makes one viewer of two."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from foundation.japanese.text import fold
from tests.factories.accounts import make_person, sign_in
from tests.factories.directory import make_agency
from tests.factories.first_site import place_first_site
from tests.factories.training_media import make_card, make_recording, make_viewer
from training_media.models import Part
from training_media.viewing.enums import SittingKind
from training_media.viewing.models import Coverage, Viewer
from training_media.viewing.services.ledger import Piece, begin_sitting, take_pieces
from training_media.watching.exceptions import WatchingRefused
from training_media.watching.models import Statement
from training_media.watching.services.uniting import unite_viewers

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()


@pytest.fixture
def card(staff, transactional_db):
    place_first_site()
    return make_card(by=staff)


@pytest.fixture
def desk(staff):
    return sign_in(Client(), staff)


def by_account(agency, name="見本 花子"):
    person = make_person(name=name)
    return Viewer.objects.create(person=person, agency=agency, name=name, folded_name=fold(name))


def watch(viewer, recording, span, *, hours):
    began = NOW - timedelta(hours=hours)
    sitting = begin_sitting(recording=recording, viewers=[viewer], kind=SittingKind.ALONE, now=began)
    pieces = [Piece(0, span, (0, span[1] - span[0]), 1_000)]
    take_pieces(key=sitting.key, pieces=pieces, now=began + timedelta(minutes=5))


def at(name, card):
    return reverse(f"watching_desk:{name}", args=[card.pk])


def test_what_was_watched_by_card_and_by_account_becomes_one(desk, card):
    account, named = by_account(card.agency), make_viewer(name="見本　花子", agency=card.agency)
    recording, part = make_recording(), Part.objects.first()
    watch(account, recording, (0, 60_000), hours=3)
    watch(named, recording, (30_000, 90_000), hours=2)
    Statement.objects.create(viewer=named, part=part, said_at=NOW)
    assert "見本　花子" in desk.get(at("same", card)).text
    told = desk.post(at("unite", card), {"account": account.pk, "named": named.pk}, follow=True)
    assert "一人にまとめました。" in told.text
    assert Viewer.objects.get() == account
    assert Coverage.objects.get().alone == ((0, 90_000),)
    assert Statement.objects.get().viewer == account
    again = desk.post(at("unite", card), {"account": account.pk, "named": named.pk}, follow=True)
    assert "もうまとめてあるか" in again.text


@pytest.mark.parametrize("other", ["name", "agency", "account", "turned"])
def test_only_two_of_one_name_and_agency_are_one(desk, card, staff, other):
    account = by_account(card.agency)
    named = {
        "name": lambda: make_viewer(name="見本 太郎", agency=card.agency),
        "agency": lambda: make_viewer(name="見本 花子", agency=make_agency(name="別の家")),
        "account": lambda: by_account(card.agency),
        "turned": lambda: make_viewer(name="見本 花子", agency=card.agency),
    }[other]()
    pair = (named.pk, account.pk) if other == "turned" else (account.pk, named.pk)
    desk.post(at("unite", card), {"account": pair[0], "named": pair[1]})
    with pytest.raises(WatchingRefused, match="もう一度見てください"):
        unite_viewers(agency=card.agency_id, account=pair[0], named=pair[1], actor=staff, now=NOW)
    assert Viewer.objects.count() == 2


def test_whoever_has_no_desk_finds_none(card, partner):
    by_account(card.agency)
    client = sign_in(Client(), partner)
    assert client.get(at("same", card)).status_code in {302, 404}
    assert client.post(at("unite", card), {}).status_code in {302, 404}


def test_the_list_asks_as_often_for_three_as_for_one(desk, card, django_assert_num_queries):
    for number in (1, 3):
        while Viewer.objects.count() < 2 * number:
            name = f"見本 {Viewer.objects.count()}"
            by_account(card.agency, name)
            make_viewer(name=name, agency=card.agency)
        desk.get(at("same", card))
        with django_assert_num_queries(14):
            assert desk.get(at("same", card)).text.count("一人にまとめる<") == number
