"""What has to be reported, until when, and when an incident may move on. Plain Python.

Sources: 個人情報保護法26条, 同施行規則7条・8条・10条; ガイドライン（通則編）3-5. The law stands here as we
read it: before the first real report the centre's lawyer confirms it (`ASK_THE_LAWYER`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from foundation.decision import YES, Decision, no

from .enums import PERSON_KNOWS, Criterion, Exemption, Item, Kind, State, StepKind

ASK_THE_LAWYER = (
    "報告が要るかは、法律の決まりで決まります。迷うときは、要るものとして動き、弁護士に聞いてください。"
    "県から委託された仕事では、県に知らせることで足りるかも、県と弁護士に確かめてください。"
)
# Where each criterion, and each way out of it, stands.
SOURCES: Mapping[Criterion | Exemption, str] = {
    Criterion.SENSITIVE: "施行規則7条1号",
    Criterion.MONEY: "施行規則7条2号",
    Criterion.MALICE: "施行規則7条3号",
    Criterion.MANY: "施行規則7条4号",
    Exemption.ENCRYPTED: "施行規則7条1号かっこ書き",
    Exemption.RECOVERED_UNREAD: "ガイドライン（通則編）3-5-1-1",
}
# What each item asks for, in words that help to write it.
HINTS: Mapping[Item, str] = {
    Item.OUTLINE: "いつ、どこで、何が起きたか。いつ、どのようにわかったか。",
    Item.DATA: "名前、住所、病歴、犯罪の経歴など、どの項目か。",
    Item.PEOPLE: "何人の情報か。わからなければ、最大で何人か。",
    Item.CAUSE: "なぜ起きたか。",
    Item.HARM: "読まれた、使われたなどの被害があるか、そのおそれがあるか。",
    Item.RESPONSE: "本人に、いつ、何を伝えたか。これからか。",
    Item.PUBLICATION: "公表したか、するか。しないなら、そのわけ。",
    Item.PREVENTION: "すぐにしたこと、これからすること。",
    Item.OTHER: "ほかの役所への報告など。なければ「ありません」。",
}


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How many calendar days each report has; the day of finding out is the first of them."""

    first: int
    final: int
    final_if_malicious: int


@dataclass(frozen=True, kw_only=True)
class Facts:
    """An incident as the rules see it."""

    state: State
    found_on: date
    is_reportable: bool
    is_malicious: bool
    items_written: frozenset[Item] = frozenset()
    items_known: frozenset[Item] = frozenset()
    steps: frozenset[StepKind] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Clock:
    """Until when something has to be done, and how many calendar days are left; negative once it is late."""

    name: str
    day: date
    left: int

    @property
    def is_over(self) -> bool:
        return self.left < 0

    @property
    def words(self) -> str:
        if self.left < 0:
            return f"{-self.left}日すぎています"
        return f"あと{self.left}日" if self.left else "今日まで"


def has_to_be_reported(*, kind: Kind, criteria: frozenset[Criterion], exemption: Exemption) -> bool:
    """Return whether 個人情報保護法26条 asks for a report: one criterion is enough, a near miss is none."""
    return kind != Kind.NEAR_MISS and bool(criteria) and exemption == Exemption.NONE


def due_day(*, found_on: date, days: int) -> date:
    """Return the last day of so many days, the day of finding out being the first (ガイドライン3-5-3-4)."""
    return date.fromordinal(found_on.toordinal() + days - 1)


def clock_of(facts: Facts, limits: Limits, *, today: date) -> Clock | None:
    """Return what is due next; nothing once both reports are made, or where none is asked for.

    Before anybody has judged it counts as if it had to be reported: waiting must not cost days of the law.
    """
    if facts.state == State.REPORTED:
        return _clock("報告が要るかを決める", facts, limits.first, today)
    if not facts.is_reportable or facts.state in (State.REPORTED_FINALLY, State.CLOSED):
        return None
    if facts.state == State.ASSESSED:
        return _clock("速報", facts, limits.first, today)
    days = limits.final_if_malicious if facts.is_malicious else limits.final
    return _clock("確報", facts, days, today)


def _clock(name: str, facts: Facts, days: int, today: date) -> Clock:
    day = due_day(found_on=facts.found_on, days=days)
    return Clock(name=name, day=day, left=(day - today).days)


def may_be_assessed(facts: Facts) -> Decision:
    """Return whether it may be judged, or judged anew: until the first report has gone."""
    if facts.state in (State.REPORTED, State.ASSESSED):
        return YES
    return no("速報のあとは、変えられません。")


def may_be_notified(facts: Facts) -> Decision:
    """Return whether the first report may be said to have gone: what is not known yet does not hold it up."""
    if facts.state != State.ASSESSED or not facts.is_reportable:
        return no("報告が要ると決めたものだけ、速報をします。")
    if Item.OUTLINE not in facts.items_written:
        return no("概要を書いてください。ほかは、わかっていることだけでかまいません。")
    return YES


def may_be_reported_finally(facts: Facts) -> Decision:
    """Return whether the final report may be said to have gone: each of the nine items says something."""
    if facts.state != State.NOTIFIED:
        return no("速報をしたものだけ、確報をします。")
    missing = [item.label for item in Item if item not in facts.items_written]
    if missing:
        return no(f"まだ書いていない項目があります：{'、'.join(missing)}。わからないときは、わけを書きます。")
    return YES


def may_be_closed(facts: Facts) -> Decision:
    """Return whether it may end: reported where it has to be, and the person knows (法26条2項)."""
    if facts.state == State.CLOSED:
        return no("もう終わっています。")
    if facts.state == State.REPORTED:
        return no("まず、報告が要るかを決めてください。")
    if not facts.is_reportable:
        return YES
    if facts.state != State.REPORTED_FINALLY:
        return no("確報をしてから、終わりにします。")
    if not facts.steps & PERSON_KNOWS:
        return no("本人に知らせた日か、代わりの手だてを書いてください（法26条2項）。")
    return YES
