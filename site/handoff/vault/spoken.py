"""What the data of a sealed column is called, for whoever reads all that is held of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

# What stands under a name that nobody knows any more is not left out.
OTHER = "そのほか"


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """The names of a column's data in the order in which they are read, and the words for its codes."""

    labels: Mapping[str, str]
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def lines(self, data: list[Any] | dict[str, Any]) -> Iterator[str]:
        """Give what the data says, name by name; of a list each thing in a line of its own."""
        if isinstance(data, list):
            yield from ("、".join(self.lines(each)) for each in data)
            return
        for name in sorted(data, key=[*self.labels, *data].index):
            if data[name] not in ("", None, []):
                yield f"{self.labels.get(name, OTHER)}：{self._words(name, data[name])}"

    def _words(self, name: str, value: object) -> str:
        known = self.codes.get(name, {})
        values = value if isinstance(value, list) else [value]
        return "、".join(known.get(str(each), str(each)) for each in values)
