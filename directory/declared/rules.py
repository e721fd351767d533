"""What an entry says in words, how two differ, how old it is: pure functions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from directory.enums import Answer
from directory.rules import may_have_heard_on
from foundation.decision import YES, Decision

from .enums import LinkState

NOWHERE_ELSE = "どこの市町村でも"


@dataclass(frozen=True)
class OfferText:
    """A service as an agency writes it."""

    service: str
    capacity: int | None = None
    # Only what is answered; what is absent is not known.
    conditions: Mapping[str, str] = field(default_factory=dict)
    served: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class EntryText:
    """Everything that an agency writes of itself."""

    summary: str = ""
    visits: str = ""
    hours: str = ""
    contact_point: str = ""
    contact_phone: str = ""
    website: str = ""
    building: str = ""
    offers: tuple[OfferText, ...] = ()


@dataclass(frozen=True)
class Words:
    """The names behind codes: services, conditions and municipalities."""

    services: Mapping[str, str]
    conditions: Mapping[str, str]
    places: Mapping[str, str]


@dataclass(frozen=True)
class Difference:
    """One line in which two entries differ; an empty side says nothing there."""

    label: str
    old: str
    new: str


LABELS = {
    "summary": "どんなところですか",
    "visits": "見学・体験",
    "hours": "受付の時間",
    "contact_point": "受け入れの相談の窓口",
    "contact_phone": "窓口の電話番号",
    "website": "ウェブサイト",
    "building": "建物のこと",
}
FIELDS = tuple(LABELS)


def lines(entry: EntryText, words: Words) -> dict[str, str]:
    """Return what an entry says, a line for each thing that is said, in the order of the form."""
    told = {label: getattr(entry, name) for name, label in LABELS.items() if getattr(entry, name)}
    for offer in entry.offers:
        told |= dict(_offer_lines(offer, words))
    return told


def _offer_lines(offer: OfferText, words: Words) -> Iterator[tuple[str, str]]:
    name = words.services.get(offer.service, offer.service)
    yield f"{name}", "あります"
    if offer.capacity is not None:
        yield f"{name}　定員", f"{offer.capacity}人"
    places = "、".join(words.places.get(code, code) for code in offer.served)
    yield f"{name}　対象の市町村", places or NOWHERE_ELSE
    for code, said in words.conditions.items():
        if code in offer.conditions:
            yield f"{name}　{said}", str(Answer(offer.conditions[code]).label)
    if offer.note:
        yield f"{name}　ひとこと", offer.note


def differences(old: EntryText, new: EntryText, words: Words) -> list[Difference]:
    """Return the lines in which two entries differ, in the order of the newer one."""
    before, after = lines(old, words), lines(new, words)
    labels = dict.fromkeys([*after, *before])
    found = (Difference(label, before.get(label, ""), after.get(label, "")) for label in labels)
    return [each for each in found if each.old != each.new]


def link_state(
    *, expires_at: datetime, used_at: datetime | None, revoked_at: datetime | None, now: datetime
) -> LinkState:
    """Return whether a link still opens the form."""
    if used_at is not None:
        return LinkState.USED
    if revoked_at is not None:
        return LinkState.REVOKED
    return LinkState.OPEN if now < expires_at else LinkState.EXPIRED


def needs_agreement(level: str, default: str, order: Sequence[str]) -> bool:
    """Return whether showing something at this level is more than is shown without anybody's word."""
    return order.index(level) < order.index(default)


def may_be_shown_to(level: str, listing: str, order: Sequence[str]) -> Decision:
    """Decide whether a part can be shown at this level: to nobody to whom the agency itself is not."""
    if order.index(level) < order.index(listing):
        return Decision(False, "「名簿にのせること」も広げないと、見えません。いっしょに広げてください。")
    return YES


def may_be_said_on(said_on: date, *, today: date, last: date | None) -> Decision:
    """Decide whether an agency may have said on this day that its entry is true; `last` is the last time."""
    if not (heard := may_have_heard_on(said_on, today=today)).allowed:
        return heard
    if last is not None and said_on < last:
        return Decision(False, "もっと新しい日に、正しいと確かめてあります。")
    return YES
