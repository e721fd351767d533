"""Who sees what of a record in each of its states, and what each role sees: by the same table."""

import io
from datetime import date, timedelta

import pypdf
import pytest
from django.test import Client

from accounts.enums import PublicRole
from directory.declared.rules import EntryText
from directory.enums import MembershipRole
from directory.finding.models import DirectoryEntry
from directory.models import Agency, Membership
from directory.official.models import OfficialRecord
from tests.directory.finding.shown_words import LISTED, NEVER, USUAL, WORDS, C, P, S
from tests.factories.accounts import make_user, sign_in
from tests.factories.declared import write
from tests.factories.directory import make_agency, make_partner
from tests.factories.whole_agency import TODAY, index

pytestmark = pytest.mark.django_db

DRAFTED = ("下書きの印", "下書きの係", *NEVER)


def pdf_text(content):
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "")


def file_of(client, reader):
    """Return the file that this reader takes away; staff say why."""
    if reader == C:
        answer = client.post("/directory/export/", {"form": "csv_utf8", "reason": "meeting"})
    else:
        answer = client.get("/directory/export.csv")
    return answer.getvalue().decode("utf-8-sig")


# States of the record itself, in which nothing else is agreed: what is done to the home.
def draft_waits(home):
    writer = make_partner(agency=home, name="書いた人W", email="w@example.jp")
    write(home, actor=writer, text=EntryText(summary="下書きの印", contact_point="下書きの係"))


def closes_later(home):
    Agency.objects.filter(pk=home.pk).update(closed_on=TODAY + timedelta(days=30))


def has_closed(home):
    Agency.objects.filter(pk=home.pk).update(closed_on=TODAY)


def was_merged(home):
    kept = make_agency(name="引き受けた家")
    Agency.objects.filter(pk=home.pk).update(closed_on=TODAY, merged_into=kept)
    index(kept)


def is_missing_in_newest_data(home):
    OfficialRecord.objects.filter(agency=home).update(missing_since=date(2026, 10, 31))


def was_never_published(home):
    OfficialRecord.objects.filter(agency=home).delete()


RECORDS = {
    draft_waits: USUAL,
    closes_later: USUAL,
    is_missing_in_newest_data: USUAL,
    was_never_published: USUAL,
    has_closed: {},
    was_merged: {},
}


@pytest.mark.parametrize("reader", [P, S, C])
@pytest.mark.parametrize("happened", RECORDS)
def test_whatever_has_become_of_a_record_its_readers_see_the_same_or_nothing(happened, reader, home, readers):
    table = RECORDS[happened]
    happened(home)
    index(home)
    client = readers.of(reader)
    page = client.get(f"/directory/{home.public_id}/")
    opens = {has_closed: 200 if reader == C else 404, was_merged: 302}.get(happened, 200)
    assert page.status_code == opens
    ways = {
        "list": client.get("/directory/", {"size": "all"}).text,
        "search": client.get("/directory/", {"q": "ホーム"}).text,
        "paper": pdf_text(client.get("/directory/list.pdf").content),
        "index": str(list(DirectoryEntry.objects.filter(**{f"for_{reader.value}": True}).values("shown"))),
        "file": file_of(client, reader),
    }
    for way, text in ways.items():
        assert ("ホームみなも" in text) == bool(table), way
        assert not [word for word in DRAFTED if word in text]
    for way in ("list", "search"):
        said = {group for group, words in LISTED.items() if words[0] in ways[way]}
        assert said == {group for group in LISTED if reader in table.get(group, ())}, way
    assert not [word for word in DRAFTED if word in page.text]
    if table:
        shown = [word for group, words in WORDS.items() if reader in table[group] for word in words]
        if happened is was_never_published:
            shown.remove("1710000001")
        assert [word for word in shown if word not in page.text] == []


def only(*roles):
    return lambda: make_user(name="人H", email="h@example.jp", roles=roles)


def of_an_agency(role):
    return lambda: make_partner(
        agency=make_agency(name="よその家"), name="人H", email="h@example.jp", role=role
    )


def ended():
    user = make_partner(agency=make_agency(name="よその家"), name="人H", email="h@example.jp")
    Membership.objects.filter(person=user.person).update(valid_to=TODAY)
    return user


PEOPLE = {
    "nobody": (None, P),
    "partner": (of_an_agency(MembershipRole.PARTNER), S),
    "partner_admin": (of_an_agency(MembershipRole.PARTNER_ADMIN), S),
    "ended partner": (ended, P),
    "partner without an agency": (only(PublicRole.PARTNER), P),
    "facilitator": (only(PublicRole.FACILITATOR), P),
    "prefecture": (only(PublicRole.PREFECTURE), P),
    "editor": (only(PublicRole.EDITOR), P),
    "system_admin": (only(PublicRole.SYSTEM_ADMIN), P),
    "staff": (only(PublicRole.STAFF), C),
    "manager": (only(PublicRole.MANAGER), C),
}


@pytest.mark.parametrize("person", PEOPLE)
def test_each_role_sees_what_its_level_sees(person, home, clock):
    make, level = PEOPLE[person]
    client = sign_in(Client(), make()) if make else Client()
    page = client.get(f"/directory/{home.public_id}/").text
    listed = client.get("/directory/", {"size": "all"}).text
    for group, words in WORDS.items():
        assert all((word in page) == (level in USUAL[group]) for word in words), group
    said = {group for group, words in LISTED.items() if words[0] in listed}
    assert said == {group for group in LISTED if level in USUAL[group]}
    assert not [word for word in NEVER if word in page + listed]
