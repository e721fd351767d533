"""What staff give a table, and what they say of its columns and lines."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from directory.forms.agencies import offer_in_groups
from directory.models import AgencyKind

from .columns import column_name
from .desk_queries import DoubtfulRow
from .enums import Content, Decision
from .models import Table

LONGEST_NAME = 200
NOT_USED = "使わない"


class UploadForm(forms.Form):
    """A list of the centre's own."""

    file = forms.FileField(
        label="表のファイル",
        help_text="Excel（xlsx）かCSV。10MB、1万行まで。いちばん左のシートを読みます。",
        error_messages={
            "required": "ファイルを選んでください。",
            "empty": "中身のないファイルです。もう一度保存してください。",
            "max_length": "ファイルの名前が長すぎます（200文字まで）。",
        },
        max_length=LONGEST_NAME,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )


class ColumnsForm(forms.Form):
    """What each column holds, which kind new agencies have, and what an empty cell means."""

    default_kind = forms.ModelChoiceField(
        AgencyKind.objects.none(),
        label="種類が書いていない、新しい機関の種類",
        required=False,
        empty_label="決めない（種類のない行は、取り込みません）",
    )
    empties_erase = forms.BooleanField(
        label="空のセルは、いまの内容を消す",
        required=False,
        help_text="選ばないと、空のセルは、いまの内容をそのままにします。名前と種類は、消えません。",
    )

    def __init__(self, *args: Any, table: Table, samples: Sequence[Sequence[str]], **options: Any) -> None:
        initial = {"default_kind": table.default_kind_id, "empties_erase": table.empties_erase}
        super().__init__(*args, initial=initial, **options)
        offer_in_groups(
            self.fields["default_kind"], AgencyKind.objects.filter(retired_on__isnull=True), "group"
        )
        self.names = [f"column_{at}" for at in range(len(table.header))]
        for at, (name, found) in enumerate(zip(self.names, samples, strict=True)):
            self.fields[name] = forms.ChoiceField(
                label=column_name(table.header, at),
                choices=[("", NOT_USED), *Content.choices],
                required=False,
                initial=table.columns[at],
                help_text=f"例：{'、'.join(each[:30] for each in found)}" if found else "この列は空です。",
            )

    @property
    def column_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.names]

    @property
    def columns(self) -> list[str]:
        """What each column holds, nothing where it is not used."""
        return [self.cleaned_data[name] for name in self.names]

    def clean(self) -> dict[str, Any]:
        """Check that each content comes once, and that an agency can be told by name or number."""
        given = self.cleaned_data
        first: dict[str, str] = {}
        for name in self.names:
            content = given.get(name, "")
            if content and first.setdefault(content, name) != name:
                told = f"「{Content(content).label}」が2つあります。どちらかを「{NOT_USED}」にしてください。"
                self.add_error(name, told)
        if not {Content.NAME, Content.PUBLIC_ID} & first.keys():
            raise forms.ValidationError("「名前」か「番号」の列を、1つ決めてください。")
        return given


class DecisionsForm(forms.Form):
    """For each doubtful line of a page: which agency it means, a new one, or none."""

    def __init__(self, *args: Any, rows: Sequence[DoubtfulRow], **options: Any) -> None:
        super().__init__(*args, **options)
        self.rows = rows
        for row in rows:
            known = [
                (str(agency.pk), f"「{agency.name}」（{agency.public_id}）です")
                for agency, _ in row.candidates
            ]
            others = [(Decision.NEW.value, "新しい機関です"), (Decision.LEAVE.value, "取り込まない")]
            self.fields[f"line_{row.line}"] = forms.ChoiceField(
                label=f"{row.line}行目は、どれですか",
                choices=[*known, *others],
                widget=forms.RadioSelect,
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        """Check that something was decided."""
        if not any(self.cleaned_data.values()) and not self.errors:
            raise forms.ValidationError("1つ以上の行を決めてください。")
        return self.cleaned_data

    @property
    def with_fields(self) -> list[tuple[DoubtfulRow, forms.BoundField]]:
        return [(row, self[f"line_{row.line}"]) for row in self.rows]

    @property
    def choices(self) -> Mapping[int, tuple[Decision, int | None]]:
        """What was decided, by line; what was left open is not among it."""
        chosen = {row.line: self.cleaned_data.get(f"line_{row.line}", "") for row in self.rows}
        return {
            line: (Decision(said), None) if said in Decision.values else (Decision.AGENCY, int(said))
            for line, said in chosen.items()
            if said
        }
