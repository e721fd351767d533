"""What the desk writes anew of an application: contact, names, and what the group and its manager said."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from content.meanwhile import Word, Words, take_over, words_of
from events.forms import ContactForm, WordsField
from events.models import Application, Participant
from events.services.changing import Naming

from .fields import NumberField
from .people import name_rows

PERSON_FIELDS = ("name", "name_kana", "job")


class DeskChangeForm(ContactForm):
    """Contact, with how few people a group takes part, and its manager's name where the event asks for it."""

    least_people = NumberField(
        label="何人からなら参加するか",
        required=False,
        help_text="空けておくと、全員いっしょのときだけ席を取ります。減らすと、すぐに席が決まることがあります。",
    )
    manager_name = WordsField(
        label="了承した所属長のお名前",
        max_length=60,
        error_messages={"required": "了承した所属長のお名前を書いてください。"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, data: Any = None, *, application: Application, people: int) -> None:
        shown = {name: getattr(application, name) for name in self.base_fields}
        super().__init__(data, initial=shown)
        self.people = people
        event = application.session.event
        if people < 2:  # noqa: PLR2004 -- a group
            del self.fields["least_people"]
        if not event.asks_for_manager:
            del self.fields["manager_name"]

    def clean(self) -> dict[str, Any]:
        """Refuse more people than there are."""
        cleaned = super().clean()
        if (cleaned.get("least_people") or 1) > self.people:
            self.add_error("least_people", f"参加する方は{self.people}人です。それより多くは書けません。")
        return cleaned

    @property
    def contact(self) -> dict[str, Any]:
        """The values under the names that services take."""
        own = [name for name in ("least_people", "manager_name") if name in self.fields]
        return super().contact | {name: self.cleaned_data[name] for name in own}


class ChangeSheet:
    """Contact and names on one page, sent as one form, for whoever else changes them meanwhile."""

    def __init__(self, data: Any = None, *, application: Application, people: Sequence[Participant]) -> None:
        self.people = people
        self.contact = DeskChangeForm(data, application=application, people=len(people))
        self.rows = name_rows(data, people=people)

    @property
    def is_bound(self) -> bool:
        return self.contact.is_bound

    @property
    def errors(self) -> list[Any]:
        """What is wrong in any part."""
        return [
            each for each in (self.contact.errors, *self.rows.errors, self.rows.non_form_errors()) if each
        ]

    def is_valid(self) -> bool:
        """Judge both parts, so that every mistake is told at once."""
        return self.contact.is_valid() & self.rows.is_valid()

    def add_error(self, field: str | None, error: str) -> None:
        """Say what concerns the whole page above all."""
        self.contact.add_error(field, error)

    @property
    def names(self) -> dict[int, Naming]:
        """The names by participant, as the service takes them."""
        return {row.cleaned_data["participant"]: row.naming for row in self.rows.forms}

    def words(self) -> Words:
        """Return what stands in both parts; of a person who is not on the page, what is stored."""
        found = words_of(self.contact)
        shown = self.rows_by_person()
        for number, person in enumerate(self.people, start=1):
            row = shown.get(str(person.pk))
            for name in PERSON_FIELDS:
                word = words_of(row)[name] if row else Word("", getattr(person, name))
                found[_named(person.pk, name)] = Word(f"{number}人目　{word.label}", word.text)
        return found

    def take_over(self, fresh: "ChangeSheet", names: Iterable[str]) -> None:
        """Let fields that nobody wrote anew show what stands there now."""
        wanted = set(names)
        take_over(self.contact, fresh.contact, wanted & set(self.contact.fields))
        own, theirs = self.rows_by_person(), fresh.rows_by_person()
        for key in own.keys() & theirs.keys():
            take_over(own[key], theirs[key], [name for name in PERSON_FIELDS if _named(key, name) in wanted])

    def rows_by_person(self) -> dict[str, Any]:
        """The rows by whom they are about, as it was sent."""
        return {str(row["participant"].value()): row for row in self.rows.forms}


def _named(person: int | str, name: str) -> str:
    return f"person{person}-{name}"
