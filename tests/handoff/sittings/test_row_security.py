"""Two nets, each tried without the other: our filters alone, and the database alone, show the same rows."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.utils import ProgrammingError

from accounts.enums import PrivateRole
from handoff.access import opened
from handoff.actors import CLOCK
from handoff.cases.services.bases import withdraw_basis
from handoff.sittings.access import (
    advice_for,
    items_for,
    minutes_for,
    papers_for,
    questions_for,
    sittings_for,
)
from handoff.sittings.enums import ItemKind, Place
from handoff.sittings.models import (
    Advice,
    AgendaLine,
    Attendance,
    CaseItem,
    Introduction,
    Material,
    MinutesPart,
    NumberedCopy,
    PaperReading,
    QuickQuestion,
    Recusal,
    Seat,
    Sitting,
)
from handoff.sittings.services.papers import read_paper
from tests.factories.cases import NOW, TODAY, acting, make_basis, make_case, rows, staff_of_centre
from tests.factories.handoff import make_agency, make_enrolled_user
from tests.factories.sittings import (
    advise,
    ask_member,
    hold,
    make_committee,
    make_sitting,
    minute,
    no_part,
    put,
    seat,
    send,
)

pytestmark = pytest.mark.django_db
FILTERS = {
    Sitting: sittings_for,
    CaseItem: items_for,
    Material: papers_for,
    MinutesPart: minutes_for,
    Advice: advice_for,
    QuickQuestion: questions_for,
}
TABLES = {
    *FILTERS,
    AgendaLine,
    Attendance,
    Introduction,
    NumberedCopy,
    PaperReading,
    Recusal,
    Seat,
}
DAY = timedelta(days=1)
MONTH = 30 * DAY


@pytest.fixture
def world():
    """Three sittings: over with its minutes, over with a draft, and to come; cases of two pairs of staff."""
    centre, others = staff_of_centre(), staff_of_centre()
    committee = make_committee(centre)
    newcomer = make_enrolled_user(name="今月からの委員", role=PrivateRole.COMMITTEE_MEMBER)
    seat(newcomer, Place.MEMBER, centre, since=TODAY, until=TODAY)
    former = make_enrolled_user(name="先月までの委員", role=PrivateRole.COMMITTEE_MEMBER)
    seat(former, Place.MEMBER, centre, since=TODAY - 2 * MONTH, until=TODAY - DAY)
    cases = [make_case(centre), make_case(others), make_case(centre)]
    over = make_sitting(centre, held_on=TODAY - MONTH)
    first = put(cases[0], over, centre)
    send(over, centre)
    hold(over, centre)
    advise(first, centre["worker"])
    minute(over, first, centre, committee["chair"])
    draft = make_sitting(centre, readable_until=TODAY)
    again = put(cases[0], draft, centre, kind=ItemKind.AGAIN)
    put(cases[1], draft, others)
    basis = make_basis(cases[2], centre, receivers=[make_agency()])
    put(cases[2], draft, centre, basis=basis)
    send(draft, centre)
    read_paper(item_id=again.pk, actor=acting(committee["other"]), now=NOW)
    hold(draft, centre)
    coming = make_sitting(centre, held_on=TODAY + MONTH, papers_for_observers=True)
    put(cases[1], coming, others, kind=ItemKind.AGAIN)
    send(coming, centre)
    ask_member(cases[1], committee["other"], others)
    ask_member(cases[0], committee["member"], centre)
    no_part(again, committee["member"].person, committee["member"])
    apart = [make_enrolled_user(name=role, role=role) for role in PrivateRole]
    people = [*centre.values(), *others.values(), *committee.values(), newcomer, former, *apart]
    return {"people": people, "committee": committee, "basis": basis, "centre": centre, "again": again}


def seen(queryset):
    return set(queryset.values_list("pk", flat=True))


def differing(world):
    found = []
    for user in world["people"]:
        actor = acting(user)
        with opened(CLOCK, now=NOW):
            ours = {model: seen(keep(actor, today=TODAY)) for model, keep in FILTERS.items()}
        with opened(actor, now=NOW):
            theirs = {model: seen(model.objects) for model in FILTERS}
        found += [(str(user.person), model) for model in FILTERS if ours[model] != theirs[model]]
    return found


def test_our_filters_alone_show_what_the_database_alone_shows(world):
    assert differing(world) == []
    withdraw_basis(
        basis_id=world["basis"].pk, reason="やめたい", actor=acting(world["centre"]["worker"]), now=NOW
    )
    assert differing(world) == []


def test_somebody_sees_something_and_few_see_all(world):
    counts = {}
    for user in world["people"]:
        with opened(acting(user), now=NOW):
            counts[user.person.name] = (CaseItem.objects.count(), Material.objects.count())
    assert counts["センター lead"] == (5, 5)
    assert counts["センター worker"] in {(3, 3), (2, 2)}
    assert counts["委員会 chair"] == (5, 4)
    assert counts["委員会 observer"] == (5, 1)
    assert counts["委員会 member"] == (3, 3)
    assert counts["今月からの委員"] == (3, 3)
    assert counts["先月までの委員"] == counts["auditor"] == (0, 0)


def test_whoever_has_no_part_in_the_room_sees_no_row_of_any_table(world):
    assert all(rows(model.objects.all()) for model in TABLES - {Introduction})
    strangers = {PrivateRole.COMMITTEE_MEMBER, PrivateRole.OBSERVER, PrivateRole.AUDITOR}
    strangers |= {PrivateRole.KEY_CUSTODIAN, PrivateRole.AGENCY_COORDINATOR, PrivateRole.AGENCY_WORKER}
    for user in world["people"]:
        if user.person.name in strangers:
            with opened(acting(user), now=NOW):
                assert [model for model in TABLES if model.objects.exists()] == []


def test_a_role_that_ended_opens_nothing_whatever_the_session_says(world):
    for key in ("chair", "observer"):
        user = world["committee"][key]
        actor = acting(user)
        user.person.enrolments.update(ended_at=NOW)
        with opened(actor, now=NOW):
            assert [model for model in TABLES if model.objects.exists()] == []


@pytest.mark.parametrize(
    ("key", "statement"),
    [
        ("member", "UPDATE sittings_sitting SET readable_until = '2099-01-01'"),
        ("chair", "UPDATE sittings_caseitem SET state = 'waiting'"),
        ("chair", "UPDATE sittings_minutespart SET written_at = now()"),
        ("chair", "UPDATE sittings_recusal SET since = since"),
        ("other", "UPDATE sittings_advice SET response = ''"),
        ("observer", "DELETE FROM sittings_numberedcopy"),
    ],
)
def test_the_committee_changes_nothing_but_by_its_own_deeds(world, key, statement):
    with opened(acting(world["committee"][key]), now=NOW), connection.cursor() as cursor:
        cursor.execute(statement)
        assert cursor.rowcount == 0


@pytest.mark.parametrize("key", ["chair", "member"])
def test_nobody_seats_themselves(world, key):
    user = world["committee"][key]
    late = Seat(
        person=user.person,
        place=Place.MEMBER,
        since=TODAY + 900 * DAY,
        until=TODAY + 999 * DAY,
        written_by=user,
        written_at=NOW,
    )
    with pytest.raises(ProgrammingError, match="row-level security"), opened(acting(user), now=NOW):
        late.save(force_insert=True)
