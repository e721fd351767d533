"""A version goes its way: to the municipality, agreed, published; the one before becomes a former one."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from events.letters import signature
from foundation.audit import chain
from foundation.centre.queries import current_centre
from foundation.decision import Decision
from foundation.limits.queries import limit
from foundation.mail.services import queue_mail_in_transaction
from foundation.transactions import assert_in_transaction
from outreach.role_sheets.enums import Step, VersionState
from outreach.role_sheets.exceptions import SheetRefused
from outreach.role_sheets.limits import NAME_KEPT
from outreach.role_sheets.models import SheetVersion
from outreach.role_sheets.papers import fits
from outreach.role_sheets.rules import ALLOWED, may_answer, may_step, may_write, what_is_missing

from .making import confirm_in_transaction
from .steps import insist, locked_in_transaction, tell_public_in_transaction

NOT_ONE_PAGE = "A4横1枚に入りません。短くするところが、書く画面に出ています。"
CHANGED = "見ている間に、ほかの方が書き直しました。読み直してから、もう一度えらんでください。"
OWN = "自分たちの控えは、市町村と合意したり、公開したりする表ではありません。"
SUBJECT = "役割分担表を、確かめてください"
IN_THE_FUTURE = "合意した日は、きょうまでの日にしてください。"


@dataclass(frozen=True)
class Agreement:
    """Who agreed for the municipality (or, for a sheet of the whole prefecture, for the centre), and when."""

    on: date
    post: str
    name: str


@transaction.atomic(durable=True)
def send_version(*, version: SheetVersion, seen: int, actor: User, now: datetime) -> None:
    """Give a draft to the municipality, whose people may now write in it; their shared address hears of it.

    Raises SheetRefused.
    """
    held = _ready_in_transaction(version, Step.SEND, seen)
    held.sent_on, held.sent_edition = timezone.localdate(now), held.edition
    _move_in_transaction(held, Step.SEND, actor=actor, now=now, also=["sent_on", "sent_edition"])
    office = held.sheet.office
    if office is not None and office.email:
        cause = f"role_sheets:{held.pk}:sent:{held.edition}:{now.isoformat()}"
        queue_mail_in_transaction(to=office.email, subject=SUBJECT, text=_letter(held), cause=cause, now=now)


@transaction.atomic(durable=True)
def take_back_version(*, version: SheetVersion, actor: User, now: datetime) -> None:
    """Make a version a draft again; an agreement counts no more. Raises SheetRefused."""
    held = locked_in_transaction(version)
    insist(_may(held, Step.TAKE_BACK))
    held.sent_on, held.agreed_on, held.agreed_post, held.agreed_name = None, None, "", ""
    _move_in_transaction(
        held,
        Step.TAKE_BACK,
        actor=actor,
        now=now,
        also=["sent_on", "agreed_on", "agreed_post", "agreed_name"],
    )


@transaction.atomic(durable=True)
def agree_to_version(
    *,
    version: SheetVersion,
    seen: int,
    agreement: Agreement,
    is_desk: bool = True,
    actor: User,
    now: datetime,
) -> None:
    """Write down that the municipality agrees to exactly the words of edition `seen`.

    Its own people agree while the sheet is with them; the desk writes down what came by paper or telephone
    at any time before. Raises SheetRefused.
    """
    held = _ready_in_transaction(version, Step.AGREE, seen)
    insist(may_write(held.state, is_desk=is_desk))
    if agreement.on > timezone.localdate(now):
        raise SheetRefused(IN_THE_FUTURE)
    held.agreed_on, held.agreed_post, held.agreed_name = agreement.on, agreement.post, agreement.name
    _move_in_transaction(
        held, Step.AGREE, actor=actor, now=now, also=["agreed_on", "agreed_post", "agreed_name"]
    )


@transaction.atomic(durable=True)
def answer_version(*, version: SheetVersion, actor: User, now: datetime) -> None:
    """Tell the centre that the municipality has mended a sheet and asks it to read. Raises SheetRefused."""
    held = locked_in_transaction(version)
    if held.sheet.keeper_id is not None:
        raise SheetRefused(OWN)
    insist(may_answer(held.state, edition=held.edition, sent_edition=held.sent_edition))
    held.answered_on = timezone.localdate(now)
    held.save(update_fields=["answered_on"])
    fields = [f"version:{held.number}", f"edition:{held.edition}"]
    chain.record("role_sheets.answered", actor=actor, subject=held.sheet, now=now, fields=fields)


@transaction.atomic(durable=True)
def publish_version(*, version: SheetVersion, seen: int, actor: User, now: datetime) -> None:
    """Publish what was agreed; the version before becomes a former one. Raises SheetRefused."""
    held = _ready_in_transaction(version, Step.PUBLISH, seen)
    today = timezone.localdate(now)
    held.sheet.versions.filter(state=VersionState.PUBLISHED).update(
        state=VersionState.SUPERSEDED, superseded_on=today
    )
    held.published_on = today
    _move_in_transaction(held, Step.PUBLISH, actor=actor, now=now, also=["published_on"])
    confirm_in_transaction(held.sheet, now=now)
    tell_public_in_transaction(held.sheet)


@transaction.atomic(durable=True)
def forget_names(*, now: datetime) -> int:
    """Delete who agreed to versions that were followed long ago; where and when stay. Returns how many."""
    today = timezone.localdate(now)
    before = today - timedelta(days=limit(NAME_KEPT, on=today))
    old = SheetVersion.objects.filter(superseded_on__lt=before).exclude(agreed_name="")
    return old.update(agreed_name="")


def _ready_in_transaction(version: SheetVersion, step: Step, seen: int) -> SheetVersion:
    """Return a version under a lock that may take a step, says all it must, and fits on one page."""
    assert_in_transaction("ready_version")
    held = locked_in_transaction(version)
    insist(_may(held, step))
    if held.edition != seen:
        raise SheetRefused(CHANGED)
    missing = what_is_missing(held.content)
    if missing:
        raise SheetRefused(missing[0])
    if not fits(held):
        raise SheetRefused(NOT_ONE_PAGE)
    return held


def _may(held: SheetVersion, step: Step) -> Decision:
    if held.sheet.keeper_id is not None:
        return Decision(False, OWN)
    return may_step(step, held.state, has_office=held.sheet.office_id is not None)


def _move_in_transaction(
    held: SheetVersion, step: Step, *, actor: User, now: datetime, also: list[str]
) -> None:
    assert_in_transaction("move_version")
    held.state, held.answered_on = ALLOWED[step][1], None
    held.save(update_fields=["state", "answered_on", *also])
    fields = [f"version:{held.number}", f"state:{held.state}"]
    chain.record(f"role_sheets.{step}", actor=actor, subject=held.sheet, now=now, fields=fields)


def _letter(version: SheetVersion) -> str:
    centre = current_centre()
    where = f"{settings.OWN_URL}{reverse('own_role_sheets:sheet', args=[version.sheet_id])}"
    return (
        f"{centre.name}です。\n\n"
        f"役割分担表「{version.sheet.title}」の案ができました。読んで、ちがうところを直してください。\n"
        "よければ、同じ画面で「合意する」を押してください。\n\n"
        f"{where}\n（ログインが要ります）\n\n{signature(centre)}"
    )
