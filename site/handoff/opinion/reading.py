"""Reading opinion letters: a page, a paper, the list of a hand-off; and the event of reading."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from handoff.access import opened
from handoff.actors import Actor
from handoff.machine.enums import Hand, Side
from handoff.records.access import Ground, ground_of_handoff
from handoff.records.enums import Use
from handoff.records.rules import said

from .access import letter_for, letters_on, may_ask_on
from .enums import AdditionKind, LetterDeed
from .models import OpinionLetter
from .rules import ASK_WORDS, CONDITIONS, STEPS, Condition


@dataclass(frozen=True, kw_only=True)
class LetterRead:
    """A letter as somebody sees it."""

    letter: OpinionLetter
    ground: Ground
    texts: dict[str, str]
    judgement: dict[str, Any]
    actor: Actor
    today: date

    @property
    def addition(self) -> AdditionKind:
        return AdditionKind(self.texts["addition"])

    @property
    def facts(self) -> list[tuple[str, str]]:
        return said(ASK_WORDS, self.texts)

    @property
    def checks(self) -> list[tuple[Condition, bool]]:
        holding = self.judgement.get("holding", [])
        return [(each, each.code in holding) for each in CONDITIONS[self.addition]]

    @property
    def opinion(self) -> str:
        """Return what was written; whoever asked reads it once it was issued."""
        is_out = self.letter.number != ""
        return self.judgement.get("opinion", "") if is_out or Side.GIVER in self.ground.reading else ""

    @property
    def shown_facts(self) -> list[tuple[str, str]]:
        """Return everything of a letter that is issued."""
        held = [("あてはまる" if holds else "あてはまらない", each.words) for each, holds in self.checks]
        return [*self.facts, *held, ("意見", self.opinion)]

    @property
    def is_issued(self) -> bool:
        return self.letter.number != ""

    @property
    def may_check(self) -> bool:
        is_centre = Side.GIVER in self.ground.writing
        return is_centre and not self.is_issued

    @property
    def deeds(self) -> list[LetterDeed]:
        """Return what the lead may do with it next; whoever wrote it leaves that to another."""
        if Hand.GIVER_LEAD not in self.ground.hands or self.letter.checked_by == self.actor.user:
            return []
        return [deed for deed, step in STEPS.items() if self.letter.state in step.sources]


def read_letter(
    *,
    letter_id: UUID,
    actor: Actor,
    now: datetime,
    verb: str = "opinion.letter_read",
    is_shown: bool = True,
) -> LetterRead:
    """Return a letter as this actor may read it; the reading or printing is written down. Raises Http404.

    `is_shown=False` where a form was sent, whose answer shows nothing of it: nobody reads then.
    """
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        letter, ground = letter_for(actor, letter_id, Use.READ, today=today)
        if is_shown:
            opening.note(verb, letter)
        found = letter.unseal_data("judgement") if letter.judgement is not None else {}
        assert isinstance(found, dict), "texts lie under names"
        return LetterRead(
            letter=letter, ground=ground, texts=letter.texts, judgement=found, actor=actor, today=today
        )


def list_letters(
    *, handoff_id: UUID, actor: Actor, now: datetime
) -> tuple[Ground, Sequence[OpinionLetter], bool]:
    """Return the letters beside a hand-off by number and state, and whether one may be asked for."""
    with opened(actor, now=now):
        ground = ground_of_handoff(actor, handoff_id, today=timezone.localdate(now))
        return ground, letters_on(ground), may_ask_on(ground)
