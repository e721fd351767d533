"""What a team, a limits sheet and a follow-up pack hold, how they move, and which side does what.

Sources: seed 001, まとめ ①②, FU slides (長期化、緊急連絡先、入院、退去、死後対応); seed 003, duties 2 and 5.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from foundation.decision import YES, Decision, no
from handoff.disclosure.enums import Part
from handoff.machine.enums import Side
from handoff.records.enums import Use
from handoff.records.rules import Sharing, Step, Word

from .enums import LimitsState, PackState, SheetDeed, SheetKind, TeamState

WITH_THE_NAME = frozenset({Part.IDENTITY})
GIVER_ONLY = frozenset({Side.GIVER})
# A team of one is no team.
LEAST_MEMBERS = 2


def _long(name: str, label: str, hint: str = "", **more: object) -> Word:
    return Word(name=name, label=label, hint=hint, longest=600, is_long=True, **more)  # type: ignore[arg-type]  # -- named fields of the word


TEAM_WORDS = (
    _long("aim", "何のために集まるか", "例：1人で暮らしはじめて、半年を越える", is_needed=True),
    Word(name="lead", label="まとめる人", hint="例：基幹相談支援センター 山田", is_needed=True),
    _long("backup", "後ろで支えるところ", "例：保護観察所。夜は、グループホームの当直"),
    _long("meeting", "集まり方", "例：2か月に1回、福祉課で"),
)
MEMBER_WORDS = (
    Word(name="name", label="機関か人", hint="例：見本市 福祉課 係長", is_needed=True, longest=100),
    Word(name="role", label="すること", hint="例：手帳と年金の手続き", is_needed=True),
    Word(name="reach", label="連絡のしかた", hint="例：電話 000-0000-0000（平日）", is_needed=True),
)
SITUATIONS = (("hospital", "入院"), ("leaving", "退去"), ("death", "死亡"))
LIMITS_WORDS = (
    _long("emergency", "緊急連絡先", "だれが、いつ、電話を受けるか", is_needed=True),
    _long(
        "signs", "だれが、何に署名するか", "例：入居の契約は本人。入院の同意は、病院と本人で", is_needed=True
    ),
    _long("not_done", "センターがしないこと", "例：保証人、お金の預かり、夜の訪問", is_needed=True),
    *(
        word
        for name, label in SITUATIONS
        for word in (
            Word(name=f"{name}_lead", label=f"{label}のとき：中心になるところ", is_needed=True, longest=100),
            _long(f"{name}_contact", f"{label}のとき：だれに連絡し、何をするか", is_needed=True),
        )
    ),
)
PACK_WORDS = (
    _long("daily", "毎日の暮らしで大事なこと", "例：朝と夕方に声をかける", is_needed=True, part=Part.NEED),
    _long("triggers", "落ち着かなくなるとき", "例：急がされたとき", part=Part.BEHAVIOUR),
    _long("helped", "助けになったこと", "例：時間をおいて、もう一度話す", part=Part.BEHAVIOUR),
    _long("contacts", "こんなときは、ここに", "1行に1つ。例：眠れない日が続く → クリニック", is_needed=True),
    _long("money", "お金のこと", "例：毎週月曜に、世話人と7千円を受け取る"),
    _long("medical", "医療のこと", "例：第2火曜に受診。薬は世話人と確かめる", part=Part.HEALTH),
)


@dataclass(frozen=True, kw_only=True)
class Kind:
    """How one kind of sheet is written, shared and moved. `first` is its state when it is written."""

    first: str
    sharing: Sharing
    words: tuple[Word, ...]
    steps: Mapping[SheetDeed, Step]
    renewed_from: frozenset[str] = frozenset()


KINDS: Mapping[SheetKind, Kind] = {
    SheetKind.TEAM: Kind(
        first=TeamState.FORMING,
        words=TEAM_WORDS,
        sharing=Sharing(
            tells_of=WITH_THE_NAME,
            allowed={
                (Side.GIVER, Use.READ): frozenset(TeamState),
                (Side.GIVER, Use.WRITE): frozenset({TeamState.FORMING, TeamState.ACTIVE}),
                (Side.GIVER, Use.MARK): frozenset({TeamState.FORMING, TeamState.ACTIVE}),
                (Side.RECEIVER, Use.READ): frozenset({TeamState.FORMING, TeamState.ACTIVE}),
            },
        ),
        steps={
            SheetDeed.ACTIVATE: Step(
                label="チームで動きはじめる",
                sources=frozenset({TeamState.FORMING}),
                target=TeamState.ACTIVE,
                by=GIVER_ONLY,
            ),
            SheetDeed.DISSOLVE: Step(
                label="チームを終える",
                sources=frozenset({TeamState.FORMING, TeamState.ACTIVE}),
                target=TeamState.DISSOLVED,
                by=GIVER_ONLY,
            ),
        },
    ),
    SheetKind.LIMITS: Kind(
        first=LimitsState.DRAFT,
        words=LIMITS_WORDS,
        sharing=Sharing(
            tells_of=WITH_THE_NAME,
            allowed={
                (Side.GIVER, Use.READ): frozenset(LimitsState),
                (Side.GIVER, Use.WRITE): frozenset({LimitsState.DRAFT}),
                (Side.GIVER, Use.MARK): frozenset({LimitsState.DRAFT}),
                (Side.RECEIVER, Use.READ): frozenset(LimitsState),
                (Side.RECEIVER, Use.MARK): frozenset({LimitsState.DRAFT}),
            },
        ),
        steps={
            SheetDeed.AGREE: Step(
                label="この内容でよいと決める",
                sources=frozenset({LimitsState.DRAFT}),
                target=LimitsState.AGREED,
            )
        },
        renewed_from=frozenset({LimitsState.AGREED}),
    ),
    SheetKind.PACK: Kind(
        first=PackState.DRAFT,
        words=PACK_WORDS,
        sharing=Sharing(
            tells_of=WITH_THE_NAME,
            allowed={
                (Side.GIVER, Use.READ): frozenset(PackState),
                (Side.GIVER, Use.WRITE): frozenset({PackState.DRAFT}),
                (Side.GIVER, Use.MARK): frozenset({PackState.DRAFT, PackState.AGREED}),
                (Side.RECEIVER, Use.READ): frozenset(PackState),
                (Side.RECEIVER, Use.WRITE): frozenset({PackState.DRAFT}),
                (Side.RECEIVER, Use.MARK): frozenset({PackState.DRAFT, PackState.AGREED}),
            },
        ),
        steps={
            SheetDeed.AGREE: Step(
                label="この内容でよいと決める",
                sources=frozenset({PackState.DRAFT}),
                target=PackState.AGREED,
            ),
            SheetDeed.START: Step(
                label="使いはじめる",
                sources=frozenset({PackState.AGREED}),
                target=PackState.ACTIVE,
            ),
        },
        renewed_from=frozenset({PackState.ACTIVE}),
    ),
}
# What both sides decide together stands beside their hand-off; a team may be the case's own.
BESIDE_A_HANDOFF = frozenset({SheetKind.LIMITS, SheetKind.PACK})


def may_begin(members: int) -> Decision:
    """Return whether a team of that many may begin to work."""
    return YES if members >= LEAST_MEMBERS else no("チームには、2人（2つの機関）以上を書いてください。")


def may_say(
    *, side: Side, giver_said: bool, receiver_said: bool, told_by: str, is_for_paper: bool
) -> Decision:
    """Return whether a side may say that it agrees; each says so once for the words as they are.

    Whoever writes it for a receiver on paper says from whom they heard it.
    """
    if giver_said if side == Side.GIVER else receiver_said:
        return no("もう確認しています。もう片方の確認を待っています。")
    if is_for_paper and not told_by.strip():
        return no("相手のだれから、いつ、どのように聞いたかを書いてください。")
    return YES
