"""The first pages of the easy edition, as data: what the normal pages say, in easy words and short sentences.

Phone number and opening hours are not here: they come from the centre's profile.
"""

from dataclasses import dataclass, field
from typing import Any

type Block = tuple[str, Any]


@dataclass(frozen=True)
class EasyDraft:
    """One page of the easy edition; `twin` is the address of the normal page that says the same in full."""

    slug: str
    title: str
    summary: str
    body: list[Block] = field(default_factory=list)
    twin: str = ""
    headline: str = ""


def heading(text: str) -> Block:
    return "heading", text


def say(*lines: str) -> Block:
    return "sentences", "\n".join(lines)


def pictures(kind: str, *pairs: tuple[str, str]) -> Block:
    return kind, [{"drawing": drawing, "text": text} for drawing, text in pairs]


def cards(*pairs: tuple[str, str]) -> Block:
    return pictures("cards", *pairs)


def steps(*pairs: tuple[str, str]) -> Block:
    return pictures("steps", *pairs)


def promises(*lines: str) -> Block:
    return "promises", list(lines)


def questions(*rows: tuple[str, ...]) -> Block:
    """Return questions, each followed by the sentences of its answer."""
    return "questions", [{"question": asked, "answer": "\n".join(answer)} for asked, *answer in rows]


def phone(call: str) -> Block:
    return "phone", {"call": call}


INDEX = EasyDraft(
    "easy",
    "わかりやすい版",
    "わたしたちは、くらしの そうだんを 聞きます。",
    [
        say("住む ところや 病院を、いっしょに さがします。", "役所の 手つづきも、てつだいます。"),
        heading("こんな とき、電話してください"),
        cards(
            ("house", "住む ところが ない。"),
            ("purse", "お金が なくて、こまっている。"),
            ("clinic", "病院に 行きたい。"),
            ("work", "はたらく 場所を さがしたい。"),
            ("papers", "役所の 書類が わからない。"),
            ("ask", "だれに 聞けば いいか、わからない。"),
        ),
        phone("電話してください"),
        promises(
            "お金は いりません。",
            "名前を 言わなくても いいです。",
            "ひみつを 守ります。",
            "家族が 電話しても いいです。",
        ),
        heading("電話した あとは、こう なります"),
        steps(
            ("phone", "話を 聞きます。\nゆっくりで いいです。"),
            ("table", "会って 話します。\nわたしたちが 行く ことも できます。"),
            ("path", "これからの ことを、いっしょに きめます。\n住む ところも、いっしょに さがします。"),
            ("house", "あたらしい くらしを 始めます。\nその あとも、会いに 行きます。"),
        ),
    ],
    headline="刑務所を 出たあとの くらしを、いっしょに 考えます",
)
WHO = EasyDraft(
    "who",
    "だれが そうだん できますか",
    "そうだん できる 人を、絵と いっしょに 書きました。",
    [
        heading("こんな 人の くらしを てつだいます"),
        cards(
            ("elder", "65さい以上の 人"),
            ("family", "しょうがいの ある 人"),
        ),
        heading("こんな とき、てつだいます"),
        cards(
            ("calendar", "もうすぐ 刑務所を 出る。"),
            ("path", "刑務所を 出た。"),
            ("office", "つかまって、さいばんを うけている。"),
            ("house", "出た あとに、住む ところが ない。"),
            ("ask", "たよれる 人が いない。"),
            ("papers", "1人で くらすのが むずかしい。"),
        ),
        heading("電話は、だれが しても いいです"),
        cards(
            ("phone", "あなたが 電話する。"),
            ("family", "家族が 電話する。"),
            ("talk", "てつだう 人が 電話する。"),
        ),
        heading("じぶんの ことか、わからない とき"),
        say(
            "わからなくても いいです。",
            "まず、電話で 話してください。",
            "てつだえるか どうかは、話を 聞いてから きめます。",
            "この ページでは、きめません。",
        ),
        phone("電話してください"),
    ],
    twin="/about/who/",
)
FLOW = EasyDraft(
    "flow",
    "そうだんの ながれ",
    "はじめの 電話から、あたらしい くらしまで。",
    [
        steps(
            ("phone", "電話で 話を 聞きます。\n手紙でも いいです。"),
            ("talk", "会って 話します。\nどう くらしたいかを 聞きます。"),
            ("papers", "いっしょに 計画を つくります。\nきめるのは、あなたです。"),
            ("house", "住む ところを さがします。\nいっしょに 見に 行きます。"),
            ("car", "刑務所を 出る日に、むかえに 行きます。\n役所の 手つづきを てつだいます。"),
            ("tree", "くらしが 始まっても、会いに 行きます。\nまちの 人とも、いっしょに ささえます。"),
        ),
        phone("電話してください"),
        promises("お金は いりません。", "ひみつを 守ります。"),
    ],
    twin="/about/flow/",
)
QUESTIONS = EasyDraft(
    "questions",
    "しつもん",
    "よく 聞かれる ことに、答えます。",
    [
        questions(
            (
                "お金は かかりますか",
                "そうだんに お金は いりません。",
                "病院などは、お金が いる ことが あります。",
            ),
            ("名前を 言わないと だめですか", "名前を 言わなくても いいです。"),
            (
                "だれかに 知られますか",
                "ひみつを 守ります。",
                "ほかの 人に 話す ときは、あなたに 聞きます。",
                "いのちが あぶない ときなどは、べつです。",
            ),
            ("家族が 電話しても いいですか", "はい。", "てつだう 人が 電話しても いいです。"),
            ("電話は にがてです", "手紙でも いいです。", "ほかの 人に 電話して もらっても いいです。"),
            (
                "なにを てつだって くれますか",
                "住む ところを、いっしょに さがします。",
                "病院に 行くのを てつだいます。",
                "お金の ことも、いっしょに 考えます。",
            ),
            (
                "かってに きめられますか",
                "かってに きめません。",
                "あなたの 気もちを 聞きます。",
                "きめるのは、あなたです。",
            ),
        ),
        phone("ほかの ことも、聞いてください"),
    ],
    twin="/about/why/",
)
PRIVACY = EasyDraft(
    "privacy",
    "ひみつを 守ります",
    "あなたが 話した ことを、たいせつに します。",
    [
        say("あなたの 話を、かってに ほかの 人に 言いません。"),
        heading("ほかの 人に 話す とき"),
        steps(
            ("talk", "だれに 話すかを、あなたに 言います。"),
            ("papers", "なにを 話すかを、あなたに 言います。"),
            ("ask", "なんの ためかも、あなたに 言います。"),
            ("lock", "あなたが いいと 言ったら、話します。"),
        ),
        heading("べつの とき"),
        say("つぎの ときは、聞かずに 話す ことが あります。"),
        cards(("clinic", "いのちが あぶない とき"), ("office", "法律で きまっている とき")),
        heading("あなたの ことを 書いた もの"),
        say(
            "見たい ときは、言ってください。",
            "まちがいを なおす ことも できます。",
            "つかって ほしくない ときも、言ってください。",
            "あなた本人か どうかを、たしかめます。",
        ),
        heading("この ページを 見ている とき"),
        say("だれが 見たかを、しらべません。", "広告は ありません。"),
        phone("わからない ことは、聞いてください"),
    ],
    twin="/privacy/",
)
PAGES = (WHO, FLOW, QUESTIONS, PRIVACY)
