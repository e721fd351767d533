"""What a receiver may read, and since when: profiles as data, and one function that everybody asks.

Nothing is granted and taken back: what is open follows from the state, the legal basis and the safeguard
of this very day. Source: 指針「個人情報の保護に関する取り決め」, 個人情報保護法27条.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from foundation.decision import YES, Decision, no

from .enums import BasisKind, BasisState, Part, ReceiverCategory, SafeguardKind, Step

type Profile = Mapping[Part, Step]

# Which part opens at which step as long as the lead has written nothing else. A part that a profile does
# not name is never opened by it.
PROFILES: Mapping[ReceiverCategory, Profile] = {
    ReceiverCategory.MUNICIPALITY: {
        Part.OUTLINE: Step.SENT,
        Part.IDENTITY: Step.REVIEWING,
        Part.NEED: Step.REVIEWING,
        Part.FACE_SHEET: Step.ACCEPTED,
        Part.HEALTH: Step.ACCEPTED,
        Part.BEHAVIOUR: Step.ACCEPTED,
        Part.OFFENCE: Step.ACCEPTED,
        Part.PLAN: Step.OVERLAP,
        Part.RISK: Step.OVERLAP,
    },
    ReceiverCategory.PROVIDER: {
        Part.OUTLINE: Step.SENT,
        Part.NEED: Step.REVIEWING,
        Part.HEALTH: Step.REVIEWING,
        Part.BEHAVIOUR: Step.REVIEWING,
        Part.OFFENCE: Step.REVIEWING,
        Part.IDENTITY: Step.MEETING,
        Part.FACE_SHEET: Step.ACCEPTED,
        Part.PLAN: Step.OVERLAP,
        Part.RISK: Step.OVERLAP,
    },
    ReceiverCategory.CENTRE: {
        Part.OUTLINE: Step.SENT,
        Part.IDENTITY: Step.REVIEWING,
        Part.NEED: Step.REVIEWING,
        Part.FACE_SHEET: Step.ACCEPTED,
        Part.HEALTH: Step.ACCEPTED,
        Part.BEHAVIOUR: Step.ACCEPTED,
        Part.OFFENCE: Step.ACCEPTED,
        Part.PLAN: Step.ACCEPTED,
        Part.RISK: Step.ACCEPTED,
    },
    ReceiverCategory.OUR_CENTRE: {
        Part.OUTLINE: Step.SENT,
        Part.NEED: Step.REVIEWING,
        Part.HEALTH: Step.REVIEWING,
        Part.BEHAVIOUR: Step.REVIEWING,
        Part.OFFENCE: Step.REVIEWING,
        Part.IDENTITY: Step.ACCEPTED,
        Part.FACE_SHEET: Step.ACCEPTED,
        Part.PLAN: Step.ACCEPTED,
        Part.RISK: Step.ACCEPTED,
    },
}
# Which safeguards suit which receiver: a public body is bound by law, others by a paper they signed.
SAFEGUARDS: Mapping[ReceiverCategory, frozenset[SafeguardKind]] = {
    ReceiverCategory.MUNICIPALITY: frozenset(SafeguardKind),
    ReceiverCategory.PROVIDER: frozenset(
        {SafeguardKind.AGREEMENT, SafeguardKind.PLEDGE, SafeguardKind.SUPPORT_MEETING}
    ),
    ReceiverCategory.CENTRE: frozenset({SafeguardKind.AGREEMENT, SafeguardKind.PLEDGE}),
    ReceiverCategory.OUR_CENTRE: frozenset(
        {SafeguardKind.AGREEMENT, SafeguardKind.PLEDGE, SafeguardKind.SUPPORT_MEETING}
    ),
}
# What is sent only where the sender ticked it and said why.
ONLY_WITH_REASON = frozenset({Part.OFFENCE})


@dataclass(frozen=True, kw_only=True)
class SafeguardFacts:
    """A safeguard as the rules see it: `since` and `until` count as well, `ended_on` no more."""

    kind: SafeguardKind
    is_confirmed: bool
    covers: frozenset[Part]
    since: date
    until: date | None
    ended_on: date | None = None
    is_suspended: bool = False


@dataclass(frozen=True, kw_only=True)
class BasisFacts:
    """A legal basis as the rules see it; both days are included."""

    kind: BasisKind
    state: BasisState
    names_receiver: bool
    covers: frozenset[Part]
    since: date
    until: date
    has_evidence: bool
    is_explained: bool
    is_approved: bool


def safeguard_stands(
    safeguard: SafeguardFacts | None, *, category: ReceiverCategory, parts: frozenset[Part], today: date
) -> Decision:
    """Return whether what binds the receiver stands today, suits its kind and covers these parts."""
    if safeguard is None:
        return no("受け取るところとの取り決めが、まだありません。")
    if safeguard.kind not in SAFEGUARDS[category]:
        return no(f"この相手には、「{safeguard.kind.label}」は使えません。")
    if not safeguard.is_confirmed:
        return no(f"{safeguard.kind.label}が、まだ確かめられていません。")
    if safeguard.is_suspended:
        return no(f"{safeguard.kind.label}は、いま止められています。")
    is_over = safeguard.until is not None and safeguard.until < today
    is_ended = safeguard.ended_on is not None and safeguard.ended_on <= today
    if today < safeguard.since or is_over or is_ended:
        return no(f"{safeguard.kind.label}の期間が、今日をふくんでいません。")
    return _covers(safeguard.covers, parts, f"{safeguard.kind.label}に、入っていないものがあります：")


def basis_stands(basis: BasisFacts | None, *, parts: frozenset[Part], today: date) -> Decision:
    """Return whether there is a legal basis today to tell this receiver these parts."""
    if basis is None:
        return no("本人の同意か、ほかの根拠が、まだありません。")
    label, by_consent = basis.kind.label, basis.kind == BasisKind.CONSENT
    asked = (
        (
            basis.state == BasisState.ACTIVE,
            f"{label}は、いま有効ではありません（{basis.state.label}）。",
        ),
        (
            by_consent or basis.is_approved,
            f"同意によらない根拠（{label}）は、センター長の承認が要ります。",
        ),
        (
            not by_consent or (basis.has_evidence and basis.is_explained),
            "同意書と、だれがいつ説明したかが、そろっていません。",
        ),
        (basis.names_receiver, f"{label}の相手に、このところが入っていません。"),
        (basis.since <= today <= basis.until, f"{label}の期間が、今日をふくんでいません。"),
    )
    for holds, reason in asked:
        if not holds:
            return no(reason)
    return _covers(basis.covers, parts, f"{label}に、入っていないものがあります：")


def _covers(covered: frozenset[Part], parts: frozenset[Part], words: str) -> Decision:
    missing = [part.label for part in Part if part in parts - covered]
    return no(f"{words}{'、'.join(missing)}。") if missing else YES


# Before anybody looks at a request, it says who is concerned to nobody.
NOT_WITH_THE_REQUEST = frozenset({Part.IDENTITY, Part.FACE_SHEET, Part.OFFENCE, Part.PLAN, Part.RISK})


def profile_is_careful(profile: Profile) -> Decision:
    """Return whether a profile that the lead settles keeps back what must not come with the request."""
    early = [part.label for part in Part if part in NOT_WITH_THE_REQUEST and profile.get(part) == Step.SENT]
    return no(f"依頼が届いたときには、まだ開けないものがあります：{'、'.join(early)}。") if early else YES


def profile_fits(profile: Profile, *, basis: frozenset[Part]) -> Decision:
    """Return whether a profile that the lead has written stays within the legal basis."""
    return _covers(basis, frozenset(profile), "根拠に、入っていないものがあります：")


def open_parts(
    package: frozenset[Part],
    *,
    profile: Profile,
    steps: frozenset[Step],
    basis: BasisFacts | None,
    safeguard: SafeguardFacts | None,
    category: ReceiverCategory,
    today: date,
) -> frozenset[Part]:
    """Return which parts of a package are open to its receiver today, whoever asks.

    `steps` are those that were reached; none are where the hand-off is refused, ended or held. Each part
    needs its step, its basis and its safeguard: where one falls away, the part is closed at that moment.
    """
    return frozenset(
        part
        for part in package
        if profile.get(part) in steps
        and basis_stands(basis, parts=frozenset({part}), today=today).allowed
        and safeguard_stands(safeguard, category=category, parts=frozenset({part}), today=today).allowed
    )
