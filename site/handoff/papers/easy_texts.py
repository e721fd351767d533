"""What the papers for the person say, in easy words with readings: 漢字《かんじ》. Tests read every sentence.

Each is checked by `foundation.easy.rules`: at most 30 characters, no chains of kanji, no jargon.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from handoff.disclosure.enums import Part

PARTS: Mapping[Part, str] = {
    Part.OUTLINE: "いる 手伝《てつだ》いの こと",
    Part.NEED: "したい くらし",
    Part.HEALTH: "体《からだ》のこと、くすり",
    Part.BEHAVIOUR: "こまったときの ようす",
    Part.IDENTITY: "名前《なまえ》と れんらくさき",
    Part.FACE_SHEET: "あなたの ことの まとめ",
    Part.OFFENCE: "事件《じけん》のこと",
    Part.PLAN: "これからの 計画《けいかく》",
    Part.RISK: "気《き》をつける こと",
}


@dataclass(frozen=True, kw_only=True)
class Section:
    """One row of the sheet: its title, and sentences where nothing is filled in."""

    title: str
    sentences: tuple[str, ...] = ()


WHO = Section(title="だれに")
WHAT = Section(title="なにを")
WHY = Section(title="なんの ために")
UNTIL = Section(title="いつまで")
STOP = Section(
    title="やめたい とき",
    sentences=(
        "いつでも、やめられます。",
        "電話《でんわ》か、会《あ》ったときに 言《い》ってください。",
        "やめたら、もう つたえません。",
    ),
)
REFUSE = Section(
    title="ことわっても、 こまりません",
    sentences=(
        "「いや」と 言《い》っても いいです。",
        "手伝《てつだ》いは、そのまま つづきます。",
        "ゆっくり 考《かんが》えて いいです。",
    ),
)
CONSENT_TITLE = "あなたのことを つたえても いいですか"
CONSENT_BOXES = ("いいです", "いやです", "もう少《すこ》し 考《かんが》えます")
TO_THEM = "に つたえても"
OWN_WORDS = "わたしの ことば"
OWN_NAME = "わたしの 名前《なまえ》"
DAY = "きょうの 日《ひ》"
HELPER = "そばに いた 人《ひと》"
EXPLAINED_BY = "せつめいした 人《ひと》"

CARD_TITLE = "わたしの れんらくさき"
CARD_LEAD = "こまったら、ひとりで なやまないで ください。"
CARD_CALL = "電話《でんわ》して いいです。"
CARD_EMERGENCY = "けがや 急《きゅう》な 病気《びょうき》は 119　あぶない ときは 110"

TOLD_TITLE = "だれが なにを しっているか"
TOLD_LEAD = "あなたの ことを、だれに つたえたかを 書《か》きました。"
TOLD_NOBODY = "まだ、ほかの だれにも つたえていません。"
TOLD_STILL = "から いままで"
TOLD_PAPER = "紙《かみ》でも わたしました。"
TOLD_CENTRE = "この センターで あなたを 手伝《てつだ》う 人《ひと》は、しっています。"
TOLD_WRONG = "ちがう ところは、言《い》ってください。なおします。"
TOLD_STOP = "つたえるのを やめたい ときも、言《い》ってください。"


def until_when(day: str) -> str:
    return f"{day}までです。"


def known_since(first: str) -> str:
    return f"{first}{TOLD_STILL}"


def known_between(first: str, last: str) -> str:
    return f"{first}から {last}まで"


def everything() -> list[tuple[str, str]]:
    """Return every fixed text of these papers with where it stands, as it is read."""
    sections = (WHO, WHAT, WHY, UNTIL, STOP, REFUSE)
    texts = [(section.title, section.title) for section in sections]
    texts += [(section.title, each) for section in sections for each in section.sentences]
    texts += [("書類", each) for each in PARTS.values()]
    texts += [
        ("同意の紙", each)
        for each in (CONSENT_TITLE, *CONSENT_BOXES, TO_THEM, OWN_WORDS, OWN_NAME, DAY, HELPER, EXPLAINED_BY)
    ]
    texts += [("れんらくさき", each) for each in (CARD_TITLE, CARD_LEAD, CARD_CALL, CARD_EMERGENCY)]
    texts += [
        ("しっていること", each)
        for each in (TOLD_TITLE, TOLD_LEAD, TOLD_NOBODY, TOLD_PAPER, TOLD_CENTRE, TOLD_WRONG, TOLD_STOP)
    ]
    day = "令和8年11月28日"
    return [*texts, ("日", until_when(day)), ("日", known_since(day)), ("日", known_between(day, day))]
