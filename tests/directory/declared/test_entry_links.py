"""A link opens one form once, for whoever holds it, and shows nothing but the agency's own words."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client

from directory.centre_only.models import AcceptanceProfile
from directory.declared.enums import DraftWay, LinkWay
from directory.declared.exceptions import NoAddress, NoOpenLink
from directory.declared.models import Draft, EntryLink
from directory.declared.queries import editing
from directory.declared.services.links import make_link, revoke_link
from directory.models import Agency
from directory.tokens import hash_token
from foundation.audit.models import Entry
from foundation.mail.models import OutgoingMail
from foundation.security import KEYS
from tests.factories.declared import TEXT, publish, typed
from tests.factories.directory import NOW, make_agency
from tests.foundation.printed import Printed

pytestmark = pytest.mark.django_db
SENT = {"said_by": "佐久間 礼子", "summary": "紙を見て書きました"}


@pytest.fixture(autouse=True)
def _no_rates_of_others(today):
    cache.clear()


@pytest.fixture
def link(agency, staff):
    return make_link(agency=agency, way=LinkWay.PAPER, actor=staff, now=NOW)


@pytest.fixture
def address(link):
    return f"/entry/{link[1]}/"


def test_the_form_writes_a_draft_and_the_link_is_used_up(client, address, agency):
    assert client.get(address).status_code == 200
    answer = client.post(address, typed(0, **SENT))
    assert (answer.status_code, "お預かりしました" in answer.content.decode()) == (200, True)
    draft = Draft.objects.get()
    assert (draft.way, draft.said_by, draft.written_by) == (DraftWay.LINK, "佐久間 礼子", None)
    again = client.post(address, typed(draft.revision_id, **SENT | {"summary": "もう一度"}))
    assert (again.status_code, editing(agency).text.summary) == (410, "紙を見て書きました")
    assert client.get(address).status_code == 410


def test_adding_a_service_and_mistakes_do_not_use_it_up(client, address):
    added = client.post(address, typed(0, **SENT) | {"add": "1", "new_service": "group_home"})
    assert [form["service"].value() for form in added.context["offers"]] == ["group_home"]
    assert client.post(address, typed(0, said_by="")).status_code == 422
    assert client.get(address).status_code == 200


def test_a_conflict_does_not_use_it_up(client, address, agency, member, staff):
    publish(agency, writer=member, staff=staff)
    assert client.post(address, typed(0, **SENT)).status_code == 409
    assert (client.get(address).status_code, Draft.objects.count()) == (200, 1)


def test_it_ends_with_its_last_day(client, address):
    with time_machine.travel(NOW + timedelta(days=29, hours=23), tick=False):
        assert client.get(address).status_code == 200
    with time_machine.travel(NOW + timedelta(days=30), tick=False):
        assert client.get(address).status_code == 410
        assert client.post(address, typed(0, **SENT)).status_code == 410
    assert Draft.objects.count() == 0


def test_it_ends_when_it_is_taken_back_or_a_new_one_is_made(client, address, agency, staff):
    _, token = make_link(agency=agency, way=LinkWay.PAPER, actor=staff, now=NOW)
    assert [client.get(each).status_code for each in (address, f"/entry/{token}/")] == [410, 200]
    revoke_link(agency=agency, actor=staff, now=NOW)
    assert client.get(f"/entry/{token}/").status_code == 410


def test_what_is_not_there_cannot_be_taken_back_and_is_not_written_down(desk, agency, staff):
    with pytest.raises(NoOpenLink, match="使えるリンクは、ありません"):
        revoke_link(agency=agency, actor=staff, now=NOW)
    answer = desk.post(f"/cms/entries/agencies/{agency.public_id}/link/", {"revoke": "1"}, follow=True)
    assert "使えるリンクは、ありません" in answer.content.decode()
    assert not Entry.objects.filter(verb="directory.entry_link_revoked").exists()


def test_guessed_links_open_nothing_and_look_like_old_ones(client, address, link):
    client.post(address, typed(0, **SENT))
    old = client.get(address).content
    assert client.get("/entry/abcdefgh/").content == old.replace(link[1].encode(), b"abcdefgh")


def test_whoever_tries_many_has_to_wait_and_who_has_a_link_has_not(client, address, settings):
    settings.ENTRY_LINK_RATES = {"link": "3/h/ip"}
    assert [client.get(f"/entry/guess{number}/").status_code for number in range(4)] == [410, 410, 410, 429]
    assert client.get(address).status_code == 200


def test_only_the_hash_of_the_key_is_kept_and_no_log_or_referrer_tells_it(client, address, link):
    made, token = link
    assert made.token_hash == hash_token(token)
    assert token not in str(EntryLink.objects.values())
    assert token not in KEYS.sub(r"\1…", f"GET {address}")
    answer = client.get(address)
    assert (answer.headers["Referrer-Policy"], "no-store" in answer.headers["Cache-Control"]) == (
        "same-origin",
        True,
    )


def test_nothing_is_shown_but_the_agencys_own_words(client, address, agency, member, staff):
    publish(agency, writer=member, staff=staff)
    AcceptanceProfile.objects.create(agency=agency, state="has_accepted", cautions="夜は注意")
    page = client.get(address).content.decode()
    assert (TEXT.summary in page, "受け入れ係" in page) == (True, True)
    said = ("夜は注意", "受け入れたことがある", "000-001-0001", "minamo@agency", "事業所職員C")
    assert [word for word in said if word in page] == []


def test_a_link_writes_for_its_own_agency_alone(client, address, agency):
    other = make_agency(name="よその事業所")
    client.post(address, typed(0, **SENT) | {"agency": other.public_id})
    assert Draft.objects.get().declaration.agency == agency


def test_the_mail_goes_to_the_shared_address_and_says_nothing_of_the_entry(agency, member, staff):
    publish(agency, writer=member, staff=staff)
    OutgoingMail.objects.all().delete()
    make_link(agency=agency, way=LinkWay.MAIL, actor=staff, now=NOW)
    mail = OutgoingMail.objects.get()
    token = re.search(r"/entry/(\S+)/", mail.text)[1]
    assert (mail.to, Client().get(f"/entry/{token}/").status_code) == ("minamo@agency.example.jp", 200)
    assert [word for word in ("静かな家", "受け入れ係", "みなも") if word in mail.subject + mail.text] == []


def test_without_an_address_there_is_only_paper(agency, staff):
    agency.email = ""
    agency.save()
    with pytest.raises(NoAddress):
        make_link(agency=agency, way=LinkWay.MAIL, actor=staff, now=NOW)
    assert EntryLink.objects.count() == 0


def test_the_letter_is_one_page_with_the_way_to_write(desk, agency):
    answer = desk.post(f"/cms/entries/agencies/{agency.public_id}/link/", {"way": "paper"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    words = Printed(answer.content).text
    assert ("グループホームみなも" in words, "/entry/" in words) == (True, True)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"expires_at": NOW}, "declared_entrylink_ends_after_it_begins"),
        ({"used_at": NOW, "revoked_at": NOW}, "declared_entrylink_has_one_end"),
    ],
)
def test_the_database_keeps_links_whole(link, values, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        EntryLink.objects.update(**values)


def test_the_database_keeps_one_open_link(link):
    made, _ = link
    second = EntryLink(
        agency=made.agency, token_hash="0" * 64, way="mail", made_at=NOW, expires_at=made.expires_at
    )
    with pytest.raises(IntegrityError, match="declared_entrylink_one_is_open"), transaction.atomic():
        EntryLink.objects.bulk_create([second])


def test_nobody_writes_for_an_agency_that_has_closed(address, agency):
    Agency.objects.filter(pk=agency.pk).update(closed_on=NOW.date())
    sent = [Client().get(address), Client().post(address, typed(0, **SENT))]
    assert [each.status_code for each in sent] == [410, 410]
    assert Draft.objects.count() == 0


@pytest.mark.parametrize("page", ["link", "own"])
def test_a_service_that_says_nothing_is_a_mistake_and_no_error(page, address, browser):
    place = {"link": address, "own": "/my/agency/entry/"}[page]
    response = browser.post(place, typed(0, **SENT) | {"offers-TOTAL_FORMS": "1"})
    assert response.status_code == 422
    assert Draft.objects.count() == 0
