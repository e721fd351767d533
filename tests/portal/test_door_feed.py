"""What the public door hands to the private one, and to nobody else."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.enums import PublicRole
from accounts.services import close_account_in_transaction
from foundation.door_feed import fingerprint, read_feed
from tests.factories.accounts import make_person, make_user
from tests.factories.directory import join, make_agency

pytestmark = pytest.mark.django_db
KEY = "test-only-feed-key"
NOW = timezone.now()
TODAY = timezone.localdate(NOW)


def read(client, settings):
    settings.DOOR_FEED_KEY = KEY
    answer = client.get(reverse("door_feed"), headers={"Authorization": f"Bearer {KEY}"})
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    return read_feed(answer.content)


@pytest.mark.parametrize("shown", ["", "Bearer ", "Bearer wrong", KEY])
@pytest.mark.parametrize("key", ["", KEY])
def test_whoever_has_not_the_key_finds_nothing(client, settings, key, shown):
    settings.DOOR_FEED_KEY = key
    assert client.get(reverse("door_feed"), headers={"Authorization": shown}).status_code == 404


def test_agencies_are_told_of_as_the_private_door_reads_them(client, settings):
    open_one, closed = make_agency(name="みなも"), make_agency(name="とじた", closed_on=TODAY)
    merged = make_agency(name="うつった", closed_on=TODAY, merged_into=open_one)
    found = {each.public_id: each for each in read(client, settings).agencies}
    assert (found[open_one.public_id].name, found[open_one.public_id].closed_on) == ("みなも", None)
    assert found[closed.public_id].closed_on == found[merged.public_id].closed_on == TODAY


def test_who_left_is_told_of_without_a_name_or_an_address(client, settings):
    agency = make_agency()
    gone, stays = (make_person(contact_email=f"{name}@example.jp") for name in ("gone", "stays"))
    join(gone, agency, since=TODAY - timedelta(days=9), until=TODAY)
    join(stays, agency)
    settings.DOOR_FEED_KEY = KEY
    content = client.get(reverse("door_feed"), headers={"Authorization": f"Bearer {KEY}"}).content
    told = read_feed(content).departures
    assert [(each.agency, each.left_on) for each in told] == [(agency.public_id, TODAY)]
    assert told[0].who == fingerprint(gone.contact_email, key=KEY)
    assert gone.contact_email.encode() not in content


def test_whose_account_at_the_centre_was_closed_has_left_the_centre(client, settings):
    user = make_user(roles=[PublicRole.STAFF])
    with transaction.atomic():
        close_account_in_transaction(user=user, actor=None, now=NOW)
    told = read(client, settings).departures
    assert [(each.who, each.agency, each.left_on) for each in told] == [
        (fingerprint(user.email, key=KEY), "", TODAY)
    ]
