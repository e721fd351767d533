"""Reads of sheets for screens; they take what `access` gave."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from directory.coverage.access import OWN_KIND
from directory.models import Agency, Municipality, WelfareArea

from .content import Content, field_of, item_of, kind_of, said, without_marks
from .differences import Difference, differences
from .enums import OPEN, Level, Part, VersionState
from .models import RoleSheet, SheetEdit, SheetVersion
from .own_row import names_of_others, own_row
from .shaping import Sheet

FIELD_WORDS = {
    ("head", "lead"): "ひとことで言うと",
    ("stage", "name"): "列の名前",
    ("stage", "when"): "いつごろ",
    ("body", "level"): "区分",
    ("body", "name"): "だれが",
    ("body", "offices"): "窓口",
    ("body", "contact"): "連絡先",
    ("cell", "part"): "役目",
    ("cell", "text"): "すること",
    ("cell", "until"): "いつまで",
    ("table", "title"): "表の名前",
    ("table", "unit"): "単位",
    ("table", "definition"): "数えたもの",
    ("table", "source"): "出典",
    ("row", "label"): "年度",
    ("row", "value"): "数",
}
LINE_WORDS = {"note": "注", "issue": "課題", "policy": "方針"}


@dataclass(frozen=True)
class Chosen:
    """What readers of the library asked for; anything that is not offered is as if it were not asked."""

    municipality: int | None = None
    area: int | None = None
    theme: str = ""
    scene: str = ""


def library(versions: QuerySet[SheetVersion], chosen: Chosen) -> QuerySet[SheetVersion]:
    """Return the published versions that fit, by municipality and title."""
    if chosen.municipality:
        versions = versions.filter(sheet__municipality=chosen.municipality)
    if chosen.area:
        versions = versions.filter(sheet__municipality__municipalityinarea__area=chosen.area).distinct()
    if chosen.theme:
        versions = versions.filter(sheet__theme=chosen.theme)
    if chosen.scene:
        versions = versions.filter(sheet__scene=chosen.scene)
    return versions.order_by("sheet__municipality__code", "sheet__title", "pk")


def places_with_sheets(versions: QuerySet[SheetVersion]) -> list[Municipality]:
    """Return the municipalities that have a published sheet."""
    ids = versions.order_by().values("sheet__municipality")
    return list(Municipality.objects.filter(pk__in=ids))


def areas_with_sheets(versions: QuerySet[SheetVersion]) -> list[WelfareArea]:
    """Return the areas in which a municipality has a published sheet."""
    ids = versions.order_by().values("sheet__municipality")
    found = WelfareArea.objects.filter(municipalityinarea__municipality__in=ids)
    return list(found.distinct().order_by("name", "pk"))


def versions_of(sheet: RoleSheet, states: Iterable[str]) -> list[SheetVersion]:
    """Return the versions of a sheet in these states, the newest first."""
    return list(SheetVersion.objects.filter(sheet=sheet, state__in=sorted(states)).order_by("-number"))


def edits_of(version: SheetVersion) -> list[SheetEdit]:
    """Return who saved a version when, the last first."""
    return list(version.edits.select_related("saved_by__person").order_by("-edition")[:50])


def open_version(sheet: RoleSheet) -> SheetVersion | None:
    """Return the version that is being written, of versions that were read already."""
    return next((each for each in sheet.versions.all() if each.state in OPEN), None)


def standing_version(sheet: RoleSheet) -> SheetVersion | None:
    """Return the published version, of versions that were read already."""
    return next((each for each in sheet.versions.all() if each.state == VersionState.PUBLISHED), None)


def waiting_too_long(today: date, *, days: int) -> int:
    """Return how many sheets have been with their municipality for so many days without a word of it."""
    return SheetVersion.objects.filter(
        state=VersionState.WITH_MUNICIPALITY,
        answered_on__isnull=True,
        sent_on__lte=today - timedelta(days=days),
    ).count()


def answered() -> int:
    """Return how many sheets their municipality has mended, for the centre to read."""
    return SheetVersion.objects.filter(answered_on__isnull=False).count()


def municipal_offices(agencies: QuerySet[Agency]) -> QuerySet[Agency]:
    """Return those of these agencies that are a municipality's own, with their units."""
    own = Q(kind=OWN_KIND, municipality__isnull=False)
    units = Q(parent__kind=OWN_KIND, parent__municipality__isnull=False)
    return agencies.filter(own | units).order_by("municipality__code", "name", "pk")


@dataclass(frozen=True)
class Changed:
    """One difference in words: where it stands, what was there and what is."""

    where: str
    what: str
    before: str
    after: str


def names_to_check(version: SheetVersion) -> list[tuple[str, str, str]]:
    """Return where the name of another municipality stands on a sheet: where, what it is, and the name.

    Nothing is asked for a sheet of the whole prefecture.
    """
    sheet = version.sheet
    if sheet.municipality is None:
        return []
    others = Municipality.objects.filter(prefecture=sheet.municipality.prefecture, valid_to__isnull=True)
    names = list(others.values_list("name", flat=True))
    source = RoleSheet.objects.filter(made_into=sheet).values_list("municipality__name", flat=True)
    of = (source.first() if sheet.made_from_id else None) or ""
    found = names_of_others(version.content, sheet.municipality.name, names, source=of)
    return [(*words_of_key(key, version.content), name) for key, name in found]


def namesakes(sheet: RoleSheet, among: QuerySet[RoleSheet]) -> list[RoleSheet]:
    """Return other sheets of the same name for the same municipality."""
    same = among.filter(title=sheet.title, municipality=sheet.municipality_id)
    return list(same.exclude(pk=sheet.pk))


def changes(before: Content, after: Content) -> list[Changed]:
    """Return what readers see as changed between two contents; what only moved is not among it."""
    return [
        Changed(
            *words_of_key(each.key, before, after),
            said(each.key, each.before),
            said(each.key, each.after),
        )
        for each in differences(without_marks(before), without_marks(after))
        if not _is_quiet(each)
    ]


def words_of_key(key: str, *contents: Content) -> tuple[str, str]:
    """Return where a text stands and what it is, in words, named as in the first that names it."""
    kind, field = kind_of(key), field_of(key)
    ids = item_of(key).split(".")[1:]
    if kind == "cell":
        where = f"{_name('body', ids[0], contents)}　{_name('stage', ids[1], contents)}"
    elif kind in ("body", "stage"):
        where = _name(kind, ids[0], contents)
    elif kind in ("table", "row"):
        where = _title(ids[0], contents)
    else:
        where = LINE_WORDS.get(kind, "見出し")
    return where, FIELD_WORDS.get((kind, field), "文")


# For each stage, for each body: its name, what stands left and right, and whether that differs.
type SideBySide = list[tuple[str, list[tuple[str, str, str, bool]]]]


def side_by_side(left: Content, right: Content, *, places: tuple[str, str] = ("", "")) -> SideBySide:
    """Return two sheets beside each other: for each stage who does what on either, and whether it differs.

    Stages are put together by their name and bodies by level and name, in the order of the left sheet; what
    stands on one side alone comes after. The own rows of the two municipalities (`places`) are one line.
    """
    labels = _labels(left), _labels(right)
    ours, theirs = own_row(left, places[0]), own_row(right, places[1])
    if ours and theirs and _are_strangers(labels, ours, theirs):
        names = dict.fromkeys((left[f"body.{ours}.name"], right[f"body.{theirs}.name"]))
        labels[0][ours] = labels[1][theirs] = f"{Level.MUNICIPALITY.label}　{'／'.join(names)}"
    sides = [_by_name(each, known) for each, known in zip((left, right), labels, strict=True)]
    stages = list(dict.fromkeys(stage for side in sides for stage, _ in side))
    bodies = list(dict.fromkeys(body for side in sides for _, body in side))
    found = []
    for stage in stages:
        lines = []
        for body in bodies:
            one, other = (side.get((stage, body), "") for side in sides)
            if one or other:
                lines.append((body, one, other, one != other))
        found.append((stage, lines))
    return found


def _labels(content: Content) -> dict[str, str]:
    """Return level and name of each body, by its id."""
    return {body.id: f"{body.level_label}　{body.name}" for body in Sheet(content).bodies}


def _are_strangers(labels: tuple[dict[str, str], dict[str, str]], ours: str, theirs: str) -> bool:
    """Return whether neither sheet has a row for the municipality of the other."""
    return labels[0][ours] not in labels[1].values() and labels[1][theirs] not in labels[0].values()


def _by_name(content: Content, labels: Mapping[str, str]) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for body in Sheet(content).bodies:
        for cell in body.cells:
            place = cell.stage.name, labels[body.id]
            found[place] = f"{found[place]}／{cell.words}" if place in found else cell.words
    return found


def _name(kind: str, item: str, contents: Iterable[Content]) -> str:
    names = (content.get(f"{kind}.{item}.name", "") for content in contents)
    return next((name for name in names if name), "（名前なし）")


def _title(item: str, contents: Iterable[Content]) -> str:
    titles = (content.get(f"table.{item}.title", "") for content in contents)
    return f"表「{next((title for title in titles if title), '名前なし')}」"


def _is_quiet(each: Difference) -> bool:
    """Return whether nobody would miss this line: that nothing is done in a cell that came or went."""
    return field_of(each.key) == "part" and {each.before, each.after} <= {"", str(Part.NOTHING)}
