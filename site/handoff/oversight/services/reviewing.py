"""Going through a month: who read what how often, what is odd, and that somebody has looked."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone

from foundation.audit import checkpoints
from foundation.audit.checkpoints import Checkpoint
from foundation.audit.models import Entry
from handoff.access import opened
from handoff.actors import LEADING, Actor
from handoff.exceptions import Refused
from handoff.oversight.access import oversees, reviews_for
from handoff.oversight.models import MonthlyReview
from handoff.oversight.readings import MonthRead, month_read
from handoff.oversight.register import bounds
from handoff.vault import store

MONTHS_SHOWN = 13


@dataclass(frozen=True, kw_only=True)
class Month:
    """A month to go through, and who has."""

    first: date
    review: MonthlyReview | None
    is_over: bool

    @property
    def word(self) -> str:
        return f"{self.first:%Y-%m}"


@dataclass(frozen=True, kw_only=True)
class ReviewRead:
    """A month with its readings, the note of whoever went through it, and what was signed in it."""

    month: Month
    read: MonthRead
    note: str
    checkpoints: list[Checkpoint]
    may_tick: bool


def read_months(*, actor: Actor, now: datetime) -> list[Month]:
    """Return the months of the last year in which there is something, this one first. Raises Http404."""
    today = timezone.localdate(now)
    with opened(actor, now=now):
        if not oversees(actor):
            raise Http404
        ticked = {each.month: each for each in reviews_for(actor)}
        begun = Entry.objects.order_by("id").values_list("at", flat=True).first() or now
    months, first = list[Month](), today.replace(day=1)
    earliest = min([timezone.localdate(begun).replace(day=1), *ticked])
    while first >= earliest and len(months) < MONTHS_SHOWN:
        months.append(Month(first=first, review=ticked.get(first), is_over=first < today.replace(day=1)))
        first = (first - timedelta(days=1)).replace(day=1)
    return months


def read_month(*, month: date, actor: Actor, now: datetime) -> ReviewRead:
    """Return who read what in a month. Raises Http404 for whoever does not oversee, and months to come."""
    this_month = timezone.localdate(now).replace(day=1)
    with opened(actor, now=now) as opening:
        if not oversees(actor) or month > this_month:
            raise Http404
        review = reviews_for(actor).filter(month=month).first()
        first, after = bounds(month)
        if review is not None:
            opening.note("oversight.month_read", review)
        return ReviewRead(
            month=Month(first=month, review=review, is_over=month < this_month),
            read=month_read(first, after),
            note=review.unseal("note") if review is not None and review.note is not None else "",
            checkpoints=_checkpoints(first, after),
            may_tick=review is None and month < this_month and bool(actor.centre_roles & LEADING),
        )


def _checkpoints(first: datetime, after: datetime) -> list[Checkpoint]:
    """Return the last checkpoint of each day of a month."""
    if not checkpoints.are_kept():
        return []
    within = [each for each in checkpoints.read_checkpoints() if first <= each.at < after]
    return list({timezone.localdate(each.at): each for each in within}.values())


def tick_month(*, month: date, note: str, actor: Actor, now: datetime) -> MonthlyReview:
    """Write down that somebody who leads went through a month that is over. Raises Http404, Refused."""
    with opened(actor, now=now) as opening:
        if not actor.centre_roles & LEADING:
            raise Http404
        if month >= timezone.localdate(now).replace(day=1):
            raise Refused("月が終わってから、確かめます。")
        first, after = bounds(month)
        read = month_read(first, after)
        review = MonthlyReview(
            key=uuid4(),
            month=month,
            entries=read.readings,
            odd=len(read.odd),
            ticked_by=actor.user,
            ticked_at=now,
        )
        if note:
            store.create(review.key)
            review.seal(note=note)
        try:
            with transaction.atomic():
                review.save(force_insert=True)
        except IntegrityError as error:
            raise Refused("この月は、もう確かめてあります。") from error
        opening.note("oversight.month_ticked", review)
    return review
