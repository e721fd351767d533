"""A committee, its sittings and the cases before them, made by the services themselves."""

from datetime import time, timedelta

from django.utils import timezone

from accounts.enums import PrivateRole
from handoff.access import opened
from handoff.sittings.enums import How, ItemKind, Place, Presence, RecusalBy, SittingDeed, SittingState
from handoff.sittings.models import Seat
from handoff.sittings.rules import known_as
from handoff.sittings.services.advising import give_advice
from handoff.sittings.services.asking import Asking, ask
from handoff.sittings.services.items import (
    Putting,
    approve_paper,
    put_case,
    recuse,
    write_minutes,
    write_paper,
)
from handoff.sittings.services.minutes import minutes_known_as
from handoff.sittings.services.moving import Step, move_sitting
from handoff.sittings.services.planning import give_seat, plan_sitting
from tests.factories.cases import NOW, TODAY, acting, fresh, rows
from tests.factories.handoff import make_agency, make_enrolled_user

# Words that only those may read who are shown the case.
OUTLINE = "60代の方のあらましかなりあ"
QUESTION = "どう支えるとよいかかなりあ"
ADVICE = "通院に付き添うとよいかなりあ"
MINUTES = "夜の過ごし方を話し合ったかなりあ"
ASKED = "今夜の泊まり先かなりあ"
A_YEAR = timedelta(days=365)


def make_committee(centre, *, since=TODAY - A_YEAR, until=TODAY + A_YEAR):
    """Return a chair, two members and an observer, each with an account and a seat."""
    office = make_agency(name="見本法律事務所")
    people = {
        "chair": (Place.CHAIR, PrivateRole.COMMITTEE_MEMBER),
        "member": (Place.MEMBER, PrivateRole.COMMITTEE_MEMBER),
        "other": (Place.MEMBER, PrivateRole.COMMITTEE_MEMBER),
        "observer": (Place.OBSERVER, PrivateRole.OBSERVER),
    }
    made = {}
    for key, (place, role) in people.items():
        made[key] = make_enrolled_user(name=f"委員会 {key}", role=role, agency=office)
        seat(made[key], place, centre, since=since, until=until)
    return made


def seat(user, place, centre, *, since=TODAY - A_YEAR, until=TODAY + A_YEAR, now=NOW):
    lead = acting(centre["lead"], now=now)
    return give_seat(person=user.person, place=place, since=since, until=until, actor=lead, now=now)


def make_sitting(centre, *, held_on=TODAY, now=NOW, **settled):
    """Plan a sitting; one that is over by now was planned on its day."""
    now += min(timedelta(), held_on - timezone.localdate(now))
    return plan_sitting(
        held_on=held_on,
        starts_at=time(13, 30),
        ends_at=time(15, 30),
        place="第2会議室",
        actor=acting(centre["lead"], now=now),
        now=now,
        **settled,
    )


def put(case, sitting, centre, *, kind=ItemKind.NEW, basis=None, minutes=30, is_written=True, now=NOW):
    """Put a case before a sitting, with a paper that the lead approved unless a basis is given."""
    worker = acting(centre["worker"], now=now)
    putting = Putting(sitting_id=sitting.pk, kind=kind, minutes=minutes, basis_id=basis and basis.pk)
    item = put_case(case_id=case.pk, putting=putting, actor=worker, now=now)
    if is_written:
        write_paper(item_id=item.pk, outline=OUTLINE, question=QUESTION, actor=worker, now=now)
        if basis is None:
            seen = known_as((OUTLINE, QUESTION))
            approve_paper(item_id=item.pk, seen=seen, actor=acting(centre["lead"], now=now), now=now)
    return item


def step(sitting, deed, user, *, now=NOW, seen=None, **words):
    """Take a step as somebody who looked at the page of this moment."""
    state = SittingState(fresh(sitting, now=now).state) if seen is None else seen
    if deed == SittingDeed.CONFIRM and "minutes_seen" not in words:
        with opened(acting(user, now=now), now=now):
            words["minutes_seen"] = minutes_known_as(
                sitting, acting(user, now=now), today=timezone.localdate(now)
            )
    return move_sitting(
        sitting_id=sitting.pk, deed=deed, step=Step(seen=state, **words), actor=acting(user, now=now), now=now
    )


def brief(sitting, centre, *, now=NOW):
    step(sitting, SittingDeed.BRIEF, centre["lead"], now=now, on=TODAY, how=How.MEETING)


def send(sitting, centre, *, now=NOW):
    brief(sitting, centre, now=now)
    step(sitting, SittingDeed.SEND, centre["lead"], now=now)


def hold(sitting, centre, *, now=NOW):
    day = fresh(sitting, now=now).held_on
    seats = rows(Seat.objects.filter(since__lte=day, until__gte=day, ended_at=None), now=now)
    presence = {each.pk: Presence.PRESENT for each in seats}
    step(sitting, SittingDeed.HOLD, centre["lead"], now=now, presence=presence)


def minute(sitting, item, centre, user, *, now=NOW, **words):
    """Write the minutes of a case, and let somebody confirm those of the sitting."""
    write_minutes(item_id=item.pk, words=MINUTES, actor=acting(centre["worker"], now=now), now=now)
    step(sitting, SittingDeed.CONFIRM, user, now=now, **words)


def advise(item, user, *, now=NOW, text=ADVICE, given_by=None):
    return give_advice(item_id=item.pk, text=text, given_by=given_by, actor=acting(user, now=now), now=now)


def no_part(item, person, user, *, by=RecusalBy.OWN, reason="親族の勤め先かなりあ", now=NOW):
    actor = acting(user, now=now)
    return recuse(item_id=item.pk, person_id=person.pk, by=by, reason=reason, actor=actor, now=now)


def ask_member(case, member, centre, *, basis=None, tells_nobody=True, text=ASKED, now=NOW):
    asking = Asking(
        asked_of=member.person, question=text, basis_id=basis and basis.pk, tells_nobody=tells_nobody
    )
    return ask(case_id=case.pk, asking=asking, actor=acting(centre["worker"], now=now), now=now)
