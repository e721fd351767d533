"""A sheet as its readers see it: rows, columns and lines in their order, made from the flat content."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from .content import Content, ids_of
from .enums import Level, Part


@dataclass(frozen=True)
class Stage:
    """A column. `lit` is how many panes of its window are lit: more from column to column."""

    id: str
    name: str
    when: str
    lit: int


@dataclass(frozen=True)
class Cell:
    """What a body does in a stage; `words` say it aloud with its part."""

    stage: Stage
    part: Part
    text: str
    until: str

    @property
    def is_lead(self) -> bool:
        return self.part == Part.LEAD

    @property
    def is_beside(self) -> bool:
        return self.part == Part.BESIDE

    @property
    def is_helps(self) -> bool:
        return self.part == Part.HELPS

    @property
    def is_nothing(self) -> bool:
        return self.part == Part.NOTHING and not self.text

    @property
    def words(self) -> str:
        """The cell as one line, for lists and workbooks."""
        if self.is_nothing:
            return f"（{Part.NOTHING.label}）"
        mark = "" if self.part == Part.NOTHING else f"【{self.part.label}】"
        until = f"（{self.until}まで）" if self.until else ""
        return f"{mark}{self.text}{until}"


@dataclass(frozen=True)
class Body:
    """A row: who acts, at which level, through which offices, and whom to call."""

    id: str
    level: str
    name: str
    offices: tuple[str, ...]
    contact: str
    cells: tuple[Cell, ...]

    @property
    def level_label(self) -> str:
        return str(Level(self.level).label)


@dataclass(frozen=True)
class YearTable:
    """A small yearly table, who is counted in it and who says so."""

    title: str
    unit: str
    definition: str
    source: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Sheet:
    """Everything that stands on a sheet, in its order."""

    content: Content

    @cached_property
    def lead(self) -> str:
        return self.content.get("head.lead", "")

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        ids = ids_of(self.content, "stage")
        return tuple(
            Stage(
                each,
                self._text("stage", each, "name"),
                self._text("stage", each, "when"),
                max(1, round(6 * place / len(ids))),
            )
            for place, each in enumerate(ids, start=1)
        )

    @cached_property
    def bodies(self) -> tuple[Body, ...]:
        return tuple(self._body(each) for each in ids_of(self.content, "body"))

    @cached_property
    def notes(self) -> tuple[str, ...]:
        return tuple(self._lines("note"))

    @cached_property
    def issues(self) -> tuple[str, ...]:
        return tuple(self._lines("issue"))

    @cached_property
    def policies(self) -> tuple[str, ...]:
        return tuple(self._lines("policy"))

    @cached_property
    def tables(self) -> tuple[YearTable, ...]:
        return tuple(self._table(each) for each in ids_of(self.content, "table"))

    def _text(self, kind: str, item: str, field: str) -> str:
        return self.content.get(f"{kind}.{item}.{field}", "")

    def _lines(self, kind: str) -> Iterator[str]:
        texts = (self._text(kind, each, "text") for each in ids_of(self.content, kind))
        return (text for text in texts if text)

    def _body(self, item: str) -> Body:
        level = self._text("body", item, "level")
        cells = []
        for stage in self.stages:
            part = self._text("cell", f"{item}.{stage.id}", "part")
            cells.append(
                Cell(
                    stage,
                    Part(part) if part in Part else Part.NOTHING,
                    self._text("cell", f"{item}.{stage.id}", "text"),
                    self._text("cell", f"{item}.{stage.id}", "until"),
                )
            )
        return Body(
            item,
            level if level in Level else Level.PRIVATE,
            self._text("body", item, "name"),
            tuple(line for line in self._text("body", item, "offices").splitlines() if line),
            self._text("body", item, "contact"),
            tuple(cells),
        )

    def _table(self, item: str) -> YearTable:
        rows = [each for each in ids_of(self.content, "row") if each.split(".")[0] == item]
        return YearTable(
            *(self._text("table", item, field) for field in ("title", "unit", "definition", "source")),
            rows=tuple((self._text("row", each, "label"), self._text("row", each, "value")) for each in rows),
        )
