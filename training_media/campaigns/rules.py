"""When a campaign is open, until when somebody may watch, how far an agency has come: pure functions."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from foundation.decision import YES, Decision
from training_media.viewing.rules import is_enough

from .enums import CampaignState, Progress

LONGEST_GRACE = 60


@dataclass(frozen=True)
class Period:
    """From which day until which one watches; in the days of grace nobody is turned away yet."""

    opens_on: date
    closes_on: date
    grace_days: int = 0
    extended_until: date | None = None

    @property
    def deadline(self) -> date:
        """The day that people are told."""
        return max(filter(None, (self.closes_on, self.extended_until)))

    @property
    def last_day(self) -> date:
        """The day after which the door is shut."""
        return max(self.closes_on + timedelta(days=self.grace_days), self.deadline)

    def told_on(self, today: date) -> date:
        """The day that whoever may watch is told on a day: in the days of grace, the last of them."""
        return self.deadline if today <= self.deadline else self.last_day


def state_of(period: Period, today: date) -> CampaignState:
    """Return how a campaign stands on a day."""
    if today < period.opens_on:
        return CampaignState.SCHEDULED
    return CampaignState.OPEN if today <= period.last_day else CampaignState.ENDED


def may_last(opens_on: date, closes_on: date) -> Decision:
    """Return whether one may watch from a day until another."""
    if closes_on < opens_on:
        return Decision(False, "視聴期限は、視聴を始める日より前にできません。")
    return YES


def may_extend(
    period: Period, until: date, *, is_revoked: bool, reason: str, known_reason: str = ""
) -> Decision:
    """Return whether one agency may be given until a day; what is so already is no extension.

    `known_reason` is why it was given more time before.
    """
    if is_revoked:
        return Decision(False, "止めたカードの期限は延ばせません。先に、カードを作りなおしてください。")
    if until <= period.closes_on:
        return Decision(False, "もとの期限より後の日にしてください。")
    if not reason.strip():
        return Decision(False, "延ばすわけを書いてください。")
    if until == period.extended_until and reason == known_reason:
        return Decision(False, "期限もわけも、変わっていません。")
    return YES


def may_issue_anew(issue: int, *, read: int) -> Decision:
    """Return whether a card is made anew for somebody who read that it was the `read`-th of its agency."""
    if issue != read:
        return Decision(False, "番号とPINは、もう新しくなっています。前の画面で、確かめてください。")
    return YES


def may_make_up(period: Period, today: date) -> Decision:
    """Return whether another period may be opened on a day for those who are not through."""
    if state_of(period, today) == CampaignState.SCHEDULED:
        return Decision(
            False, "視聴できる期間が始まってから、補講を開けます。いまは、期間と対象を変えてください。"
        )
    return YES


def may_watch(period: Period, today: date, *, is_revoked: bool) -> Decision:
    """Return whether an agency's card opens anything on a day, and if not what its holder reads."""
    if is_revoked:
        return Decision(False, "このカードは使えなくなりました。センターに、お電話ください。")
    match state_of(period, today):
        case CampaignState.SCHEDULED:
            return Decision(False, "視聴できる期間は、まだ始まっていません。")
        case CampaignState.ENDED:
            return Decision(
                False, "視聴できる期間は、終わりました。まだ見たい方は、センターに、お電話ください。"
            )
    return YES


@dataclass(frozen=True)
class Watched:
    """What somebody has watched of a course: for each part how much of how long, in milliseconds.

    `percent` of each part is what completing the course asks for.
    """

    parts: tuple[tuple[int, int], ...]
    percent: int

    @property
    def is_through(self) -> bool:
        return bool(self.parts) and all(
            is_enough(seen, length, percent=self.percent) for seen, length in self.parts
        )

    @property
    def has_begun(self) -> bool:
        return any(seen for seen, _ in self.parts)


def progress_of(
    people: Collection[Watched], *, last_on: date | None, today: date, stuck_after: int
) -> Progress:
    """Return how far an agency has come: through as soon as one of its people is.

    `last_on` is the day of what was reported last; after `stuck_after` days of silence it is stuck.
    """
    return progress_from(
        is_through=any(each.is_through for each in people),
        has_begun=any(each.has_begun for each in people),
        is_silent=last_on is None or last_on + timedelta(days=stuck_after) <= today,
    )


def progress_from(*, is_through: bool, has_begun: bool, is_silent: bool) -> Progress:
    """Return how far somebody has come, a person or an agency; silence alone makes those stuck who began."""
    if is_through:
        return Progress.THROUGH
    if not has_begun:
        return Progress.NOT_STARTED
    return Progress.STUCK if is_silent else Progress.UNDER_WAY
