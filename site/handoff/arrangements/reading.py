"""Reading sheets: what a page and a paper say, and the event of reading it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from foundation.japanese.dates import long_date
from handoff.access import opened
from handoff.actors import Actor
from handoff.machine.enums import Side
from handoff.records.access import Ground, ground_for
from handoff.records.enums import Use
from handoff.records.rules import said

from .access import Sheet, may_begin_on, sheet_for, sheets_on
from .enums import SheetDeed, SheetKind
from .models import AgreedSheet, SupportTeam
from .queries import MemberLine, member_lines
from .rules import KINDS


@dataclass(frozen=True, kw_only=True)
class SheetRead:
    """A sheet as somebody sees it."""

    kind: SheetKind
    sheet: Sheet
    ground: Ground
    texts: dict[str, str]
    members: Sequence[MemberLine]
    told_by: str
    today: date

    @property
    def facts(self) -> list[tuple[str, str]]:
        return said(KINDS[self.kind].words, self.texts)

    @property
    def shown_facts(self) -> list[tuple[str, str]]:
        """Return everything of a sheet for which somebody says their word."""
        review_on = getattr(self.sheet, "review_on", None)
        return self.facts + ([("次に見直す日", long_date(review_on))] if review_on else [])

    @property
    def current_members(self) -> list[MemberLine]:
        return [line for line in self.members if not line.is_over]

    @property
    def may_write(self) -> bool:
        return self.ground.opens(Use.WRITE, KINDS[self.kind].sharing, state=self.sheet.state)

    @property
    def may_renew(self) -> bool:
        return self.sheet.state in KINDS[self.kind].renewed_from and may_begin_on(self.ground, self.kind)

    @property
    def is_agreed_by_both(self) -> bool:
        """Whether it is a kind that counts once both sides have said so."""
        return isinstance(self.sheet, AgreedSheet)

    @property
    def speaks_for_paper(self) -> bool:
        """Whether this reader would now write down the word of a receiver on paper."""
        sheet = self.sheet
        is_second = isinstance(sheet, AgreedSheet) and sheet.giver_said_at is not None
        return is_second and self.ground.is_on_paper

    @property
    def deeds(self) -> list[SheetDeed]:
        """Return what this reader may do with it next."""
        kind = KINDS[self.kind]
        if not self.ground.opens(Use.MARK, kind.sharing, state=self.sheet.state):
            return []
        sides = self.ground.sides(Use.MARK, kind.sharing)
        open_now = [d for d, s in kind.steps.items() if self.sheet.state in s.sources and sides & s.by]
        return [deed for deed in open_now if deed != SheetDeed.AGREE or not self._said(sides)]

    def _said(self, sides: frozenset[Side]) -> bool:
        sheet = self.sheet
        assert isinstance(sheet, AgreedSheet)
        if Side.GIVER in sides:
            return sheet.giver_said_at is not None and not self.speaks_for_paper
        return sheet.receiver_said_at is not None


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """All sheets of one kind on a ground, without their words."""

    kind: SheetKind
    sheets: Sequence[Sheet]
    may_begin: bool


def read_sheet(
    *,
    kind: SheetKind,
    sheet_id: UUID,
    actor: Actor,
    now: datetime,
    verb: str = "read",
    is_shown: bool = True,
) -> SheetRead:
    """Return a sheet as this actor may read it; the reading or printing is written down. Raises Http404.

    `is_shown=False` where a form was sent, whose answer shows nothing of it: nobody reads then.
    """
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        sheet, ground = sheet_for(actor, kind, sheet_id, Use.READ, today=today)
        words = {word.name for word in ground.words(KINDS[kind].words)}
        texts = {name: text for name, text in sheet.texts.items() if name in words}
        if is_shown:
            opening.note(f"arrangements.{kind}_{verb}", sheet, texts)
        told = isinstance(sheet, AgreedSheet) and sheet.told_by is not None
        return SheetRead(
            kind=kind,
            sheet=sheet,
            ground=ground,
            texts=texts,
            members=member_lines(sheet, today=today) if isinstance(sheet, SupportTeam) else [],
            told_by=sheet.unseal("told_by") if told else "",
            today=today,
        )


def list_sheets(
    *, actor: Actor, now: datetime, case_id: UUID | None = None, handoff_id: UUID | None = None
) -> tuple[Ground, list[Shelf]]:
    """Return the sheets of a case or a hand-off by kind and state alone. Raises Http404."""
    with opened(actor, now=now):
        ground = ground_for(actor, case_id=case_id, handoff_id=handoff_id, today=timezone.localdate(now))
        kinds = SheetKind if ground.handoff else (SheetKind.TEAM,)
        return ground, [
            Shelf(kind=kind, sheets=sheets_on(ground, kind), may_begin=may_begin_on(ground, kind))
            for kind in kinds
        ]
