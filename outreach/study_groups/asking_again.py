"""Forms whose words are looked through: what looks like somebody is asked about before it stands anywhere."""

from collections.abc import Collection
from datetime import date
from typing import Any, ClassVar

from django import forms

from directory.models import Agency

from .suspicions import Suspicion, suspicions

SURE = "読み直しました。だれのことか、どこのことか、わかりません"
LOOK = "だれか、どこかがわかる言葉かもしれません。直すか、下の「読み直しました」にしるしをつけてください。"


def agency_names(today: date) -> list[tuple[str, str]]:
    """Return the names of open agencies, each as written and folded, as `suspicions` looks for them."""
    return list(Agency.objects.current(today=today).values_list("name", "folded_name"))


class AsksAgain(forms.Form):
    """Asks once to read again what looks like somebody; whoever says that they did may go on.

    `looked_through` names the fields whose words are looked through; the first in which something is found
    bears the question. In those of `may_name_agencies` an agency is what was asked for, so people alone are
    looked for.
    """

    looked_through: ClassVar[tuple[str, ...]] = ()
    may_name_agencies: ClassVar[tuple[str, ...]] = ()
    is_sure = forms.BooleanField(label=SURE, required=False)

    def __init__(self, *args: Any, agencies: Collection[tuple[str, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.agencies, self.found = agencies, list[Suspicion]()
        self.order_fields([*(name for name in self.fields if name != "is_sure"), "is_sure"])

    def clean(self) -> dict[str, Any]:
        """Ask to read again what looks like somebody, unless that was done."""
        data = super().clean() or self.cleaned_data
        by_field = {name: self._look(name, data) for name in self.looked_through}
        self.found = list(dict.fromkeys(each for found in by_field.values() for each in found))
        if self.found and not data.get("is_sure"):
            self.add_error(next(name for name, found in by_field.items() if found), LOOK)
        return data

    def _look(self, name: str, data: dict[str, Any]) -> list[Suspicion]:
        agencies = () if name in self.may_name_agencies else self.agencies
        return suspicions(str(data.get(name) or ""), agencies=agencies)

    @property
    def asks_again(self) -> bool:
        """Whether the box that says "I have read it again" is shown."""
        return bool(self.found)

    @property
    def shown_fields(self) -> list[forms.BoundField]:
        """The fields that stand on the page; the box that says "I have read it again" once there is need."""
        return [each for each in self if each.name != "is_sure" or self.asks_again]
