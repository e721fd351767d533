"""The form of an entry, the same for agencies, for links and for staff; and the small ones around it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet, formset_factory
from django.http import QueryDict

from directory.enums import Answer, FieldGroup, Level
from directory.forms.heard import HeardForm
from foundation.ui.forms import CleanCharField, CleanTextField, OurDateField, PhoneField

from .enums import LinkWay
from .queries import Choices
from .rules import FIELDS, EntryText, OfferText

MOST_OFFERS = 20
MOST_PLACES = 9_999
MOST_FREE = 999
UNKNOWN = ("", "わからない")
PREFIX = "offers"
CONDITION = "condition_"
SAID_BY = {"required": "書いた方のお名前を書いてください。"}


class EntryForm(forms.Form):
    """What an agency says of itself as a whole."""

    summary = CleanTextField(
        label="どんなところですか",
        max_length=600,
        required=False,
        help_text="はじめて見る人に、600字までで。利用している人の名前や、その人のことは書かないでください。",
    )
    visits = CleanCharField(
        label="見学・体験", max_length=200, required=False, help_text="例：平日の午後。前の日までに電話で"
    )
    hours = CleanCharField(
        label="受付の時間", max_length=200, required=False, help_text="例：平日9時から17時"
    )
    building = CleanCharField(
        label="建物のこと",
        max_length=300,
        required=False,
        help_text="段差、エレベーター、駐車場など",
    )
    website = forms.URLField(
        label="ウェブサイト",
        max_length=300,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "ウェブサイトは、https:// から書いてください。"},
    )
    contact_point = CleanCharField(
        label="受け入れの相談の窓口",
        max_length=100,
        required=False,
        help_text="係の名前や、担当の方の名前",
    )
    contact_phone = PhoneField(label="窓口の電話番号", required=False)
    base = forms.IntegerField(widget=forms.HiddenInput, required=False)


class SaidByForm(forms.Form):
    """Who writes, where nobody is signed in for the agency."""

    said_by = CleanCharField(label="書いた方のお名前", max_length=60, error_messages=SAID_BY)


class ConfirmedForm(HeardForm):
    """Who of the agency said that all is true, how and when it was heard."""

    said_by = CleanCharField(label="答えた方のお名前", max_length=60, error_messages=SAID_BY)
    field_order = ("said_by", "heard", "heard_on")


class OfferForm(forms.Form):
    """One service with its conditions."""

    service = forms.ChoiceField(widget=forms.HiddenInput)
    capacity = forms.IntegerField(
        label="定員（人）",
        min_value=0,
        max_value=MOST_PLACES,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": "定員は、人数を数字で書いてください。例：6"},
    )
    served = forms.MultipleChoiceField(
        label="対象の市町村",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="選ばないと「どこの市町村でも」になります。",
    )
    note = CleanCharField(label="ひとこと", max_length=200, required=False)

    def __init__(self, *args: Any, choices: Choices, **options: Any) -> None:
        # An empty one is no row to be passed over: each names its service.
        super().__init__(*args, **options | {"empty_permitted": False})
        self.conditions = choices.conditions
        self.services = choices.services
        self.fields["service"].choices = list(choices.services.items())  # type: ignore[attr-defined]  # -- a ChoiceField
        self.fields["served"].choices = list(choices.places.items())  # type: ignore[attr-defined]  # -- a ChoiceField
        for condition in choices.conditions:
            self.fields[CONDITION + condition.code] = forms.ChoiceField(
                label=condition.name, choices=[*Answer.choices, UNKNOWN], required=False
            )

    @property
    def row_name(self) -> str:
        """Return the service's name, for headings and the list of mistakes."""
        return self.services.get(str(self["service"].value() or ""), "サービス")

    @property
    def groups(self) -> Iterator[tuple[str, list[BoundField]]]:
        """Return the conditions, group by group."""
        found: dict[str, list[BoundField]] = {}
        for condition in self.conditions:
            found.setdefault(condition.group, []).append(self[CONDITION + condition.code])
        yield from found.items()

    @property
    def text(self) -> OfferText:
        """Return what was written, of a form that is right."""
        said = self.cleaned_data
        answers = {each.code: said[CONDITION + each.code] for each in self.conditions}
        return OfferText(
            service=said["service"],
            capacity=said["capacity"],
            conditions={code: answer for code, answer in answers.items() if answer},
            served=tuple(said["served"]),
            note=said["note"],
        )


class OfferForms(BaseFormSet):  # type: ignore[type-arg]  # -- not to be subscripted at run time
    """The services of an entry; each once."""

    def clean(self) -> None:
        """Refuse the same service twice."""
        named = [form.cleaned_data.get("service") for form in self.forms]
        if len(set(named)) < len(named):
            raise ValidationError("同じサービスが2回あります。1つにまとめてください。")


OfferFormSet = formset_factory(
    OfferForm, formset=OfferForms, extra=0, max_num=MOST_OFFERS, absolute_max=MOST_OFFERS, validate_max=True
)


class WholeEntry:
    """Form and services together: as published, as typed, or with one service more or less."""

    def __init__(self, choices: Choices, *, text: EntryText, base: int, typed: QueryDict | None) -> None:
        self.choices = choices
        self.refused = ""
        if typed is None:
            self._begin(_initial(text) | {"base": base}, [_offer_initial(each) for each in text.offers])
            return
        self.form = EntryForm(typed)
        self.offers = OfferFormSet(typed, prefix=PREFIX, form_kwargs={"choices": choices})
        if "add" in typed or "remove" in typed:
            self._change_services(typed)

    def _begin(self, initial: Mapping[str, Any], offers: Iterable[Mapping[str, Any]]) -> None:
        self.form = EntryForm(initial=dict(initial))
        self.offers = OfferFormSet(
            initial=[dict(each) for each in offers], prefix=PREFIX, form_kwargs={"choices": self.choices}
        )

    def _change_services(self, typed: QueryDict) -> None:
        """Keep what is typed, with one service more or less; nothing is checked yet."""
        kept = [
            {name: form[name].data for name in form.fields}
            for position, form in enumerate(self.offers.forms)
            if typed.get("remove") != str(position)
        ]
        wanted = typed.get("new_service", "")
        if "add" in typed:
            if wanted not in self.choices.services:
                self.refused = "加えるサービスを選んでください。"
            elif any(each["service"] == wanted for each in kept):
                self.refused = "このサービスは、もうあります。"
            elif len(kept) >= MOST_OFFERS:
                self.refused = f"サービスは{MOST_OFFERS}までです。"
            else:
                kept.append({"service": wanted})
        self._begin({name: self.form[name].data for name in self.form.fields}, kept)

    @property
    def is_right(self) -> bool:
        """Return whether it was sent, and nothing is wrong in it."""
        checked = [
            self.form.is_bound and self.form.is_valid(),
            self.offers.is_bound and self.offers.is_valid(),
        ]
        return all(checked)

    @property
    def has_errors(self) -> bool:
        """Return whether it was sent and something is wrong in it."""
        return self.form.is_bound and not self.is_right

    @property
    def text(self) -> EntryText:
        """Return what was written, of a form that is right."""
        said = self.form.cleaned_data
        offers = tuple(each.text for each in self.offers.forms)
        return EntryText(**{name: said[name] for name in FIELDS}, offers=offers)

    @property
    def base(self) -> int:
        """Return the version that the writer has seen."""
        return self.form.cleaned_data["base"] or 0

    def begin_on(self, base: int) -> None:
        """Take another version as seen, because the writer sees now what was changed."""
        data = self.form.data.copy()  # type: ignore[attr-defined]  # -- a QueryDict
        data["base"] = str(base)
        self.form.data = data

    @property
    def addable(self) -> list[tuple[str, str]]:
        """Return the services that are not there yet."""
        there = {str(form["service"].value()) for form in self.offers.forms}
        return [(code, name) for code, name in self.choices.services.items() if code not in there]


def _initial(text: EntryText) -> dict[str, Any]:
    return {name: getattr(text, name) for name in FIELDS}


def _offer_initial(offer: OfferText) -> dict[str, Any]:
    answers = {CONDITION + code: answer for code, answer in offer.conditions.items()}
    return answers | {
        "service": offer.service,
        "capacity": offer.capacity,
        "served": list(offer.served),
        "note": offer.note,
    }


class ReasonForm(forms.Form):
    """What the agency should write differently."""

    reason = CleanTextField(
        label="直してほしいところ",
        max_length=300,
        help_text="機関のページに、このまま出ます。メールには書かれません。",
        error_messages={"required": "直してほしいところを書いてください。"},
    )


class FreeForm(forms.Form):
    """How many places of one service are free: a number on a button, or a typed one."""

    service = forms.CharField(max_length=40)
    free = forms.IntegerField(
        min_value=0,
        max_value=MOST_FREE,
        error_messages={
            "required": "空きを、人数で書いてください。例：4",
            "invalid": "空きを、人数で書いてください。例：4",
            "max_value": f"空きは、{MOST_FREE}人までで書いてください。",
        },
    )


class LevelsForm(forms.Form):
    """Who sees which group; an empty answer leaves it to the usual rule."""

    def __init__(self, *args: Any, usual: Mapping[FieldGroup, Level], **options: Any) -> None:
        super().__init__(*args, **options)
        for group in FieldGroup:
            empty = ("", f"決めない（ふつうは「{usual[group].label}」）")
            self.fields[group] = forms.ChoiceField(
                label=group.label, choices=[empty, *Level.choices], required=False
            )

    @property
    def levels(self) -> dict[str, str]:
        """Return the groups with a level of their own."""
        return {group: self.cleaned_data[group] for group in FieldGroup if self.cleaned_data[group]}


class AgreementForm(forms.Form):
    """Who of the agency agreed, and when."""

    agreed_on = OurDateField(
        label="機関が同意した日",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": "日付を、2026-12-01 のように書いてください。"},
    )
    agreed_by = CleanCharField(label="同意した方のお名前", max_length=60, required=False)


class LinkForm(forms.Form):
    """How a link goes out: which button was pressed."""

    way = forms.ChoiceField(choices=LinkWay)
