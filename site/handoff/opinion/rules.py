"""Opinion letters (意見書): what an office asks, which conditions are checked, who issues.

The conditions are data with their source; whoever has permitted the office decides whether it is paid.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from foundation.decision import YES, Decision, no
from handoff.disclosure.enums import Part
from handoff.machine.enums import Side
from handoff.records.enums import Use
from handoff.records.rules import Sharing, Step, Word

from .enums import AdditionKind, LetterDeed, LetterState

ALL = frozenset(LetterState)
SHARING = Sharing(
    tells_of=frozenset({Part.IDENTITY}),
    allowed={
        (Side.GIVER, Use.READ): ALL,
        (Side.GIVER, Use.WRITE): frozenset({LetterState.ASKED, LetterState.CHECKED}),
        (Side.GIVER, Use.MARK): ALL,
        (Side.RECEIVER, Use.READ): ALL,
        # An office asks; all else is done by the centre.
        (Side.RECEIVER, Use.WRITE): frozenset({LetterState.ASKED}),
    },
)
GIVER_ONLY = frozenset({Side.GIVER})
STEPS: Mapping[LetterDeed, Step] = {
    LetterDeed.ISSUE: Step(
        label="番号をつけて出す",
        sources=frozenset({LetterState.CHECKED}),
        target=LetterState.ISSUED,
        by=GIVER_ONLY,
    ),
    LetterDeed.REISSUE: Step(
        label="もう一度出す",
        sources=frozenset({LetterState.ISSUED, LetterState.REISSUED}),
        target=LetterState.REISSUED,
        by=GIVER_ONLY,
        asks="もう一度出すわけ",
    ),
}
ASK_WORDS = (
    Word(name="office", label="事業所の名前", longest=100, is_needed=True),
    Word(name="service", label="サービス", hint="例：グループホーム", longest=60, is_needed=True),
    Word(name="period", label="いつから、いつまでの利用か", hint="例：令和8年12月1日から1年", is_needed=True),
    Word(name="note", label="伝えておきたいこと", longest=600, is_long=True),
)
ADDITION = Word(name="addition", label="どの加算のためか", is_needed=True)
HOLDING = Word(name="holding", label="確かめた条件")
WRITE_WORDS = (Word(name="opinion", label="意見", longest=1_200, is_long=True, is_needed=True),)


@dataclass(frozen=True, kw_only=True)
class Condition:
    """One thing that has to hold, and where it is written."""

    code: str
    words: str
    source: str


_PAPER = "厚生労働省「地域生活定着支援センターとの連携強化事業について」問5（令和4年度当初）"
_OF_BOTH = (
    Condition(
        code="person", words="医療観察法の通院医療を受ける方か、刑務所などを出た方です。", source=_PAPER
    ),
    Condition(
        code="arranged",
        words="保護観察所か定着支援センターとの調整（市町村との調整をふくむ）で、利用が決まりました。",
        source=_PAPER,
    ),
    Condition(code="support", words="地域で生活するための相談援助や個別支援をしています。", source=_PAPER),
    Condition(code="within", words="算定できる3年のうちです。", source=_PAPER),
)
CONDITIONS: Mapping[AdditionKind, tuple[Condition, ...]] = {
    AdditionKind.COMMUNITY_MOVE: (
        Condition(
            code="service",
            words="グループホーム、障害者支援施設、宿泊型自立訓練のどれかです。",
            source=_PAPER,
        ),
        *_OF_BOTH,
    ),
    AdditionKind.SOCIAL_LIFE: (
        Condition(
            code="service",
            words="自立訓練（機能・生活）、就労移行支援、就労継続支援A型・B型のどれかです。",
            source=_PAPER,
        ),
        *_OF_BOTH,
    ),
}


def may_issue(
    deed: LetterDeed, state: LetterState, *, is_lead: bool, is_writer: bool, lacking: int, words: str
) -> Decision:
    """Return whether this person may issue it: the lead, never the writer, once every condition holds."""
    reasons = (
        (state in STEPS[deed].sources, f"いまは「{state.label}」なので、「{deed.label}」はできません。"),
        (is_lead, "意見書は、責任者が出します。"),
        (not is_writer, "書いた人とは別の人が出します。"),
        (lacking == 0, f"まだ確かめていない条件が{lacking}つあります。"),
        (deed != LetterDeed.REISSUE or bool(words.strip()), "もう一度出すわけを書いてください。"),
    )
    return next((no(reason) for holds, reason in reasons if not holds), YES)
