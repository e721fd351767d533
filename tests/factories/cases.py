"""People, cases, safeguards and hand-offs as tests need them, made by the services themselves."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from accounts.enums import PrivateRole
from handoff.access import current_enrolments, opened
from handoff.actors import CLOCK, actor_from
from handoff.cases.enums import Duty, HowExplained, OriginKind
from handoff.cases.services.bases import NewBasis, activate_basis, write_basis
from handoff.cases.services.cases import NewCase, open_case
from handoff.disclosure.enums import BasisKind, Part, SafeguardKind
from handoff.machine.enums import Kind
from handoff.machine.services.moving import Answer, move
from handoff.machine.services.writing import Draft, begin_handoff
from handoff.safeguards.enums import Way
from handoff.safeguards.services import confirm_safeguard, write_safeguard
from tests.factories.handoff import make_enrolled_user

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
EVERYTHING = frozenset(Part)
# Words that must never be found anywhere but behind their own click.
CANARIES = {
    "name": "鵜飼沢 かなりあ一郎",
    "name_kana": "ウカイザワ カナリアイチロウ",
    "born_on": "昭和31年7月19日かなりあ",
    "contact": "かなりあ町9丁目",
}
TEXTS = {
    Part.OUTLINE: "60代、南の地域かなりあ",
    Part.NEED: "ひとりで暮らしたいかなりあ",
    Part.IDENTITY: "名前はかなりあ",
}


def acting(user, *, is_fresh=True, now=NOW):
    """Return the actor that a user is today."""
    return actor_from(user, current_enrolments(user, now=now), is_fresh=is_fresh)


def staff_of_centre(**more):
    """Return a worker, a second worker and a lead of the centre."""
    roles = {"worker": PrivateRole.CASE_WORKER, "second": PrivateRole.CASE_WORKER, "lead": PrivateRole.LEAD}
    return {key: make_enrolled_user(name=f"センター {key}", role=role, **more) for key, role in roles.items()}


def staff_of_agency(agency):
    """Return a coordinator and a worker of an agency."""
    roles = {"coordinator": PrivateRole.AGENCY_COORDINATOR, "hand": PrivateRole.AGENCY_WORKER}
    return {
        key: make_enrolled_user(name=f"機関 {key}", role=role, agency=agency) for key, role in roles.items()
    }


def make_case(staff, *, now=NOW, **fields):
    facts = {
        "duty": Duty.SPECIAL_ADJUSTMENT,
        "origin_kind": OriginKind.SPECIAL_ADJUSTMENT_REQUEST,
        "origin_on": TODAY,
        "main": staff["worker"].person,
        "second": staff["second"].person,
        "identity": CANARIES,
        "texts": {"need": "通院の付き添いかなりあ", "area": "南かなりあ"},
    } | fields
    return open_case(new=NewCase(**facts), actor=acting(staff["worker"], now=now), now=now)


def make_basis(case, staff, *, receivers, covers=EVERYTHING, now=NOW, days=90):
    actor = acting(staff["worker"], now=now)
    new = NewBasis(
        kind=BasisKind.CONSENT,
        covers=covers,
        since=timezone.localdate(now),
        until=timezone.localdate(now) + timedelta(days=days),
        receivers=tuple(receivers),
        texts={"purpose": "住まいと通いさきのためかなりあ", "evidence": "書庫の3"},
        explained={
            "explained_by": staff["worker"].person,
            "explained_on": timezone.localdate(now),
            "explained_how": HowExplained.INTERVIEW,
        },
    )
    written = write_basis(case=case, new=new, actor=actor, now=now)
    return activate_basis(basis_id=written.pk, actor=actor, now=now)


def make_safeguard(
    agency, staff, *, kind=SafeguardKind.AGREEMENT, way=Way.HERE, covers=EVERYTHING, now=NOW, **details
):
    written = write_safeguard(
        kind=kind,
        agency=agency,
        covers=covers,
        since=timezone.localdate(now),
        until=timezone.localdate(now) + timedelta(days=365),
        details={"way": way} | details,
        actor=acting(staff["worker"], now=now),
        now=now,
    )
    return confirm_safeguard(safeguard_id=written.pk, actor=acting(staff["lead"], now=now), now=now)


def make_draft(case, agency, staff, *, kind=Kind.COORDINATION, parts=None, way=Way.HERE, now=NOW, **more):
    draft = Draft(
        kind=kind,
        performer=agency,
        safeguard=make_safeguard(agency, staff, way=way, now=now),
        basis=make_basis(case, staff, receivers=[agency], now=now),
        ask="お願いかなりあ",
        parts=TEXTS if parts is None else parts,
        **more,
    )
    return begin_handoff(case=case, draft=draft, actor=acting(staff["worker"], now=now), now=now)


def fresh(row, *, now=NOW):
    """Return a row as it is now, read as the door's own clock reads it."""
    with opened(CLOCK, now=now):
        return type(row).objects.get(pk=row.pk)


def rows(queryset, *, now=NOW):
    """Return rows as the door's own clock reads them."""
    with opened(CLOCK, now=now):
        return list(queryset)


def do(handoff, deed, user, *, now=NOW, seen=None, key=None, is_fresh=True, **words):
    """Do a deed as somebody who looked at the page of this moment."""
    answer = Answer(seen=fresh(handoff).version if seen is None else seen, key=key or uuid4(), **words)
    return move(
        handoff_id=handoff.pk,
        deed=deed,
        answer=answer,
        actor=acting(user, is_fresh=is_fresh, now=now),
        now=now,
    )
