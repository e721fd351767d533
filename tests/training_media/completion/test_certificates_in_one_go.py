"""Certificates of a course leave together, for the desk and an agency; the audit is not held meanwhile."""

import io
import zipfile
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from directory.enums import MembershipRole
from events.certificates.models import Certificate
from foundation.audit.models import Entry
from tests.events.certificates.issued import words_of
from tests.factories.accounts import sign_in
from tests.factories.completion import ask_for, make_named_viewer, watch_course
from tests.factories.directory import make_agency, make_partner
from training_media.completion.portions import MOST, portions
from training_media.completion.services import completing
from training_media.completion.services.completing import issue_earned, note_completions

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()


@pytest.fixture
def agencies(course, staff):
    """Two homes, of which two people and one person have the certificate of the course."""
    ask_for(course, by=staff)
    made = [make_agency(name="見本の家"), make_agency(name="汐見の家")]
    for agency, names in zip(made, (("見本 一", "見本 二"), ("汐見 三",)), strict=True):
        for name in names:
            viewer = make_named_viewer(name=name, agency=agency)
            viewer.agency_name = agency.name
            viewer.save()
            watch_course(viewer, course)
    note_completions(now=NOW)
    assert issue_earned(now=NOW) == 3
    return made


def test_the_desk_takes_all_or_those_of_one_agency(course, agencies, staff):
    desk, take = sign_in(Client(), staff), reverse("completion_desk:take", args=[course.pk])
    assert "すべての事業所　3人分" in desk.get(reverse("completion_desk:people", args=[course.pk])).text
    assert desk.post(take, {"form": "pdf", "portion": "all"}).status_code == 422
    whole = desk.post(take, {"form": "pdf", "portion": "all", "reason": "hand_out"})
    assert len(words_of(whole.content)) == 3
    one = desk.post(take, {"form": "pdf", "portion": f"agency-{agencies[1].pk}", "reason": "hand_out"})
    (page,) = words_of(one.content)
    assert ("汐見三" in page, "見本" in one.headers["Content-Disposition"]) == (True, False)
    packed = desk.post(take, {"form": "zip", "portion": "all", "reason": "hand_out"}).content
    assert len(zipfile.ZipFile(io.BytesIO(packed)).namelist()) == 2
    book = desk.post(take, {"form": "xlsx", "reason": "file"})
    assert book.status_code == 200
    assert desk.post(take, {"form": "pdf", "portion": "agency-0", "reason": "file"}).status_code == 422
    taken = Entry.objects.filter(verb="certificates.batch_exported").order_by("id")
    assert [next(word for word in each.fields if "certificates:" in word) for each in taken] == [
        "certificates:3",
        "certificates:1",
        "certificates:3",
        "certificates:3",
    ]


def test_an_agency_takes_those_of_its_people_in_one_go_and_no_others(course, agencies):
    take = reverse("completion:take", args=[course.slug])
    manager = sign_in(Client(), make_partner(agency=agencies[0], role=MembershipRole.PARTNER_ADMIN))
    assert "2人分</span>" in "".join(manager.get(reverse("completion:own")).text.split())
    paper = manager.post(take, {"portion": "all"})
    pages = "".join(words_of(paper.content))
    assert ["見本一" in pages, "見本二" in pages, "汐見三" in pages] == [True, True, False]
    named = [each.number for each in Certificate.objects.all()]
    assert [word for word in (*named, "見本") if word in paper.headers["Content-Disposition"]] == []
    assert Entry.objects.get(verb="certificates.agency_exported").fields == ["certificates:2"]
    assert manager.post(take, {"portion": "agency-1"}).status_code == 404
    assert manager.get(take).headers["Location"] == reverse("completion:own")


def test_never_more_leave_at_once_than_are_drawn_in_a_few_seconds():
    several = [SimpleNamespace(agency_name=f"家{n % 2}", agency_id=n % 2 + 1) for n in range(2 * MOST + 20)]
    found = portions(several)
    assert max(len(each.certificates) for each in found) == MOST
    assert [(each.key, len(each.certificates)) for each in found] == [
        ("all-0", MOST),
        (f"all-{MOST}", MOST),
        (f"all-{2 * MOST}", 20),
        ("agency-1-0", MOST),
        (f"agency-1-{MOST}", 10),
        ("agency-2-0", MOST),
        (f"agency-2-{MOST}", 10),
    ]
    assert portions([]) == []


def test_the_audit_is_locked_only_after_the_completions_of_a_few_are_written(course, monkeypatch):
    monkeypatch.setattr(completing, "AT_A_TIME", 2)
    agency = make_agency(name="見本の家")
    for number in range(3):
        watch_course(make_named_viewer(name=f"見本 {number}", agency=agency), course)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert note_completions(now=NOW) == 3
    deeds = ""
    for query in caught.captured_queries:
        sql = query["sql"]
        deeds += "w" if sql.startswith('INSERT INTO "completion_completion"') else ""
        deeds += "a" if "pg_advisory_xact_lock(7351402)" in sql else ""
    assert deeds == "wwaa" + "wa"
