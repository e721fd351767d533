"""Rows of people as staff type them from a paper: an empty row is nobody, 「あとで」 an unnamed seat."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory

from events.enums import Way
from events.forms import WordsField
from events.models import Participant
from events.services.applying import PersonRequest
from events.services.changing import Naming
from foundation.ui.forms import KanaField

from .fields import offer

MOST_PEOPLE = 50
ROWS_AT_A_TIME = 5
LATER_WORDS = frozenset({"あとで", "後で", "未定", "あとで決める"})
_PLAIN = {"autocomplete": "off", "spellcheck": "false"}


class PersonRow(forms.Form):
    """One line of a paper."""

    name = WordsField(
        label="お名前", max_length=60, required=False, widget=forms.TextInput(attrs=dict(_PLAIN))
    )
    name_kana = KanaField(
        label="フリガナ", max_length=80, required=False, widget=forms.TextInput(attrs=dict(_PLAIN))
    )
    job = WordsField(label="仕事", max_length=60, required=False, widget=forms.TextInput(attrs=dict(_PLAIN)))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options | {"empty_permitted": False})
        self.row_name = f"{int(str(self.prefix).rsplit('-', 1)[-1]) + 1}人目"

    def clean(self) -> dict[str, Any]:
        """Ask for the name where only reading or job is written."""
        given = self.cleaned_data
        if (
            not given.get("name")
            and (given.get("name_kana") or given.get("job"))
            and "name" not in self.errors
        ):
            self.add_error("name", "お名前を書くか、「あとで」と書いてください。")
        return given

    @property
    def is_empty(self) -> bool:
        return not self.cleaned_data.get("name")

    @property
    def naming(self) -> Naming:
        """The name as services take it; empty for a seat whose name follows."""
        given = self.cleaned_data
        if given["name"] in LATER_WORDS or not given["name"]:
            return Naming("", "", "")
        return Naming(given["name"], given["name_kana"], given["job"])


class EntryRow(PersonRow):
    """One line of a paper with the way to take part, where there is a choice."""

    way = forms.ChoiceField(label="方法")

    def __init__(self, *args: Any, ways: Sequence[Way], **options: Any) -> None:
        super().__init__(*args, **options)
        self.ways = ways
        if len(ways) > 1:
            offer(self, "way", [(way.value, way.label) for way in ways])
        else:
            del self.fields["way"]

    @property
    def person(self) -> PersonRequest:
        """What the services take."""
        naming = self.naming
        return PersonRequest(
            self.cleaned_data.get("way") or self.ways[0], naming.name, naming.name_kana, naming.job
        )


class NameRow(PersonRow):
    """One place of an application that exists."""

    participant = forms.IntegerField(widget=forms.HiddenInput)


EntryRows = formset_factory(EntryRow, extra=0, max_num=MOST_PEOPLE, absolute_max=MOST_PEOPLE)
NameRows = formset_factory(NameRow, extra=0, max_num=MOST_PEOPLE, absolute_max=MOST_PEOPLE)


def entry_rows(
    data: Mapping[str, Any] | None = None,
    *,
    ways: Sequence[Way],
    initial: Sequence[Mapping[str, Any]] = (),
) -> "BaseFormSet[Any]":
    """Return the rows of the entry page, bound or filled."""
    return EntryRows(
        data, prefix="people", initial=[dict(row) for row in initial], form_kwargs={"ways": ways}
    )


def name_rows(
    data: Mapping[str, Any] | None = None, *, people: Sequence[Participant] = ()
) -> "BaseFormSet[Any]":
    """Return one row per place of an application."""
    shown = [
        {
            "participant": person.pk,
            "name": person.name,
            "name_kana": person.name_kana,
            "job": person.job,
        }
        for person in people
    ]
    return NameRows(data, prefix="people", initial=shown)
