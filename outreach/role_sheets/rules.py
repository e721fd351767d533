"""Who may do what with a version in which state, and what a sheet must be before it goes on."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from foundation.decision import Decision

from .content import LISTS, MOST, Content, ids_of, longest
from .enums import WRITABLE, Level, Part, Step, VersionState
from .shaping import Sheet

# From which states a step leads where; whatever is not here is refused.
ALLOWED: dict[Step, tuple[frozenset[VersionState], VersionState]] = {
    Step.SEND: (frozenset({VersionState.DRAFT}), VersionState.WITH_MUNICIPALITY),
    Step.TAKE_BACK: (
        frozenset({VersionState.WITH_MUNICIPALITY, VersionState.AGREED}),
        VersionState.DRAFT,
    ),
    Step.AGREE: (
        frozenset({VersionState.DRAFT, VersionState.WITH_MUNICIPALITY}),
        VersionState.AGREED,
    ),
    Step.PUBLISH: (frozenset({VersionState.AGREED}), VersionState.PUBLISHED),
}
# What the paper says of a refused step, by the state in which it was tried.
NOT_NOW = "いまは「{state}」なので、「{step}」はできません。"
# What stands on the paper, or says with whom it is agreed, besides its words.
ON_PAPER = frozenset({"title", "municipality", "office", "plan_name"})
# The roomiest share of a page that a text may take before it is named as one to shorten.
NAMED_AT_MOST = 5


@dataclass(frozen=True)
class TooLong:
    """A text that makes its row high: whose, how many characters, and how many would do."""

    key: str
    where: str
    now: int
    better: int


def may_step(step: Step, state: str, *, has_office: bool) -> Decision:
    """Decide whether a version may take a step; a sheet of no municipality is sent to none."""
    origins, _ = ALLOWED[step]
    if state not in origins:
        return Decision(False, NOT_NOW.format(state=VersionState(state).label, step=step.label))
    if step == Step.SEND and not has_office:
        return Decision(
            False, "確かめる市町村の機関が決まっていません。先に「このシートについて」で選びます。"
        )
    return Decision(True)


def may_write(state: str, *, is_desk: bool) -> Decision:
    """Decide whether the words of a version may change: the municipality's own while it is with them."""
    if state not in WRITABLE:
        return Decision(
            False,
            f"いまは「{VersionState(state).label}」なので、直せません。直すには「下書きにもどす」か、新しい版を作ります。",
        )
    if not is_desk and state != VersionState.WITH_MUNICIPALITY:
        return Decision(False, "いまはセンターが書いています。確かめる番がきたら、お知らせします。")
    return Decision(True)


def may_answer(state: str, *, edition: int, sent_edition: int) -> Decision:
    """Decide whether the municipality may say that it mended a sheet: while it has it, and has written."""
    allowed = may_write(state, is_desk=False)
    if allowed.allowed and edition <= sent_edition:
        return Decision(False, "まだ、何も直していません。先に「直す」で書き直してください。")
    return allowed


def may_change_about(changed: Collection[str], states: Collection[str], *, is_publisher: bool) -> Decision:
    """Decide whether what stands in the head of a sheet may change: with what was agreed, it is agreed.

    `changed` are names of fields, `states` those of all versions of the sheet.
    """
    on_paper = ON_PAPER & set(changed)
    if on_paper and {VersionState.WITH_MUNICIPALITY, VersionState.AGREED} & set(states):
        return Decision(
            False,
            "市町村と確かめている間と、合意したあとは、変えられません。先に「下書きにもどす」を押してください。",
        )
    if on_paper - {"office"} and VersionState.PUBLISHED in states and not is_publisher:
        return Decision(False, "公開している表の名前、市町村、計画は、センター長が変えます。")
    return Decision(True)


def what_is_missing(content: Content) -> list[str]:
    """Return what a sheet still needs before it goes to others, each as a sentence for the screen."""
    sheet = Sheet(content)
    missing = []
    if not sheet.stages:
        missing.append("列（いつ）が、まだありません。")
    if not sheet.bodies:
        missing.append("行（だれが）が、まだありません。")
    missing += [
        f"{at}列目の名前が、空いています。" for at, each in enumerate(sheet.stages, 1) if not each.name
    ]
    missing += [
        f"{at}行目の名前が、空いています。" for at, each in enumerate(sheet.bodies, 1) if not each.name
    ]
    for place, stage in enumerate(sheet.stages):
        if sheet.bodies and not any(body.cells[place].is_lead for body in sheet.bodies):
            missing.append(f"「{stage.name}」で中心になるところが、決まっていません。")
    missing += [
        f"「{body.name}」の「{cell.stage.name}」に、することが書かれていません。"
        for body in sheet.bodies
        for cell in body.cells
        if cell.part != Part.NOTHING and not cell.text
    ]
    missing += [
        f"表「{each.title or '（名前なし）'}」に、だれを数えたかと出典が要ります。"
        for each in sheet.tables
        if not (each.title and each.definition and each.source)
    ]
    return missing


def what_is_wrong(content: Content) -> dict[str, str]:
    """Return what can not be kept as it was typed, by key; a kind that has too many stands under its name."""
    wrong = {
        key: f"{longest(key)}字までにしてください（いま{len(text)}字）。"
        for key, text in content.items()
        if len(text) > longest(key)
    }
    wrong |= {
        key: "えらび直してください。"
        for key, text in content.items()
        if (key.endswith(".level") and text not in Level) or (key.endswith(".part") and text not in Part)
    }
    wrong |= {
        kind: f"A4横1枚には、{most}つまでです。"
        for kind, most in MOST.items()
        if kind != "row" and len(ids_of(content, kind)) > most
    }
    tables = [each.split(".")[0] for each in ids_of(content, "row")]
    if any(tables.count(each) > MOST["row"] for each in set(tables)):
        wrong["row"] = f"1つの表は、{MOST['row']}年度までです。"
    return wrong


def what_to_shorten(content: Content) -> list[TooLong]:
    """Return the texts that make a sheet longer than one page, the longest of each row first.

    A row is as high as its longest text. What would do is the length of the next longest of the row, or
    two thirds of it where the whole row is long.
    """
    sheet = Sheet(content)
    found = [each for body in sheet.bodies for each in _longest_of(body.id, body.name, sheet)]
    for kind in LISTS:
        for at, each in enumerate(ids_of(content, kind), start=1):
            text = content.get(f"{kind}.{each}.text", "")
            found.append(TooLong(f"{kind}.{each}.text", f"{_LINES[kind]}{at}", len(text), len(text) * 2 // 3))
    ordered = sorted(found, key=lambda each: (each.better - each.now, each.key))
    return [each for each in ordered if each.now > each.better][:NAMED_AT_MOST]


_LINES = {"note": "注", "issue": "課題", "policy": "方針"}


def _longest_of(body: str, name: str, sheet: Sheet) -> Iterator[TooLong]:
    """Yield the longest cell of a row, with what would do."""
    cells = next(each.cells for each in sheet.bodies if each.id == body)
    by_length = sorted(cells, key=lambda cell: len(cell.text), reverse=True)
    if not by_length or not by_length[0].text:
        return
    first, following = by_length[0], len(by_length[1].text) if len(by_length) > 1 else 0
    better = min(max(following, 12), len(first.text) * 2 // 3)
    key = f"cell.{body}.{first.stage.id}.text"
    yield TooLong(key, f"「{name}」の「{first.stage.name}」", len(first.text), better)
