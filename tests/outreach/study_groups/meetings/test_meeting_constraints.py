"""What the database itself refuses of meetings, whichever way a row is written."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from outreach.study_groups.meetings.enums import ItemKind
from outreach.study_groups.meetings.models import (
    AgendaItem,
    Attendance,
    CaseReport,
    Copy,
    DatePoll,
    Decision,
    Material,
    Meeting,
    MinutesComment,
    MinutesVersion,
    PollAnswer,
    PollOption,
    Recusal,
)
from tests.factories.accounts import make_user
from tests.factories.first_site import place_first_site
from tests.factories.groups import make_community
from tests.factories.meetings import make_meeting, make_presence

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
DAY = timedelta(days=1)


class World:
    """One of each row, as a meeting has them."""

    def __init__(self, staff):
        place_first_site()
        self.staff, self.other = staff, make_user()
        self.meeting = meeting = make_meeting(make_community(), by=staff, now=NOW)
        person = staff.person
        self.case = AgendaItem.objects.create(
            meeting=meeting, position=1, kind=ItemKind.CASE, reference="R8-014", minutes=5
        )
        self.item = AgendaItem.objects.create(
            meeting=meeting, position=2, kind=ItemKind.REPORT, title="報告", minutes=5
        )
        self.poll = DatePoll.objects.create(meeting=meeting, opened_at=NOW)
        self.option = PollOption.objects.create(
            poll=self.poll, starts_at=NOW, ends_at=NOW + DAY, is_chosen=True
        )
        self.answer = PollAnswer.objects.create(
            option=self.option, person=person, mark="yes", entered_by=staff, answered_at=NOW
        )
        self.recusal = Recusal.objects.create(
            item=self.case, person=person, stands_as="委員", recorded_at=NOW
        )
        self.report = CaseReport.objects.create(
            item=self.case, reported_on=TODAY, outcome="adopted", recorded_at=NOW
        )
        self.presence = make_presence(meeting, staff, now=NOW)
        self.decision = Decision.objects.create(
            meeting=meeting, text="表を作る", recorded_by=staff, recorded_at=NOW
        )
        self.version = MinutesVersion.objects.create(
            meeting=meeting, number=1, text="話した", written_by=staff, written_at=NOW, sent_at=NOW
        )
        self.comment = MinutesComment.objects.create(
            version=self.version, person=person, text="はい", written_at=NOW
        )
        self.material = Material.objects.create(meeting=meeting, title="計画", count=1, added_at=NOW)
        self.copy = Copy.objects.create(material=self.material, number=1)


def change(name, **fields):
    def act(world):
        row = getattr(world, name)
        type(row).objects.filter(pk=row.pk).update(
            **{key: value(world) if callable(value) else value for key, value in fields.items()}
        )

    return act


def again(name, **fields):
    """Write the same row once more, as `bulk_create` does."""

    def act(world):
        row = getattr(world, name)
        row.pk = None
        for key, value in fields.items():
            setattr(row, key, value)
        type(row).objects.bulk_create([row])

    return act


def of_staff(world):
    return world.staff


BROKEN = {
    "group_meetings_meeting_ends_after_it_begins": change("meeting", ends_at=NOW - 100 * DAY),
    "group_meetings_meeting_briefed_says_by_whom": change("meeting", briefed_on=TODAY),
    "group_meetings_meeting_closed_after_it_was_held": change(
        "meeting", held_on=TODAY, closed_on=TODAY - DAY
    ),
    "group_meetings_agendaitem_kind_is_known": change("item", kind="other2"),
    "group_meetings_agendaitem_case_is_a_number_alone": change("case", title="佐藤さん"),
    "group_meetings_agendaitem_takes_minutes": change("item", minutes=0),
    "group_meetings_agendaitem_case_once": again("case"),
    "group_meetings_recusal_once": again("recusal"),
    "group_meetings_casereport_outcome_is_known": change("report", outcome="bad"),
    "group_meetings_attendance_presence_is_known": change("presence", presence="gone"),
    "group_meetings_attendance_once": again("presence"),
    "group_meetings_copy_lost_says_why": change("copy", lost_on=TODAY),
    "group_meetings_copy_shredded_after_it_was_handed": change(
        "copy", handed_on=TODAY, holder="県", shredded_on=TODAY - DAY, shredded_by=of_staff
    ),
    "group_meetings_decision_says_something": change("decision", text=""),
    "group_meetings_minutesversion_says_something": again("version", number=2, text=""),
    "group_meetings_minutesversion_number_once": again("version"),
    "group_meetings_minutesversion_confirmed_as_is_known": change(
        "version", confirmed_at=NOW, confirmed_by=lambda world: world.other, confirmed_as="me"
    ),
    "group_meetings_minutesversion_confirmed_says_by_whom": change("version", confirmed_at=NOW),
    "group_meetings_minutesversion_not_by_its_writer": change(
        "version", confirmed_at=NOW, confirmed_by=of_staff, confirmed_as="chair"
    ),
    "group_meetings_minutesversion_stays_as_written": change("version", text="別の文"),
    "group_meetings_minutescomment_says_something": change("comment", text=""),
    "group_meetings_material_case_is_a_number_alone": change("material", reference="R8-014"),
    "group_meetings_material_some_copies": change("material", count=0),
    "group_meetings_copy_number_once": again("copy"),
    "group_meetings_copy_handed_to_one": change("copy", handed_on=TODAY),
    "group_meetings_copy_returned_after_it_was_handed": change(
        "copy", handed_on=TODAY, holder="県", returned_on=TODAY - DAY
    ),
    "group_meetings_copy_shredded_says_by_whom": change("copy", shredded_on=TODAY),
    "group_meetings_datepoll_one_is_open": again("poll"),
    "group_meetings_polloption_ends_after_it_begins": change("option", ends_at=NOW),
    "group_meetings_polloption_once": again("option", is_chosen=False),
    "group_meetings_polloption_one_is_chosen": again("option", starts_at=NOW + timedelta(hours=1)),
    "group_meetings_pollanswer_mark_is_known": change("answer", mark="oui"),
    "group_meetings_pollanswer_once": again("answer"),
}
MODELS = (
    Meeting,
    AgendaItem,
    Recusal,
    CaseReport,
    Attendance,
    Decision,
    MinutesVersion,
    MinutesComment,
    Material,
    Copy,
    DatePoll,
    PollOption,
    PollAnswer,
)


def refused(act, world):
    """Return by which constraint the database refuses, after which the row stands as before."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        act(world)
    return error.value.__cause__.diag.constraint_name


def test_each_constraint_refuses_what_breaks_it(staff, subtests):
    world = World(staff)
    for name, act in BROKEN.items():
        kept = {key: value.pk for key, value in vars(world).items()}
        with subtests.test(name):
            assert refused(act, world) == name
        for key, pk in kept.items():
            setattr(world, key, type(getattr(world, key)).objects.get(pk=pk))


def test_no_constraint_is_left_out():
    known = {each.name for model in MODELS for each in model._meta.constraints}
    # Two of one meeting cannot be confirmed: asked below, with two versions.
    assert known - {"group_meetings_minutesversion_one_is_confirmed"} <= BROKEN.keys()


@pytest.mark.parametrize(
    "fields",
    [
        {"presenter": "佐藤さん"},
        {"reference": ""},
        {"reference": "R8-1佐藤"},
        {"reference": "R8-1"},
        {"kind": ItemKind.REPORT},
    ],
)
def test_no_word_of_a_case_can_be_stored(staff, fields):
    world = World(staff)
    assert refused(change("case", **fields), world) == "group_meetings_agendaitem_case_is_a_number_alone"


def test_minutes_are_confirmed_once_and_then_stay(staff):
    world = World(staff)
    confirmed = {"confirmed_at": NOW, "confirmed_by": world.other, "confirmed_as": "chair"}
    MinutesVersion.objects.filter(pk=world.version.pk).update(**confirmed)
    second = MinutesVersion.objects.create(
        meeting=world.meeting, number=2, text="また", written_by=staff, written_at=NOW, sent_at=NOW
    )
    world.version = second
    name = refused(change("version", **confirmed), world)
    assert name == "group_meetings_minutesversion_one_is_confirmed"
    world.version = MinutesVersion.objects.get(number=1)
    for act in (change("version", confirmed_at=None), lambda each: each.version.delete()):
        MinutesComment.objects.all().delete()
        assert refused(act, world) == "group_meetings_minutesversion_stays_as_written"
