from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from content.desk_forms import DeskForm
from content.forms import WrittenField
from content.meanwhile import Word
from foundation.japanese.dates import long_date, parse_date
from foundation.limits.declared import Limit
from foundation.ui.forms import CleanCharField


class LimitForm(DeskForm):
    """A new value of one limit, from a day on, with its ground, and the values that were seen with it."""

    value = forms.IntegerField(
        label="新しい値",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": "数字だけを書いてください。例：30"},
    )
    first_day = WrittenField(
        label="使い始める日",
        read=parse_date,
        show=long_date,
        help_text="今日か、今日よりあとの日です。「令和9年4月1日」や「2027/4/1」のように書きます。",
    )
    source = CleanCharField(
        label="根拠",
        max_length=200,
        help_text="法律や通知の名前、委託の契約、会議で決めた日など。公開のページにも出ます。",
    )
    note = CleanCharField(
        label="変えたわけ",
        max_length=300,
        required=False,
        help_text="職員だけが見ます。人の名前は書きません。",
    )
    # What the page showed, to be held against what stands there when it is saved.
    known = CleanCharField(
        label="これまでと、これからの値", required=False, max_length=20_000, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, limit: Limit, **options: Any) -> None:
        super().__init__(*args, **options)
        told = f"{limit.bounds}の数にしてください。"
        field = self.fields["value"]
        field.label = f"新しい値（{limit.unit}）"
        field.help_text = f"{limit.bounds}の数です。"
        field.validators += [MinValueValidator(limit.least, told), MaxValueValidator(limit.most, told)]

    def words(self) -> Mapping[str, Word]:
        """Return what others may have changed: the values, not the new one that is typed."""
        return {"known": super().words()["known"]}
