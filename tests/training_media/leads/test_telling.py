"""What a viewer said goes along with them, and is told to themselves and to the desk."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from tests.factories.directory import make_agency
from tests.factories.leads import make_lead
from tests.factories.training_media import make_course, make_viewer
from training_media.leads.enums import NOT_NOW
from training_media.leads.models import NotNow
from training_media.leads.services.declining import say_not_now
from training_media.leads.telling import panels_of, records_of
from training_media.viewing.services.merging import unite_in_transaction
from training_media.watching.own_record import as_json, as_table, record_of

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()
DAY = timedelta(days=1)


def say(course, viewer, *reasons, words="", when=NOW):
    say_not_now(course=course, viewers=[viewer], reasons=reasons, words=words, now=when)


def test_a_viewer_reads_and_takes_away_why_they_do_not_think_of_it_now():
    course, viewer, other = make_course(), make_viewer(), make_viewer(name="別の人")
    say(course, viewer, "full", "other", words="建てかえ")
    say(course, other, "policy")
    record = record_of(viewer, course=None, visit=None, now=NOW)
    rows = [row for row in as_table(record).rows if row[0] == NOT_NOW]
    assert len(rows) == 1
    (kept,) = records_of(viewer.pk, None, None)
    assert kept.words == "定員に空きがない、その他、建てかえ（名前を選んで答えたもの）"
    assert "建てかえ" in str(as_json(record))


def test_only_what_was_said_in_this_visit_and_of_this_course_is_told_to_a_card():
    course, viewer = make_course(), make_viewer()
    say(course, viewer, "full", when=NOW - DAY)
    assert len(list(records_of(viewer.pk, course.pk, NOW - 2 * DAY))) == 1
    assert list(records_of(viewer.pk, course.pk, NOW)) == []
    assert list(records_of(viewer.pk, make_course(slug="betsu").pk, None)) == []


def test_of_one_person_who_was_two_both_what_they_said_and_what_was_said_of_them_stay():
    course, agency = make_course(), make_agency(name="見本の家")
    kept, merged = (make_viewer(name=name, agency=agency) for name in ("残る人", "なくなる人"))
    say_not_now(course=course, viewers=[kept], reasons=["full"], words="", now=NOW, is_sure=True)
    say(course, merged, "policy", when=NOW + DAY)
    with transaction.atomic():
        unite_in_transaction(kept, merged)
    assert [each.words for each in records_of(kept.pk, None, None)] == [
        "定員に空きがない",
        "法人の方針（名前を選んで答えたもの）",
    ]


@pytest.mark.parametrize("later", ["kept", "merged"])
def test_of_one_person_who_was_two_what_was_said_last_stays(later):
    course, agency = make_course(), make_agency(name="見本の家")
    people = {name: make_viewer(name=name, agency=agency) for name in ("kept", "merged")}
    for name, viewer in people.items():
        say(course, viewer, "policy" if name == later else "full", when=NOW + DAY if name == later else NOW)
    with transaction.atomic():
        unite_in_transaction(people["kept"], people["merged"])
    said = NotNow.objects.get()
    assert (said.viewer_id, said.reasons) == (people["kept"].pk, ["policy"])


def test_what_was_said_goes_along_to_who_said_nothing():
    course, agency = make_course(), make_agency(name="見本の家")
    kept, merged = (make_viewer(name=name, agency=agency) for name in ("残る人", "なくなる人"))
    say(course, merged, "full")
    with transaction.atomic():
        unite_in_transaction(kept, merged)
    assert NotNow.objects.get().viewer_id == kept.pk


def test_the_page_of_how_far_a_course_has_come_leads_to_those_who_want_to_hear_more():
    lead = make_lead()
    course, agency = lead.course, lead.agency
    (panel,) = panels_of(course, [agency.pk])
    assert (panel.words, panel.count, panel.address) == (
        "話を聞きたい",
        1,
        f"/cms/videos/leads/?tab=all&course={course.pk}",
    )
    assert list(panels_of(course, [make_agency(name="別の家").pk])) == []
