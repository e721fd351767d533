"""Rows in a form: each bears the id of what it changes, or a number of its own."""

import re
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from content.desk_forms import DeskForm

BLANK_ROWS, MOST_ROWS = 4, 40


class RowsForm(DeskForm):
    """A form with rows, named by `keys`: `s12` for what is stored under 12, `n1` for a new one."""

    columns: Sequence[str] = ()

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        stored: Mapping[int, Mapping[str, Any]],
        keys: Sequence[str] | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        self.stored = stored
        first = {
            f"{column}_s{pk}": value for pk, row in stored.items() for column, value in row.items()
        } | dict(initial or {})
        super().__init__(data, initial=first)
        blank = max(BLANK_ROWS - len(stored), 2)
        usual = [*(f"s{pk}" for pk in stored), *(f"n{number}" for number in range(1, blank + 1))]
        self.keys = list(keys) if keys is not None else (self._sent(data) if data else usual)
        for number, key in enumerate(self.keys, start=1):
            for name, field in self.row_fields(number).items():
                self.fields[f"{name}_{key}"] = field

    @abstractmethod
    def row_fields(self, number: int) -> dict[str, forms.Field]:
        """Return the fields of one row."""

    def _sent(self, data: Mapping[str, Any]) -> list[str]:
        pattern = re.compile(rf"{self.columns[0]}_([sn]\d{{1,9}})")
        found = [match[1] for name in data if (match := pattern.fullmatch(name))]
        return list(dict.fromkeys(found))[:MOST_ROWS]

    @property
    def rows(self) -> list[list[BoundField]]:
        """The rows, to be shown."""
        return [[self[f"{column}_{key}"] for column in self.columns] for key in self.keys]

    def row_id(self, key: str) -> int | None:
        """Return what is stored under a row; None for one that is new, or whose record is gone."""
        pk = int(key[1:])
        return pk if key.startswith("s") and pk in self.stored else None

    def given(self, key: str) -> list[Any]:
        return [self.cleaned_data.get(f"{column}_{key}") for column in self.columns]

    @property
    def filled(self) -> list[str]:
        return [key for key in self.keys if any(value not in (None, "") for value in self.given(key))]

    @property
    def removed(self) -> list[int]:
        """What is stored under rows that were emptied."""
        emptied = (self.row_id(key) for key in self.keys if key not in self.filled)
        return [pk for pk in emptied if pk is not None]

    def require(self, key: str, column: str, words: str) -> None:
        """Say what a row lacks, unless its mistake is said already."""
        name = f"{column}_{key}"
        if self.cleaned_data.get(name) in (None, "") and name not in self.errors:
            self.add_error(name, words)
