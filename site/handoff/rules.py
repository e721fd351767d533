"""Who may be enrolled, by whom, and what an enrolment is worth today."""

from dataclasses import dataclass
from datetime import date

from foundation.decision import YES, Decision, no

from .enums import AGENCY_ROLES, CENTRE_ROLES, EnrolmentState


@dataclass(frozen=True, kw_only=True)
class EnrolmentFacts:
    """An enrolment as the rules see it; days are local, `valid_until` is the last day."""

    person_id: int
    invited_by_id: int | None
    is_approved: bool
    is_ended: bool
    valid_from: date
    valid_until: date
    agency_closed_on: date | None


def state_of(enrolment: EnrolmentFacts, *, today: date) -> EnrolmentState:
    """Return what an enrolment is on this day; only CURRENT opens the door."""
    closed_on = enrolment.agency_closed_on
    if enrolment.is_ended:
        return EnrolmentState.ENDED
    if closed_on is not None and closed_on <= today:
        return EnrolmentState.AGENCY_CLOSED
    if enrolment.valid_until < today:
        return EnrolmentState.OVER
    if not enrolment.is_approved:
        return EnrolmentState.WAITING
    return EnrolmentState.COMING if today < enrolment.valid_from else EnrolmentState.CURRENT


def role_fits_agency(role: str, *, has_agency: bool) -> Decision:
    """Return whether this role can be held for an agency, or for the centre itself."""
    if role in AGENCY_ROLES and not has_agency:
        return no("この役割には、機関を選んでください。")
    if role in CENTRE_ROLES and has_agency:
        return no("この役割は、センターの職員だけのものです。機関を選ばないでください。")
    return YES


def may_approve(enrolment: EnrolmentFacts, *, actor_id: int, actor_person_id: int, today: date) -> Decision:
    """Return whether this person may approve: never their own invitation, never themselves."""
    if state_of(enrolment, today=today) != EnrolmentState.WAITING:
        return no("この登録は、もう承認を待っていません。")
    if enrolment.invited_by_id == actor_id:
        return no("招待した人とは別の人が承認します。")
    if enrolment.person_id == actor_person_id:
        return no("ご自分の登録は、承認できません。")
    return YES


def may_invite_again(enrolment: EnrolmentFacts, *, has_account: bool, today: date) -> Decision:
    """Return whether a new invitation may go out: until the first was accepted.

    Afterwards a new way in would replace somebody's factors on one person's word: end the enrolment and
    invite anew, so that two decide.
    """
    if state_of(enrolment, today=today) not in (EnrolmentState.CURRENT, EnrolmentState.COMING):
        return no("承認された登録だけに、招待を送れます。")
    if has_account:
        return no(
            "この方は、もう招待を受けています。端末をなくしたときは、登録をとりやめて、招待しなおしてください。"
        )
    return YES


def may_print_invitation(
    enrolment: EnrolmentFacts, *, has_account: bool, has_address: bool, actor_id: int, today: date
) -> Decision:
    """Return whether this person may hold the invitation in their hands.

    Whoever holds it can use it. So it is not for whoever proposed the enrolment, nor for anybody while the
    invited person has an address of their own.
    """
    decision = may_invite_again(enrolment, has_account=has_account, today=today)
    if not decision.allowed:
        return decision
    if has_address:
        return no("メールアドレスのある方には、招待をメールで送ります。")
    if enrolment.invited_by_id == actor_id:
        return no("招待した人とは別の人が、招待状を印刷します。")
    return YES


def may_end(enrolment: EnrolmentFacts, *, actor_person_id: int) -> Decision:
    """Return whether this person may end it; nobody ends their own, so the last one cannot lock the door."""
    if enrolment.is_ended:
        return no("この登録は、もうとりやめられています。")
    if enrolment.person_id == actor_person_id:
        return no("ご自分の登録は、ほかの人にとりやめてもらってください。")
    return YES
