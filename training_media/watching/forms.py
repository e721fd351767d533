"""What whoever watches types: code, PIN, who they are, who sits there, that they have watched."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from content.desk_forms import DeskForm
from foundation.ui.forms import CleanCharField, CleanTextField
from training_media.campaigns.models import RosterName
from training_media.campaigns.written_names import TOO_LONG, NotNames, is_too_long, read_names
from training_media.viewing.models import Viewer

from .passes import MOST_PEOPLE
from .services.coming_in import Who

LEAST_TOGETHER = 2
_PLAIN = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class CodeForm(forms.Form):
    """The code on a card."""

    code = CleanCharField(
        label="カードの番号",
        max_length=40,
        widget=forms.TextInput(attrs=_PLAIN),
        help_text="視聴カードにある、4字ずつ3つの番号です。小文字でも、間の「-」がなくても、かまいません。",
    )


class PinForm(forms.Form):
    """The PIN on the slip."""

    code = forms.CharField(max_length=40, widget=forms.HiddenInput)
    pin = CleanCharField(
        label="PIN（6けたの数字）",
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        help_text="カードとは別の紙にあります。",
    )


class WhoForm(forms.Form):
    """Who watches: one of the names that the agency gave, or another one."""

    name_of = forms.TypedChoiceField(
        label="お名前", required=False, coerce=int, empty_value=None, widget=forms.RadioSelect
    )
    name = CleanCharField(
        label="お名前", max_length=60, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    job = CleanCharField(
        label="職種（書かなくてもかまいません）",
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, names: Sequence[RosterName], **options: Any) -> None:
        super().__init__(*args, **options)
        self.names = {each.pk: each for each in names}
        choices = [(each.pk, _label(each)) for each in names]
        field = self.fields["name_of"]
        assert isinstance(field, forms.ChoiceField)
        if choices:
            field.choices = [*choices, (0, "ここに、名前がない")]
            self.fields["name"].label = "お名前（上に、名前がないとき）"
        else:
            del self.fields["name_of"]

    def clean(self) -> dict[str, Any]:
        """Ask for one name."""
        given = super().clean() or {}
        chosen = given.get("name_of")
        if chosen and given.get("name") and not self.errors:
            self.add_error("name", "選んだ名前と、書いた名前があります。どちらか1つにしてください。")
        elif not chosen and not given.get("name") and not self.errors:
            self.add_error("name", "名前を選ぶか、書いてください。")
        elif not self.errors and is_too_long(self.who.name):
            self.add_error("name", TOO_LONG)
        return given

    @property
    def who(self) -> Who:
        chosen = self.names.get(self.cleaned_data.get("name_of") or 0)
        if chosen is not None:
            return Who(chosen.name, chosen.name_kana, chosen.job)
        return Who(self.cleaned_data["name"], "", self.cleaned_data["job"])


class TogetherForm(forms.Form):
    """Who sits in front of the screen at the beginning."""

    names_of = forms.TypedMultipleChoiceField(
        label="ここにいる人", required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    others = CleanTextField(
        label="ほかの人の名前",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}),
        help_text="1行に1人ずつ書きます。",
    )

    def __init__(self, *args: Any, names: Sequence[RosterName], myself: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.names, self.myself = {each.pk: each for each in names}, myself
        field = self.fields["names_of"]
        assert isinstance(field, forms.ChoiceField)
        choices = [(0, f"{myself}（あなた）")] if myself else []
        choices += [(each.pk, _label(each)) for each in names]
        if choices:
            field.choices = choices
        else:
            del self.fields["names_of"]

    def clean_others(self) -> list[Who]:
        """Return the names. Raises ValidationError that says which lines and what to do."""
        try:
            found = read_names(self.cleaned_data["others"])
        except NotNames as error:
            raise ValidationError(error.mistakes) from None
        return [Who(each.name, each.name_kana, each.job) for each in found]

    def clean(self) -> dict[str, Any]:
        """Ask for two people at least."""
        given = super().clean() or {}
        count = len(given.get("names_of", [])) + len(given.get("others", []))
        if not self.errors and count < LEAST_TOGETHER:
            self.add_error("others", "2人以上にしてください。一人で見るときは、前の画面にもどってください。")
        if not self.errors and count > MOST_PEOPLE:
            self.add_error("others", f"1つの画面では{MOST_PEOPLE}人までです。2つに分けてください。")
        return given

    @property
    def with_me(self) -> bool:
        return bool(self.myself) and 0 in self.cleaned_data.get("names_of", [])

    @property
    def people(self) -> list[Who]:
        chosen = [self.names[key] for key in self.cleaned_data.get("names_of", []) if key]
        found = [Who(each.name, each.name_kana, each.job) for each in chosen]
        return [*found, *self.cleaned_data["others"]]


class CountForm(forms.Form):
    """Who is there at the end; whoever is not ticked loses what they watched: that is asked again."""

    stayed = forms.TypedMultipleChoiceField(
        label="終わりまで、ここにいた人", required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    others_left = forms.BooleanField(
        label="しるしのない人は、途中で帰りました（見たことを記録しません）", required=False
    )

    def __init__(self, *args: Any, viewers: Sequence[Viewer], **options: Any) -> None:
        super().__init__(*args, **options)
        self.viewers = viewers
        field = self.fields["stayed"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(each.pk, each.name) for each in viewers]

    def clean(self) -> dict[str, Any]:
        """Name those who would be recorded for nothing, until it is said that they left."""
        given = super().clean() or {}
        left = [each.name for each in self.viewers if each.pk not in given.get("stayed", [])]
        if left and not self.errors and not given.get("others_left"):
            names = "、".join(f"{name}さん" for name in left)
            self.add_error(
                "others_left", f"{names}に、しるしがありません。いたなら、しるしをつけてください。"
            )
        return given


class LeaveOutForm(DeskForm):
    """Why a sitting of somebody is not counted."""

    reason = CleanCharField(
        label="数えないわけ", max_length=200, help_text="例：本人に聞くと、この日は見ていないとのこと"
    )


class SaidForm(forms.Form):
    """That somebody has watched a part, where nothing could be measured."""

    words = CleanCharField(
        label="ひとこと（書かなくてもかまいません）",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def _label(name: RosterName) -> str:
    return f"{name.name}（{name.job}）" if name.job else name.name
