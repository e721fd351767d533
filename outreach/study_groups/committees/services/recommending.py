"""A body is asked to recommend somebody for a seat, and answers."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from foundation.audit import chain
from foundation.numbering.services import next_number_in_transaction
from outreach.study_groups.committees import rules
from outreach.study_groups.committees.enums import OPEN_RECOMMENDATIONS, RecommendationState
from outreach.study_groups.committees.models import Recommendation, Seat
from outreach.study_groups.enums import Action
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.services.steps import hold_in_transaction, insist

from .appointing import LETTERS

WITHOUT_BODY = "この席には、推薦する団体が書いてありません。先に、席を直してください。"
ALREADY = "この席の推薦は、もうお願いしています。"
ABOLISHED = "この席は、もうありません。"
IN_PAST = "返事の期限は、今日からあとの日にしてください。"


@dataclass(frozen=True)
class Wanted:
    """For which term a body is asked, and by when it is to answer."""

    reply_by: date
    since: date
    until: date


@transaction.atomic(durable=True)
def request_recommendation(*, seat: Seat, wanted: Wanted, actor: User, now: datetime) -> Recommendation:
    """Ask the body of a seat for somebody; the letter gets its number today. Raises GroupRefused."""
    hold_in_transaction(seat.community, Action.KEEP_APPOINTMENTS, actor=actor, now=now)
    today = timezone.localdate(now)
    current = Seat.objects.get(pk=seat.pk)
    _insist_on_asking(current, wanted, today)
    made = Recommendation.objects.create(
        seat=current,
        body=current.body,
        number=next_number_in_transaction(LETTERS, now=now, letter="委"),
        asked_on=today,
        reply_by=wanted.reply_by,
        term_since=wanted.since,
        term_until=wanted.until,
        asked_by=actor,
    )
    fields = ["reply_by", f"number:{made.number}"]
    chain.record("group_committees.recommendation_asked", actor=actor, subject=made, now=now, fields=fields)
    return made


def _insist_on_asking(seat: Seat, wanted: Wanted, today: date) -> None:
    if seat.abolished_on is not None:
        raise GroupRefused(ABOLISHED)
    if not seat.body:
        raise GroupRefused(WITHOUT_BODY)
    if seat.recommendations.filter(state__in=sorted(OPEN_RECOMMENDATIONS)).exists():
        raise GroupRefused(ALREADY)
    if wanted.reply_by < today:
        raise GroupRefused(IN_PAST)
    insist(rules.may_appoint(holder_until=None, since=wanted.since, until=wanted.until, is_abolished=False))


@transaction.atomic(durable=True)
def answer_recommendation(
    *, recommendation: Recommendation, on: date, name: str, job: str, actor: User, now: datetime
) -> Recommendation:
    """Write down whom a body recommends; an empty name says nobody, or not any more. Raises GroupRefused.

    Until somebody was appointed it may be written anew, when the body names another or withdraws.
    """
    hold_in_transaction(recommendation.seat.community, Action.KEEP_APPOINTMENTS, actor=actor, now=now)
    found = Recommendation.objects.select_for_update(no_key=True).get(pk=recommendation.pk)
    target = RecommendationState.RECOMMENDED if name else RecommendationState.DECLINED
    insist(rules.may_become(found.state, target))
    found.state, found.answered_on, found.name, found.job = target, on, name, job if name else ""
    found.save(update_fields=["state", "answered_on", "name", "job"])
    fields = [f"state:{target}", "answered_on"]
    chain.record(
        "group_committees.recommendation_answered", actor=actor, subject=found, now=now, fields=fields
    )
    return found
