"""What is written of a path, who is to walk it, and in which form the list is taken away."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from accounts.models import Person
from content.desk_forms import DeskForm
from events.desk_forms.fields import DayField, NumberField, tell_today
from foundation.ui.forms import CleanCharField, CleanTextField
from training_media.courses.desk_forms.rows import RowsForm
from training_media.models import Course

from .enums import ForWhom, ItemKind, ListForm, ListReason
from .models import Path, PathItem
from .rules import in_order, is_address
from .services.making import NO_ADDRESS, NO_COURSE, ItemPlan

LONGEST_TITLE = 80


class AddressField(CleanCharField):
    """The address of a page on this site, as it stands in the browser without the host."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=200, **options)

    def validate(self, value: str) -> None:
        """Raise ValidationError for what is no address here."""
        super().validate(value)
        if value and not is_address(value):
            raise ValidationError(NO_ADDRESS, code="address")


class PathForm(RowsForm):
    """A path and its items; a row without a kind is left out, and one that is stored is then removed."""

    columns = ("kind", "title", "course", "address", "note", "position")

    title = CleanCharField(label="名前", max_length=60, help_text="例：初めて福祉の窓口を担当する方へ")
    summary = CleanTextField(
        label="説明",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="だれが、何を知るための道すじかを、ひとことで書いてください。",
    )
    for_whom = forms.ChoiceField(
        label="だれのためか",
        choices=ForWhom,
        initial=ForWhom.CITY,
        widget=forms.RadioSelect,
        help_text="公開すると、この方たちに見えます。だれかが始めたあとは、変えられません。",
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        path: Path | None = None,
        items: Iterable[PathItem] = (),
        courses: Iterable[Course],
        keys: Sequence[str] | None = None,
    ) -> None:
        self.courses = {each.pk: each.title for each in courses}
        stored = {
            each.pk: {
                "kind": each.kind,
                "title": each.title,
                "course": each.course_id,
                "address": each.address,
                "note": each.note,
                "position": each.position,
            }
            for each in items
        }
        initial = {name: getattr(path, name) for name in ("title", "summary", "for_whom")} if path else {}
        super().__init__(data, stored=stored, keys=keys, initial=initial)

    def row_fields(self, number: int) -> dict[str, forms.Field]:
        """Return the fields of one item."""
        kinds = [("", "なし（この項目を使わない）"), *ItemKind.choices]
        courses = [("", "選ばない"), *self.courses.items()]
        return {
            "kind": forms.ChoiceField(label=f"項目{number}の種類", choices=kinds, required=False),
            "title": CleanCharField(label=f"項目{number}の題", max_length=LONGEST_TITLE, required=False),
            "course": forms.TypedChoiceField(
                label=f"項目{number}の研修動画", choices=courses, required=False, coerce=int, empty_value=None
            ),
            "address": AddressField(label=f"項目{number}のアドレス", required=False),
            "note": CleanCharField(label=f"項目{number}のひとこと", max_length=200, required=False),
            "position": NumberField(label=f"項目{number}の順番", required=False),
        }

    @property
    def filled(self) -> list[str]:
        """The rows that have a kind."""
        return [key for key in self.keys if self.cleaned_data.get(f"kind_{key}")]

    def clean(self) -> dict[str, Any]:
        """Ask for what an item lacks, and for the kind of a new one that was begun."""
        for key in self.keys:
            kind, title, course, address, note, _ = self.given(key)
            if kind is None:
                continue
            if not kind and self.row_id(key) is None and (title or course or address or note):
                self.require(key, "kind", "種類を選んでください。")
            if kind == ItemKind.COURSE:
                self.require(key, "course", NO_COURSE)
            elif kind:
                self.require(key, "title", "題を書いてください。")
            if kind == ItemKind.PAGE:
                self.require(key, "address", "ページのアドレスを書いてください。例：/about/")
        return self.cleaned_data

    @property
    def details(self) -> dict[str, Any]:
        """The path itself."""
        return {name: self.cleaned_data[name] for name in ("title", "summary", "for_whom")}

    @property
    def plans(self) -> list[ItemPlan]:
        """The items in their order, as the services take them; a film without a title bears its own."""
        rows = []
        for key in self.filled:
            kind, title, course, address, note, position = self.given(key)
            if kind == ItemKind.COURSE and not title:
                title = self.courses[course][:LONGEST_TITLE]
            rows.append((position, ItemPlan(kind, title, note, course, address, self.row_id(key))))
        return in_order(rows)


class _PeopleField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # -- Django's own is not generic at run time
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}（{obj.job}）" if obj.job else str(obj.name)


class AssignForm(DeskForm):
    """Who is to walk which path, and until when."""

    people = _PeopleField(
        label="だれに",
        queryset=Person.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "だれに頼むかを選んでください。"},
    )
    path = forms.ModelChoiceField(
        label="どの道すじを",
        queryset=Path.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "道すじを選んでください。"},
    )
    due_on = DayField(
        label="いつまでに",
        required=False,
        help_text="決めないときは、空けておいてください。例：12/25",
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        people: QuerySet[Person],
        paths: QuerySet[Path],
        today: date,
    ) -> None:
        super().__init__(data)
        self.fields["people"].queryset = people  # type: ignore[attr-defined]  # -- a ModelChoiceField
        self.fields["path"].queryset = paths  # type: ignore[attr-defined]  # -- as above
        if not data and len(paths) == 1:
            self.initial["path"] = paths[0].pk
        tell_today(self, today)


class TakeForm(forms.Form):
    """In which form the list is taken away, and why."""

    form = forms.ChoiceField(
        label="どの形で受け取るか", choices=ListForm, initial=ListForm.CSV, widget=forms.RadioSelect
    )
    reason = forms.ChoiceField(
        label="何に使うか",
        choices=ListReason,
        initial=ListReason.GUIDING,
        widget=forms.RadioSelect,
        help_text="名前を外に出すので、だれが、いつ、何のために出したかを記録します。",
    )
