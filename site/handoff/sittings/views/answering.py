"""How the forms of this room answer: what was typed stays until it is right, then one service does it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Model
from django.http import HttpResponse
from django.utils import timezone

from handoff.access import EnrolledRequest, actor_of, opened
from handoff.actors import CASEWORK, Actor
from handoff.answers import address, done, shown
from handoff.cases.access import case_for
from handoff.cases.models import Case
from handoff.cases.rules import Act
from handoff.sittings.access import advice_for_keeper
from handoff.sittings.enums import COMMITTEE_ROLES
from handoff.sittings.models import Advice

IN_THE_ROOM = CASEWORK | COMMITTEE_ROLES
SAID = "記録しました。"


def answered(
    request: EnrolledRequest,
    form: forms.Form,
    do: Callable[[], Any],
    *,
    title: str,
    back: str,
    said: str = SAID,
    template: str = "sittings/form.html",
    **more: Any,
) -> HttpResponse:
    """Show a form, or do what it asks and lead back to where it was opened."""

    def write() -> str:
        do()
        return back

    answer = done(request, form, write, said=said, if_late=back)
    return answer or shown(request, template, form, title, back=back, **more)


@dataclass(frozen=True, kw_only=True)
class About[Row: Model]:
    """What a form is about, and who writes it when."""

    row: Row
    actor: Actor
    now: datetime

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)


type Prepared = tuple[forms.Form, Callable[[], Any]]


def about_case(
    request: EnrolledRequest, pk: UUID, prepare: Callable[[About[Case]], Prepared], **words: Any
) -> HttpResponse:
    """Answer a form about a case on which somebody works; it leads back to its way through the committee.

    `prepare` returns the form and what it does, within the transaction that shows the case. Raises Http404.
    """
    actor, now = actor_of(request), timezone.now()
    with opened(actor, now=now):
        case = case_for(actor, pk, Act.WRITE, today=timezone.localdate(now))
        form, do = prepare(About(row=case, actor=actor, now=now))
    back = address("committee_thread", pk)
    return answered(request, form, do, back=back, above=case.reference, **words)


def about_advice(
    request: EnrolledRequest, pk: UUID, prepare: Callable[[About[Advice]], Prepared], **words: Any
) -> HttpResponse:
    """Answer a form about an advice, which stands above it and is read by that; it leads back to its case.

    `prepare` as in `about_case`. Raises Http404.
    """
    actor, now = actor_of(request), timezone.now()
    with opened(actor, now=now) as opening:
        advice = advice_for_keeper(actor, pk, today=timezone.localdate(now))
        text = advice.unseal("text")
        opening.note("sittings.advice_read", advice.item, ["text"])
        form, do = prepare(About(row=advice, actor=actor, now=now))
    back = address("case_item", advice.item_id)
    above = advice.item.case_reference
    return answered(request, form, do, back=back, above=above, quoted=text, **words)
