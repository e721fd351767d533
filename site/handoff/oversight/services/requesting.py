"""What people ask for of what is held about them: entered, masked by hand, approved by another, answered."""

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone

from accounts.enums import PrivateRole
from foundation.japanese.dates import clock_time, long_date
from handoff.access import opened
from handoff.actors import Actor
from handoff.cases.models import Case
from handoff.days import may_have_been
from handoff.exceptions import ChangedMeanwhile, Refused, obey
from handoff.machine.enums import Provision
from handoff.machine.models import Handoff, ProvisionRecord
from handoff.models import AgencyCopy
from handoff.oversight.access import overseen_case, request_for, requests_for
from handoff.oversight.enums import Answer, RequestKind, ToldWay
from handoff.oversight.held import held_of
from handoff.oversight.models import PersonRequest, ReceiverTold
from handoff.oversight.readings import readings_of
from handoff.oversight.rules import masked
from handoff.references import save_with_reference

type Line = dict[str, str]
# The last section: it grows by each reading, and moves no line before it.
READINGS = "読んだ記録"
OLD_PACKAGE = "見ているあいだに、記録が変わりました。新しい画面で、もう一度隠してください。"
MASKED_ANEW = "ほかの人が、隠しなおしました。もう一度読んで、承認してください。"


@dataclass(frozen=True, kw_only=True)
class RequestRead:
    """A request with its opened words, what would be handed out, and who has to be told.

    While it is open its lines are all that is held, to be masked; afterwards what was masked.
    """

    request: PersonRequest
    asked_by: str
    what: str
    because: str
    lines: list[Line]
    is_open: bool
    receivers: list[tuple[AgencyCopy, ReceiverTold | None]]

    @property
    def seen(self) -> str:
        """Return by what these lines are known when they come back masked."""
        return fingerprint_of(self.lines)

    @property
    def untold(self) -> list[AgencyCopy]:
        return [agency for agency, told in self.receivers if told is None]


def enter_request(
    *,
    reference: str,
    kind: RequestKind,
    asked_on: date,
    asked_by: str,
    what: str,
    actor: Actor,
    now: datetime,
) -> PersonRequest:
    """Enter what somebody asked for; the privacy officer does. Raises Http404, Shredded, Refused."""
    if PrivateRole.PRIVACY_OFFICER not in actor.centre_roles:
        raise Refused("本人からの求めは、個人情報の責任者が書きます。")
    today = timezone.localdate(now)
    obey(may_have_been(asked_on, today=today, what="求められた日"))
    with opened(actor, now=now) as opening:
        case = overseen_case(actor, reference)
        request = PersonRequest(
            case=case,
            kind=kind,
            asked_on=asked_on,
            entered_by=actor.user,
            entered_at=now,
        )
        request.seal(asked_by=asked_by, what=what or None)
        save_with_reference(request, "R", today=today)
        opening.note("oversight.request_entered", request, [kind])
    return request


def read_requests(*, actor: Actor, now: datetime) -> list[PersonRequest]:
    """Return what people asked for, what waits first."""
    with opened(actor, now=now):
        return sorted(requests_for(actor), key=lambda each: bool(each.answer))


def read_request(
    *, request_id: UUID, actor: Actor, now: datetime, is_masked_again: bool = False
) -> RequestRead:
    """Return a request; with what would be handed out, which is an event of its own. Raises Http404.

    Until it is masked that is all that is held; to mask it again it is all once more.
    """
    with opened(actor, now=now) as opening:
        found = request_for(actor, request_id)
        opening.note("oversight.request_read", found)
        lines, is_open = list[Line](), False
        if found.kind == RequestKind.DISCLOSURE:
            is_open = found.package is None or (is_masked_again and not found.answer)
            lines = package_of(found.case, now=now) if is_open else _masked_lines(found)
            opening.note("oversight.package_read", found)
        texts = {name: _text(found, name) for name in ("asked_by", "what", "because")}
        return RequestRead(
            request=found,
            lines=lines,
            is_open=is_open and not found.answer,
            receivers=_receivers(found),
            **texts,
        )


def package_of(case: Case, *, now: datetime) -> list[Line]:
    """Return everything that is held of a case, in the order in which it is printed."""
    lines = [_line(each.heading, each.label, each.text) for each in held_of(case)]
    for basis in case.bases.prefetch_related("receivers__agency").order_by("written_at"):
        names = "、".join(str(each) for each in basis.receivers.all())
        days = f"{long_date(basis.since)}から{long_date(basis.until)}まで"
        words = f"{basis.get_state_display()}　{names}に　{days}"
        lines.append(_line("同意・根拠の一覧", basis.get_kind_display(), words))
    for record in ProvisionRecord.objects.filter(handoff__case=case).order_by("at", "number"):
        facts = (_moment(record.at), record.receiver_name, record.get_part_display())
        words = "　".join((*facts, record.get_basis_kind_display()))
        lines.append(_line("第三者に渡した記録", record.get_kind_display(), words))
    lines += [
        _line(READINGS, each.words, f"{_moment(each.at)}　{each.side}　{each.person}")
        for each in readings_of(case, since=_morning(case), until=now)
    ]
    return lines


def fingerprint_of(lines: Iterable[Line]) -> str:
    """Return by what a package is known as the one that was looked at; looking itself changes nothing."""
    words = [each for each in lines if each["heading"] != READINGS]
    return hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()


def mask_package(
    *,
    request_id: UUID,
    seen: str,
    words: Collection[str],
    whole: Collection[int],
    actor: Actor,
    now: datetime,
) -> PersonRequest:
    """Freeze what will be handed out, with what concerns others masked; only how often stays of that.

    Done again it begins anew, and an approval falls away. `seen` is the
    fingerprint of what was looked at. Raises Http404, ChangedMeanwhile, Refused.
    """
    with opened(actor, now=now) as opening:
        found = _locked(request_id, actor)
        if found.kind != RequestKind.DISCLOSURE or found.answer:
            raise Refused("もう、答えてあります。")
        lines = package_of(found.case, now=now)
        if fingerprint_of(lines) != seen:
            raise ChangedMeanwhile(OLD_PACKAGE)
        texts, places = masked([each["text"] for each in lines], words=words, whole=whole)
        package = [each | {"text": text} for each, text in zip(lines, texts, strict=True)]
        found.seal(package=package)
        found.masked_places, found.masked_by, found.masked_at = places, actor.user, now
        found.approved_by = found.approved_at = None
        found.save()
        opening.note("oversight.package_masked", found)
    return found


def approve_package(*, request_id: UUID, seen: str, actor: Actor, now: datetime) -> PersonRequest:
    """Approve as a second person what will be handed out; `seen` is the fingerprint of what was read.

    Raises Http404, ChangedMeanwhile, Refused.
    """
    assert actor.user is not None
    with opened(actor, now=now) as opening:
        found = _locked(request_id, actor)
        if found.package is None or found.approved_at is not None:
            raise Refused("承認を待っているものでは、ありません。")
        if found.masked_by_id == actor.user.pk:
            raise Refused("隠した人とは別の人が、承認します。")
        if fingerprint_of(_masked_lines(found)) != seen:
            raise ChangedMeanwhile(MASKED_ANEW)
        found.approved_by, found.approved_at = actor.user, now
        found.save(update_fields=["approved_by", "approved_at"])
        opening.note("oversight.package_approved", found)
    return found


def print_package(*, request_id: UUID, actor: Actor, now: datetime) -> tuple[PersonRequest, list[Line]]:
    """Return what is handed out, once another has approved it; each print is written down.

    Raises Http404, Refused.
    """
    with opened(actor, now=now) as opening:
        found = request_for(actor, request_id)
        if found.approved_at is None:
            raise Refused("もう1人が承認してから、印刷します。")
        opening.note("oversight.package_printed", found)
        return found, _masked_lines(found)


def answer_request(
    *, request_id: UUID, answer: Answer, because: str, actor: Actor, now: datetime
) -> PersonRequest:
    """Write down what was answered; without doing as asked a reason is needed. Raises Http404, Refused."""
    with opened(actor, now=now) as opening:
        found = _locked(request_id, actor)
        if found.answer:
            raise Refused("もう、答えてあります。")
        if answer != Answer.DONE and not because.strip():
            raise Refused("答えのわけを書いてください。")
        if found.kind == RequestKind.DISCLOSURE and answer != Answer.REFUSED and found.approved_at is None:
            raise Refused("渡すものを隠して、もう1人が承認してから、答えます。")
        found.answer, found.answered_by = answer, actor.user
        found.answered_on = timezone.localdate(now)
        found.seal(because=because or None)
        found.save(update_fields=["answer", "answered_by", "answered_on", "because"])
        opening.note("oversight.request_answered", found, [answer])
    return found


def tell_receiver(
    *, request_id: UUID, agency_id: int, told_on: date, way: ToldWay, actor: Actor, now: datetime
) -> ReceiverTold:
    """Write down that a receiver was told of a correction or stop. Raises Http404, Refused."""
    with opened(actor, now=now) as opening:
        found = _locked(request_id, actor)
        if agency_id not in {agency.pk for agency, _ in _receivers(found)}:
            raise Http404
        obey(may_have_been(told_on, today=timezone.localdate(now), what="知らせた日"))
        assert actor.user is not None
        try:
            with transaction.atomic():
                told = ReceiverTold.objects.create(
                    request=found,
                    agency_id=agency_id,
                    told_on=told_on,
                    way=way,
                    written_by=actor.user,
                    written_at=now,
                )
        except IntegrityError as error:
            raise Refused("この相手には、もう知らせています。") from error
        opening.note("oversight.receiver_told", told)
    return told


def _receivers(request: PersonRequest) -> list[tuple[AgencyCopy, ReceiverTold | None]]:
    """Return whom the ledger says something was given to, and whether they were told."""
    if request.kind == RequestKind.DISCLOSURE:
        return []
    given = ProvisionRecord.objects.exclude(kind=Provision.CLOSED).filter(handoff__case=request.case)
    handoffs = Handoff.objects.filter(pk__in=given.values("handoff"), performer__isnull=False)
    told = {each.agency_id: each for each in request.told.all()}
    agencies = AgencyCopy.objects.filter(pk__in=handoffs.values("performer")).order_by("name", "id")
    return [(each, told.get(each.pk)) for each in agencies]


def _locked(request_id: UUID, actor: Actor) -> PersonRequest:
    found = request_for(actor, request_id)
    rows = PersonRequest.objects.select_for_update(of=("self",)).select_related("case__person")
    return rows.get(pk=found.pk)


def _masked_lines(request: PersonRequest) -> list[Line]:
    found = request.unseal_data("package")
    assert isinstance(found, list)
    return found


def _text(request: PersonRequest, name: str) -> str:
    return request.unseal(name) if getattr(request, name) is not None else ""


def _line(heading: str, label: str, text: str) -> Line:
    return {"heading": heading, "label": label, "text": text}


def _moment(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{long_date(local.date())} {clock_time(local.time())}"


def _morning(case: Case) -> datetime:
    return datetime.combine(case.opened_on, datetime.min.time(), tzinfo=timezone.get_current_timezone())
