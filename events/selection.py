"""Who is chosen when a session decides after its deadline, by lot or by written criteria: pure functions.

Until the decision all applications that arrived in time are equal. A draw can be repeated by anybody: each
application's lot is a hash of the published seed and of its number.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from foundation.decision import YES, Decision

from .line import Kept, Seats, Settlement, WaitingGroup, settle

DRAW_METHOD = (
    "くじの順番は、公開した種（たね）と受付番号をつないだ文字「種:受付番号」のSHA-256の値が小さい順です。"
    "席は、この順番に、組の人数が入るところまで決めます。"
)


class Verdict(StrEnum):
    """What the centre decides about one application."""

    CHOSEN = "chosen"
    WAITING = "waiting"
    DECLINED = "declined"


@dataclass(frozen=True)
class Candidate:
    """One application that waits for the decision.

    `agency` tells applications of one agency from others; `people_before` are people of the agency who took
    part in earlier events; `is_near` says whether the agency lies in an area that comes first.
    """

    group: WaitingGroup
    number: str
    agency: str
    received_at: datetime
    people_before: int = 0
    is_near: bool = False


@dataclass(frozen=True)
class Criteria:
    """By what is chosen, as written down with the decision; all applications are equal before it."""

    agency_cap: int | None = None
    newcomers_first: bool = False
    near_first: bool = False
    by_lot: bool = False

    @property
    def words(self) -> str:
        """The criteria as they stand on the decision."""
        parts = [
            f"1事業所{self.agency_cap}人まで" if self.agency_cap else "",
            "はじめて参加する事業所を先に" if self.newcomers_first else "",
            "選んだ地域の事業所を先に" if self.near_first else "",
            "くじの順" if self.by_lot else "届いた順",
        ]
        return "、".join(filter(None, parts))


def lot(seed: str, number: str) -> str:
    """Return the lot of an application: the smaller comes first."""
    return hashlib.sha256(f"{seed}:{number}".encode()).hexdigest()


def ordered(candidates: Iterable[Candidate], criteria: Criteria, seed: str) -> list[Candidate]:
    """Return the candidates in the order in which they are served."""

    def place(each: Candidate) -> tuple[bool, bool, str, datetime, int]:
        return (
            criteria.newcomers_first and each.people_before > 0,
            criteria.near_first and not each.is_near,
            lot(seed, each.number) if criteria.by_lot else "",
            each.received_at,
            each.group.key,
        )

    return sorted(candidates, key=place)


def propose(
    candidates: Iterable[Candidate],
    free: Seats,
    criteria: Criteria,
    *,
    seed: str = "",
    kept: Iterable[Kept] = (),
) -> tuple[list[Candidate], Settlement]:
    """Return the candidates in their order and who of them gets seats; whoever is over the cap waits.

    A group that does not fit is passed: nothing is held, because all decide at one moment.
    """
    line = ordered(candidates, criteria, seed)
    settled = settle(
        _within_cap(line, criteria.agency_cap), free, most_passes=len(line) + 1, holding=False, kept=kept
    )
    return line, settled


def _within_cap(line: Sequence[Candidate], cap: int | None) -> list[WaitingGroup]:
    people: Counter[str] = Counter()
    kept: list[WaitingGroup] = []
    for each in line:
        if cap is None or people[each.agency] + each.group.people <= cap:
            people[each.agency] += each.group.people
            # Whoever is content with fewer seats gets them from the line, once all are decided.
            kept.append(replace(each.group, least=None))
    return kept


def may_decide(candidates: Sequence[Candidate], verdicts: Mapping[int, Verdict], free: Seats) -> Decision:
    """Decide whether these verdicts can stand: one for each application, and seats for all who are chosen."""
    keys = {each.group.key for each in candidates}
    if keys != verdicts.keys():
        return Decision(False, "決めている間に、申し込みが変わりました。もう一度、見直してください。")
    wanted: Counter[str] = Counter()
    for each in candidates:
        if verdicts[each.group.key] == Verdict.CHOSEN:
            wanted.update(each.group.needs)
    for way, people in wanted.items():
        room = free.get(way, 0)
        if people > room:
            return Decision(
                False, f"席は{room}ですが、{people}人を選んでいます。{people - room}人分を減らしてください。"
            )
    return YES
