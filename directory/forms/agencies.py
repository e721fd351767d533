"""What staff write about an agency, in any width, and how they look for one."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet

from content.forms import WrittenField
from directory.enums import Sector
from directory.forms.plain import PLAIN
from directory.models import Agency, AgencyKind, Corporation, Municipality
from directory.queries import CLOSED, EVERY, OPEN, suggest_agencies
from foundation.japanese.dates import parse_date, wareki
from foundation.japanese.numbers import clean_digits, is_corporate_number
from foundation.japanese.postal import find_addresses
from foundation.japanese.text import fold, half_width
from foundation.ui.forms import CleanCharField, KanaField, MailField, PhoneField, PostalCodeField

_NUMBER = re.compile(r"(?:.*[（(])?([0-9A-Z]{8})[)）]?")


class AgencyField(CleanCharField):
    """One agency, written by name or number; what fits none or several is answered with the nearest."""

    widget = forms.TextInput(attrs=dict(PLAIN))

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=120, **options)
        self.agencies = Agency.objects.none()

    def clean(self, value: Any) -> Agency | None:  # type: ignore[override]  # -- an agency, not its name
        """Return the agency. Raises ValidationError with the names that may have been meant."""
        text = super().clean(value)
        if not text:
            return None
        number = _NUMBER.fullmatch(half_width(text).upper())
        found = list(self.agencies.filter(public_id=number[1])) if number else []
        found = found or list(self.agencies.filter(folded_name=fold(text))[:2])
        if len(found) == 1:
            return found[0]
        near = "、".join(map(with_number, suggest_agencies(text, self.agencies)))
        hint = f"番号で書いてください：{near}" if near else "名前か番号を確かめてください。"
        said = "同じ名前の機関が、いくつかあります。" if found else "この名前の機関はありません。"
        raise ValidationError(said + hint)

    def prepare_value(self, value: Any) -> Any:
        return with_number(value) if isinstance(value, Agency) else value


def with_number(agency: Agency) -> str:
    """Return name and number, as `AgencyField` reads them."""
    return f"{agency.name}（{agency.public_id}）"


class CorporateNumberField(CleanCharField):
    """A 法人番号: 13 digits, the first of which checks the others."""

    widget = forms.TextInput(attrs={**PLAIN, "inputmode": "numeric"})

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=20, **options)

    def cleaned(self, value: str) -> str:
        return clean_digits(value)

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not is_corporate_number(value):
            raise ValidationError("法人番号が違うようです。13桁の数字を、もう一度確かめてください。")


class AgencyForm(forms.Form):
    """Everything the directory says of an agency in its first layer, on one screen."""

    kind = forms.ModelChoiceField(
        AgencyKind.objects.none(),
        label="種類",
        empty_label="選んでください",
        error_messages={"required": "種類を選んでください。"},
    )
    name = CleanCharField(label="名前", max_length=100)
    name_kana = KanaField(label="フリガナ", max_length=200, required=False)
    sector = forms.ChoiceField(
        label="分野",
        required=False,
        choices=[("", "種類に合わせる"), *Sector.choices],
        help_text="名簿と統計で、どの分野に数えるか。",
    )
    municipality = forms.ModelChoiceField(
        Municipality.objects.none(), label="市町村", required=False, empty_label="決まっていない・県外"
    )
    postal_code = PostalCodeField(label="郵便番号", required=False)
    address = CleanCharField(label="住所", max_length=200, required=False)
    phone = PhoneField(label="電話番号", required=False)
    fax = PhoneField(label="FAX番号", required=False)
    email = MailField(
        label="事業所のメール", required=False, help_text="みなさんで見る、共有のアドレスです。"
    )
    parent = AgencyField(
        label="上の組織",
        required=False,
        help_text="課の上の市、ホームの上の法人本部など。名前か番号で書きます。",
    )
    corporate_number = CorporateNumberField(label="法人番号", required=False)
    corporation_name = CleanCharField(label="法人の名前", max_length=100, required=False)
    opened_on = WrittenField(label="始めた日", required=False, read=parse_date, show=wareki)
    closed_on = WrittenField(
        label="閉じた日",
        required=False,
        read=parse_date,
        show=wareki,
        help_text="この日から、申し込みなどで選べなくなります。例：令和9年3月31日、R9.3.31",
    )

    closed_because = CleanCharField(
        label="閉じたわけ",
        max_length=200,
        required=False,
        help_text="例：事業をやめた、ほかの法人に引きついだ。センターの職員だけが見ます。人の名前は書きません。",
    )

    def __init__(self, *args: Any, agency: Agency | None = None, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.agency = agency
        self.current = Agency.objects.current(today=today).exclude(pk=agency.pk if agency else None)
        kinds = AgencyKind.objects.filter(retired_on__isnull=True)
        places = Municipality.objects.valid(today=today)
        if agency:
            kinds |= AgencyKind.objects.filter(pk=agency.kind_id)
            places |= Municipality.objects.filter(pk=agency.municipality_id)
        offer_in_groups(self.fields["kind"], kinds, "group")
        offer_in_groups(self.fields["municipality"], places, "prefecture")
        self.fields["parent"].agencies = self.current

    def clean(self) -> dict[str, Any]:
        """Check what concerns several fields: days in order, a known corporation, no agency twice."""
        given = self.cleaned_data
        opened, closed = given.get("opened_on"), given.get("closed_on")
        if opened and closed and closed < opened:
            self.add_error("closed_on", "閉じた日は、始めた日より前にできません。")
        if closed and not given.get("closed_because"):
            self.add_error("closed_because", "閉じたわけを書いてください。")
        if given.get("closed_because") and not closed and "closed_on" not in self.errors:
            self.add_error("closed_on", "閉じた日も書いてください。開いているなら、わけを消してください。")
        same = self.current.filter(
            folded_name=fold(given.get("name", "")), municipality=given.get("municipality")
        ).first()
        if same:
            self.add_error(
                "name",
                f"同じ名前の機関があります：{with_number(same)}。別の機関なら、地名などで区別してください。",
            )
        number = given.get("corporate_number")
        known = Corporation.objects.filter(corporate_number=number)
        if number and not given.get("corporation_name") and not known.exists():
            self.add_error("corporation_name", "はじめての法人番号です。法人の名前も書いてください。")
        return given

    @property
    def details(self) -> dict[str, Any]:
        """The agency's own fields, as the services take them."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("corporate_number", "corporation_name")
        }

    @property
    def body(self) -> dict[str, str]:
        """The corporation, as the services take it."""
        return {
            "number": self.cleaned_data["corporate_number"],
            "name": self.cleaned_data["corporation_name"],
        }

    @property
    def typed(self) -> dict[str, Any]:
        """What stands in the fields, mistakes and all."""
        return {field.name: field.data for field in self}


def agency_initial(agency: Agency) -> dict[str, Any]:
    """Return what the form shows of an agency that exists."""
    plain = {name: getattr(agency, name) for name in AgencyForm.base_fields if hasattr(agency, name)}
    body = agency.corporation
    return plain | {
        "corporate_number": (body and body.corporate_number) or "",
        "corporation_name": body.name if body else "",
    }


def look_up_address(typed: Mapping[str, Any], *, today: date) -> tuple[dict[str, Any], str]:
    """Return what was typed with the postal code's address where none was written, and what to tell of it."""
    found = find_addresses(typed.get("postal_code") or "")
    if not found:
        return dict(typed), "この郵便番号の住所は見つかりません。番号を確かめるか、住所を書いてください。"
    first, several = found[0], len(found) > 1
    filled = dict(typed)
    if not filled.get("municipality"):
        name = first.city if first.city.endswith("市") else first.city.partition("郡")[2] or first.city
        places = Municipality.objects.valid(today=today)
        place = places.filter(prefecture=first.prefecture, name=name).first()
        filled["municipality"] = place.pk if place else ""
    if filled.get("address"):
        return filled, "住所は書いてあるので、そのままにしました。"
    filled["address"] = first.prefecture + first.city + ("" if several else first.town)
    towns = "、".join(address.town for address in found if address.town)
    told = f"町の名前も書いてください：{towns}" if several else "続きの番地を書いてください。"
    return filled, f"住所を入れました。{told}"


def offer_in_groups(field: forms.Field, rows: QuerySet[Any], by: str) -> None:
    """Let a field offer these rows under headings, in the order in which each heading comes first."""
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows
    field.choices = [("", field.empty_label), *_groups(rows, by)]  # type: ignore[assignment]  # -- grouped, as Django allows


def _groups(rows: Iterable[Model], by: str) -> list[tuple[str, list[tuple[Any, str]]]]:
    found: dict[str, list[tuple[Any, str]]] = {}
    for row in rows:
        found.setdefault(getattr(row, by), []).append((row.pk, str(row)))
    return list(found.items())


class AgencyFilterForm(forms.Form):
    """Narrows the list; a value that is not offered asks for nothing."""

    q = CleanCharField(
        label="名前・フリガナ・番号",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs=dict(PLAIN)),
    )
    kind = forms.ModelChoiceField(
        AgencyKind.objects.none(), label="種類", required=False, empty_label="すべて"
    )
    sector = forms.ChoiceField(label="分野", required=False, choices=[("", "すべて"), *Sector.choices])
    municipality = forms.ModelChoiceField(
        Municipality.objects.none(), label="市町村", required=False, empty_label="すべて"
    )
    state = forms.ChoiceField(
        label="いまの状態",
        required=False,
        choices=[(OPEN, "開いている"), (CLOSED, "閉じた・統合した"), (EVERY, "すべて")],
    )

    def __init__(self, data: Mapping[str, Any], *, today: date) -> None:
        super().__init__(data)
        offer_in_groups(self.fields["kind"], AgencyKind.objects.all(), "group")
        offer_in_groups(self.fields["municipality"], Municipality.objects.valid(today=today), "prefecture")

    @property
    def wanted(self) -> dict[str, Any]:
        """What was asked for, as far as it is offered."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}


class MergeForm(forms.Form):
    """Where an agency goes on."""

    kept = AgencyField(label="統合した先", help_text="残すほうの機関を、名前か番号で書きます。")

    def __init__(self, *args: Any, merged: Agency, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kept"].agencies = Agency.objects.current(today=today).exclude(pk=merged.pk)
