"""Verbs of sheets: write, rewrite, renew; let both sides say that they agree; members of a team."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from foundation.transactions import assert_in_transaction
from handoff.access import opened
from handoff.actors import Actor
from handoff.exceptions import ChangedMeanwhile, Refused, obey
from handoff.machine.enums import Side
from handoff.models import AgencyCopy
from handoff.records.access import Ground, ground_for
from handoff.records.enums import Use

from .access import MODELS, Sheet, locked_sheet, may_begin_on, member_of, sheet_for
from .enums import LimitsState, PackState, SheetDeed, SheetKind, TeamState
from .models import AgreedSheet, FollowUpPack, SupportTeam, TeamMember
from .rules import KINDS, may_begin, may_say

OLD_PAGE = "ほかの人が、先に書きなおしました。新しい画面で、もう一度確かめてください。"
ONE_COUNTS = "もう決めたものがあります。それを開いて、「新しいものに替える」を選んでください。"


def write_sheet(
    *,
    kind: SheetKind,
    texts: Mapping[str, str],
    actor: Actor,
    now: datetime,
    case_id: UUID | None = None,
    handoff_id: UUID | None = None,
    review_on: date | None = None,
) -> Sheet:
    """Write a new sheet. Raises Http404, Refused."""
    with opened(actor, now=now) as opening:
        ground = ground_for(actor, case_id=case_id, handoff_id=handoff_id, today=timezone.localdate(now))
        sheet = _begin_in_transaction(kind, ground, texts, actor, now)
        if isinstance(sheet, FollowUpPack):
            sheet.review_on = review_on
        sheet.save(force_insert=True)
        opening.note(f"arrangements.{kind}_written", sheet, texts)
    return sheet


def renew_sheet(*, kind: SheetKind, sheet_id: UUID, actor: Actor, now: datetime) -> Sheet:
    """Begin a new sheet with the words of one that counts; the old one counts until the new one does.

    Raises Http404, Refused.
    """
    with opened(actor, now=now) as opening:
        old, ground = sheet_for(actor, kind, sheet_id, Use.READ, today=timezone.localdate(now))
        assert isinstance(old, AgreedSheet), "teams are changed, not replaced"
        if old.state not in KINDS[kind].renewed_from:
            raise Refused("いま使っているものだけを、新しいものに替えられます。")
        new = _begin_in_transaction(kind, ground, old.texts, actor, now)
        assert isinstance(new, AgreedSheet), "as the old one"
        new.replaces = old
        try:
            with transaction.atomic():
                new.save(force_insert=True)
        except IntegrityError as error:
            raise Refused("新しいものは、もう書きはじめています。") from error
        opening.note(f"arrangements.{kind}_renewed", new)
    return new


def _begin_in_transaction(
    kind: SheetKind, ground: Ground, texts: Mapping[str, str], actor: Actor, now: datetime
) -> Sheet:
    assert_in_transaction("begin_sheet")
    if not may_begin_on(ground, kind):
        raise Refused("ここには、いま書けません。")
    sheet = MODELS[kind](
        case_id=ground.case_id,
        handoff=ground.handoff,
        key=ground.key,
        written_by=actor.user,
        written_at=now,
        changed_at=now,
    )
    sheet.seal(contents=dict(texts))
    return sheet


def rewrite_sheet(
    *,
    kind: SheetKind,
    sheet_id: UUID,
    texts: Mapping[str, str],
    seen: int,
    actor: Actor,
    now: datetime,
    review_on: date | None = None,
) -> None:
    """Change the words of a sheet that this actor reads; what they do not read stays as it is.

    Both sides' words are taken away with it. Raises Http404, ChangedMeanwhile.
    """
    with opened(actor, now=now) as opening:
        sheet, ground = locked_sheet(actor, kind, sheet_id, Use.WRITE, today=timezone.localdate(now))
        if sheet.version != seen:
            raise ChangedMeanwhile(OLD_PAGE)
        read = {word.name for word in ground.words(KINDS[kind].words)}
        hidden = {name: text for name, text in sheet.texts.items() if name not in read}
        sheet.seal(contents=hidden | {name: text for name, text in texts.items() if name in read})
        if isinstance(sheet, AgreedSheet):
            sheet.forget_words()
        if isinstance(sheet, FollowUpPack):
            sheet.review_on = review_on
        sheet.version, sheet.changed_at = sheet.version + 1, now
        sheet.save()
        opening.note(f"arrangements.{kind}_written", sheet, texts)


def take_step(
    *,
    kind: SheetKind,
    sheet_id: UUID,
    deed: SheetDeed,
    seen: int,
    actor: Actor,
    now: datetime,
    told_by: str = "",
) -> Sheet:
    """Move a sheet a step on, or say one side's word for it. Raises Http404, Refused, ChangedMeanwhile."""
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        sheet, ground = locked_sheet(actor, kind, sheet_id, Use.MARK, today=today)
        if sheet.version != seen:
            raise ChangedMeanwhile(OLD_PAGE)
        step = KINDS[kind].steps[deed]
        sides = ground.sides(Use.MARK, KINDS[kind].sharing) & step.by
        if sheet.state not in step.sources or not sides:
            raise Refused(f"いまは「{sheet.get_state_display()}」なので、「{step.label}」はできません。")
        if deed == SheetDeed.AGREE:
            assert isinstance(sheet, AgreedSheet)
            _say(sheet, ground, sides, told_by, actor, now)
        elif isinstance(sheet, SupportTeam):
            _move_team(sheet, deed, today)
        else:
            _start(sheet, today)
        sheet.changed_at = now
        _save(sheet)
        opening.note(f"arrangements.{kind}_{deed}", sheet, ["state"])
    return sheet


def _say(
    sheet: AgreedSheet,
    ground: Ground,
    sides: frozenset[Side],
    told_by: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Write down one side's word; with the other one's the sheet counts from today.

    Whoever speaks for both sides says their own word first: on paper the second one is the receiver's.
    """
    own = Side.GIVER if Side.GIVER in sides else Side.RECEIVER
    for_paper = own == Side.GIVER and sheet.giver_said_at is not None and ground.is_on_paper
    side = Side.RECEIVER if for_paper else own
    obey(
        may_say(
            side=side,
            giver_said=sheet.giver_said_at is not None,
            receiver_said=sheet.receiver_said_at is not None,
            told_by=told_by,
            is_for_paper=for_paper,
        )
    )
    setattr(sheet, f"{side}_said_at", now)
    setattr(sheet, f"{side}_said_by", actor.user)
    if for_paper:
        sheet.seal(told_by=told_by)
    if sheet.giver_said_at and sheet.receiver_said_at:
        sheet.agreed_on = timezone.localdate(now)
        sheet.state = LimitsState.AGREED  # type: ignore[attr-defined]  # -- the same word in both kinds
        if not isinstance(sheet, FollowUpPack):
            _retire(sheet.replaces, LimitsState.REPLACED)


def _move_team(team: SupportTeam, deed: SheetDeed, today: date) -> None:
    if deed == SheetDeed.ACTIVATE:
        obey(may_begin(team.members.exclude(until__lt=today).count()))
        team.state, team.begun_on = TeamState.ACTIVE, today
    else:
        team.state, team.dissolved_on = TeamState.DISSOLVED, today


def _start(pack: Sheet, today: date) -> None:
    assert isinstance(pack, FollowUpPack)
    _retire(pack.replaces, PackState.RENEWED)
    pack.state, pack.active_on = PackState.ACTIVE, today


def _retire(old: AgreedSheet | None, state: str) -> None:
    """Let the one that is replaced count no longer; it stays readable."""
    if old is not None:
        setattr(old, "state", state)  # noqa: B010 -- both kinds have one, their parent none
        old.save()


def _save(sheet: Sheet) -> None:
    try:
        with transaction.atomic():
            sheet.save()
    except IntegrityError as error:
        raise Refused(ONE_COUNTS) from error


def add_member(
    *,
    team_id: UUID,
    texts: Mapping[str, str],
    since: date,
    is_backup: bool,
    agency: AgencyCopy | None,
    actor: Actor,
    now: datetime,
) -> None:
    """Add an agency or somebody in words to a team. Raises Http404."""
    with opened(actor, now=now) as opening:
        team, _ = locked_sheet(actor, SheetKind.TEAM, team_id, Use.WRITE, today=timezone.localdate(now))
        assert isinstance(team, SupportTeam)
        member = TeamMember(team=team, agency=agency, is_backup=is_backup, since=since, written_at=now)
        member.seal(contents=dict(texts))
        member.save(force_insert=True)
        opening.note("arrangements.member_added", team, texts)


def end_member(*, team_id: UUID, member_id: UUID, actor: Actor, now: datetime) -> None:
    """Let somebody belong to a team until today. Raises Http404."""
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        team, _ = locked_sheet(actor, SheetKind.TEAM, team_id, Use.WRITE, today=today)
        assert isinstance(team, SupportTeam)
        member = member_of(team, member_id)
        member.until = max(today, member.since)
        member.save(update_fields=["until"])
        opening.note("arrangements.member_ended", team)
