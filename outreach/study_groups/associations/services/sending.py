"""Agencies that cannot come let another vote for them, or vote in writing; on the screen or on paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from directory.models import Agency
from foundation.audit import chain
from outreach.study_groups.associations import queries
from outreach.study_groups.associations.access import voices
from outreach.study_groups.associations.enums import Choice, ProxyWay, VoteWay
from outreach.study_groups.associations.models import Assembly, Proxy, Vote
from outreach.study_groups.associations.rules import may_send, may_take_paper
from outreach.study_groups.enums import Action
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.models import MemberAgency
from outreach.study_groups.services.steps import hold_in_transaction, insist

from .agenda import hold_open_in_transaction

NOT_YOURS = "この機関の委任状は、代表、代理、機関の管理者の方が出せます。"
NO_MEMBER = "総会の日に会員である機関を選んでください。"
TO_ONESELF = "自分の機関に、委任状は出せません。"
INCOMPLETE = "すべての議案に、賛成・反対・棄権を選んでください。"
CAME_LATER = "あとから届いた返事があります（{}）。それを取り消すのでなければ、この紙は記録できません。"
NONE_TO_WITHDRAW = "取り消す返事は、ありません。"


@dataclass(frozen=True)
class Sender:
    """For which agency something is sent, and how it came: `came_on` is the day of a paper."""

    agency: Agency
    came_on: date | None = None

    @property
    def way(self) -> ProxyWay:
        return ProxyWay.SCREEN if self.came_on is None else ProxyWay.PAPER

    def day(self, now: datetime) -> date:
        """Return on which day it came."""
        return self.came_on or timezone.localdate(now)


@transaction.atomic(durable=True)
def give_proxy(
    *, assembly: Assembly, sender: Sender, holder: Agency | None, actor: User, now: datetime
) -> Proxy:
    """Let another agency vote for one, or the chair (None); pressed twice it is one. Raises GroupRefused.

    What came last stands: it takes the place of what the agency sent before, and a paper that came before
    that is refused. The same paper written down again puts its day right.
    """
    held = _held(assembly, sender, actor, now)
    if holder == sender.agency:
        raise GroupRefused(TO_ONESELF)
    if holder is not None:
        _insist_on_member(held, holder)
    day = sender.day(now)
    standing = queries.standing_proxy(held, sender.agency.pk)
    if standing is not None and standing.holder == holder and not queries.written_by(held, sender.agency.pk):
        if standing.way != sender.way or standing.given_on == day:
            return standing
        standing.given_on = day
        standing.save(update_fields=["given_on"])
        _record("day_corrected", held, sender, actor, now)
        return standing
    replaced = _make_room(held, sender, now)
    made = Proxy.objects.create(
        assembly=held,
        giver=sender.agency,
        holder=holder,
        way=sender.way,
        given_on=day,
        recorded_at=now,
        recorded_by=actor,
    )
    _record("proxy_given", held, sender, actor, now, *replaced)
    return made


@transaction.atomic(durable=True)
def withdraw(*, assembly: Assembly, sender: Sender, actor: User, now: datetime) -> None:
    """Take back what an agency has sent, proxies and votes in writing. Raises GroupRefused."""
    held = _held(assembly, sender, actor, now)
    gone = _take_out(held, sender.agency, now)
    if not gone:
        raise GroupRefused(NONE_TO_WITHDRAW)
    _record("withdrawn", held, sender, actor, now, *gone)


@transaction.atomic(durable=True)
def take_out(*, assembly: Assembly, agency: Agency, actor: User, now: datetime) -> None:
    """Take out what was written down by mistake for an agency, whatever the day. Raises GroupRefused.

    The office does so; until the meeting is closed, and the agency may send anew by its deadline.
    """
    held = hold_open_in_transaction(assembly, Action.HOLD_ASSEMBLY, actor=actor, now=now)
    gone = _take_out(held, agency, now)
    if not gone:
        raise GroupRefused(NONE_TO_WITHDRAW)
    fields = ["by:office", f"agency:{agency.public_id}", *gone]
    chain.record("group_associations.withdrawn", actor=actor, subject=held, now=now, fields=fields)


@transaction.atomic(durable=True)
def vote_in_writing(
    *, assembly: Assembly, sender: Sender, choices: Mapping[int, Choice], actor: User, now: datetime
) -> None:
    """Write down what an agency says on each resolution, by id. Raises GroupRefused.

    What came last stands, as with proxies.
    """
    held = _held(assembly, sender, actor, now)
    resolutions = list(held.resolutions.all())
    if {each.pk for each in resolutions} != choices.keys() or not resolutions:
        raise GroupRefused(INCOMPLETE)
    replaced = _make_room(held, sender, now)
    Vote.objects.bulk_create(
        Vote(
            resolution=each,
            agency=sender.agency,
            choice=choices[each.pk],
            way=VoteWay.WRITTEN,
            came_on=sender.day(now),
            recorded_at=now,
        )
        for each in resolutions
    )
    _record("voted_in_writing", held, sender, actor, now, *replaced)


def _make_room(assembly: Assembly, sender: Sender, now: datetime) -> list[str]:
    """Take out what the agency sent before, and return what; nothing that came later. Raises GroupRefused."""
    last = queries.last_sent(assembly, sender.agency.pk)
    if last is not None and last > sender.day(now):
        raise GroupRefused(CAME_LATER.format(f"{last.month}月{last.day}日"))
    return _take_out(assembly, sender.agency, now)


def _take_out(assembly: Assembly, agency: Agency, now: datetime) -> list[str]:
    """Withdraw the proxy of an agency and delete its votes in writing; return for the record what it was."""
    proxies = assembly.proxies.filter(giver=agency, withdrawn_at__isnull=True).update(withdrawn_at=now)
    written = Vote.objects.filter(resolution__assembly=assembly, agency=agency, way=VoteWay.WRITTEN)
    gone = [f"gone:proxies={proxies}"] if proxies else []
    return gone + ([f"gone:written={written.delete()[0]}"] if written.exists() else [])


def _held(assembly: Assembly, sender: Sender, actor: User, now: datetime) -> Assembly:
    """Return a meeting to which this may be sent, by whoever speaks for the agency or from its paper."""
    is_paper = sender.came_on is not None
    action = Action.HOLD_ASSEMBLY if is_paper else Action.GIVE_PROXY
    held = hold_open_in_transaction(assembly, action, actor=actor, now=now)
    day, today = queries.day_of(held.row), timezone.localdate(now)
    until = held.proxies_until
    if sender.came_on is not None:
        last = timezone.localdate(until) if until else None
        insist(may_take_paper(is_closed=False, day=day, until=last, came_on=sender.came_on, today=today))
    else:
        standing = hold_in_transaction(held.row.plan.community, action, actor=actor, now=now)
        if sender.agency not in voices(standing, actor.person_id, today=today):
            raise GroupRefused(NOT_YOURS)
        insist(may_send(is_closed=False, day=day, until=until, now=now))
    _insist_on_member(held, sender.agency)
    return held


def _insist_on_member(assembly: Assembly, agency: Agency) -> None:
    day = queries.day_of(assembly.row)
    members = MemberAgency.objects.filter(community=assembly.row.plan.community, agency=agency)
    if day is None or not members.on(day).exists():
        raise GroupRefused(NO_MEMBER)


def _record(verb: str, assembly: Assembly, sender: Sender, actor: User, now: datetime, *besides: str) -> None:
    fields = [f"way:{sender.way}", f"agency:{sender.agency.public_id}", *besides]
    chain.record(f"group_associations.{verb}", actor=actor, subject=assembly, now=now, fields=fields)
