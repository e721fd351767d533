"""The register of opinion letters: by number, never by name; and what waits for whoever writes or issues."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from foundation.exports.table import Column, Table
from handoff.access import opened
from handoff.actors import Actor
from handoff.waiting import Waiting

from .access import own_letters
from .enums import AdditionKind, LetterState
from .models import OpinionLetter

COLUMNS = (
    Column("文書番号", "code"),
    Column("引継ぎの番号", "code"),
    Column("加算", width=34),
    Column("状態", width=20),
    Column("たのまれた日", "date"),
    Column("出した日", "date"),
    Column("もう一度出した日", "date"),
)


@dataclass(frozen=True, kw_only=True)
class RegisterLine:
    """One letter of the register."""

    letter: OpinionLetter
    addition: str


GONE = "消去しました"


def read_register(*, actor: Actor, now: datetime, verb: str = "read") -> list[RegisterLine]:
    """Return all letters of an actor's cases, the newest first; reading it or taking it out is written down.

    It is an event of whoever reads: the register is of all their letters and of none alone.
    """
    assert actor.user is not None
    with opened(actor, now=now) as opening:
        rows = list(own_letters(actor, today=timezone.localdate(now)).order_by("-written_at"))
        opening.note(f"opinion.register_{verb}", actor.user, [str(len(rows))])
        return [RegisterLine(letter=row, addition=_addition(row)) for row in rows]


def _addition(letter: OpinionLetter) -> str:
    is_gone = letter.case.shredded_at is not None
    return GONE if is_gone else AdditionKind(letter.texts["addition"]).label


def table_of(lines: Sequence[RegisterLine]) -> Table:
    """Return the register as a table without names."""
    return Table(
        "意見書の一覧",
        COLUMNS,
        [
            [
                line.letter.number,
                line.letter.handoff.reference if line.letter.handoff else "",
                line.addition,
                line.letter.get_state_display(),
                timezone.localdate(line.letter.written_at),
                line.letter.issued_on,
                line.letter.reissued_on,
            ]
            for line in lines
        ],
    )


def waiting(actor: Actor, *, today: date) -> list[Waiting]:
    """Return the letters of an actor's cases that are to be written or issued. One query."""
    rows = own_letters(actor, today=today).filter(state__in=(LetterState.ASKED, LetterState.CHECKED))
    return [
        Waiting(
            day=timezone.localdate(row.changed_at),
            what="意見書を、書いてください" if row.state == LetterState.ASKED else "意見書を、出してください",
            reference=row.handoff.reference if row.handoff else "",
            address=reverse("handoff:opinion_letter", args=[row.pk]),
        )
        for row in rows
    ]
