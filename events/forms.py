"""What applicants write. Any width is taken as typed; each refusal says what to write instead."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet, formset_factory

from accounts.models import Person
from foundation.japanese.dates import fiscal_year_label
from foundation.japanese.text import fold
from foundation.ui.forms import CleanCharField, CleanTextField, KanaField, MailField, PhoneField

from .asking import AsksMore, FormPart
from .enums import Accommodation, Audience, EventKind, ReplyWay, Way
from .services.changing import Naming

PEOPLE = "people"
# Rows beyond this are not even shown again: nobody types them by hand.
MOST_ROWS = 300
SHOWN_AT_MOST = 20
_SIGNS = re.compile("[\u20e3\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]")

_LINK = re.compile(r"\w+://\S*|\bwww\.\S*", re.IGNORECASE)

type Choices = Sequence[tuple[str, str]]


class WordsField(CleanCharField):
    """One line that is printed on lists and stands in mails: emoji are refused, no font of ours has them.

    Links are refused, too: whoever may name an agency must not put words of their own into our letters.
    """

    default_error_messages = {
        "pictures": "絵文字は印刷できません。「%(found)s」を消してください。",
        "link": "ここには、リンクを書けません。「%(found)s」を消してください。",
    }

    def validate(self, value: str) -> None:
        super().validate(value)
        found = "".join(sign for sign in _SIGNS.findall(value) if not is_old_sign(sign))
        if found:
            raise ValidationError(
                self.error_messages["pictures"], code="pictures", params={"found": found[:SHOWN_AT_MOST]}
            )
        if link := _LINK.search(value):
            shown = link.group()[:SHOWN_AT_MOST]
            raise ValidationError(self.error_messages["link"], code="link", params={"found": shown})


def is_old_sign(sign: str) -> bool:
    """Return whether a sign such as ☆ or ♪ is in the Japanese character set, so that every font has it."""
    try:
        return bool(sign.encode("cp932"))
    except UnicodeEncodeError:
        return False


class EventFilterForm(forms.Form):
    """Narrows the public list and the month table; a value that is not offered asks for nothing."""

    past = forms.BooleanField(required=False, widget=forms.HiddenInput)
    audience = forms.ChoiceField(label="対象", required=False)
    kind = forms.ChoiceField(label="種類", required=False, choices=[("", "すべての種類"), *EventKind.choices])
    way = forms.ChoiceField(label="方法", required=False, choices=[("", "すべての方法"), *Way.choices])
    year = forms.TypedChoiceField(label="年度", required=False, coerce=int, empty_value=None)

    def __init__(self, data: Mapping[str, Any], *, years: Sequence[int]) -> None:
        super().__init__(data)
        offered = [(each.value, each.label) for each in (Audience.PUBLIC, Audience.PARTNERS)]
        self.fields["audience"].choices = [("", "すべての方"), *offered]  # type: ignore[attr-defined]  # -- a ChoiceField
        self.fields["year"].choices = [  # type: ignore[attr-defined]  # -- a ChoiceField
            ("", "すべての年度"),
            *((str(year), fiscal_year_label(year)) for year in years),
        ]

    @property
    def wanted(self) -> dict[str, Any]:
        """What was asked for, as far as it is offered."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def query(self) -> str:
        """What was asked for as a part of an address, so that one can turn a page and keep it."""
        return "".join(f"&{name}={value}" for name, value in self.wanted.items() if name != "past")

    @property
    def words(self) -> str:
        """What the list is narrowed to, in words."""
        chosen = ((name, value) for name, value in self.wanted.items() if name != "past")
        return "・".join(dict(self.fields[name].choices)[str(value)] for name, value in chosen)  # type: ignore[attr-defined]  # -- ChoiceFields


class ContactForm(forms.Form):
    """Whom the centre answers and how, and what people need on the day."""

    contact_name = WordsField(
        label="連絡をとる方のお名前",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
    )
    phone = PhoneField(label="電話番号")
    email = MailField(
        label="メールアドレス",
        required=False,
        help_text="メールでお返事を受け取る方は、必ず書いてください。ない方は、電話かFAXを選んでください。",
    )
    reply_way = forms.ChoiceField(
        label="お返事の方法",
        choices=ReplyWay.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "お返事の方法を選んでください。",
            "invalid_choice": "お返事の方法を選んでください。",
        },
    )
    fax = PhoneField(
        label="FAX番号",
        required=False,
        widget=forms.TelInput(attrs={"autocomplete": "off"}),
        error_messages={"phone": "FAX番号として読み取れません。市外局番から書いてください。例：099-000-4568"},
    )
    accommodations = forms.MultipleChoiceField(
        label="必要な配慮",
        choices=Accommodation.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "書かれているものの中から選んでください。"},
    )
    note = CleanTextField(
        label="ほかに知らせておきたいこと",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the address or number that the wished way of answering needs."""
        cleaned = super().clean() or {}
        missing = {
            ReplyWay.MAIL: (
                "email",
                "メールでお返事するには、メールアドレスが必要です。ない方は、お返事の方法で電話かFAXを選んでください。",
            ),
            ReplyWay.FAX: ("fax", "FAXでお返事するには、FAX番号が必要です。"),
        }
        name, words = missing.get(cleaned.get("reply_way"), ("", ""))
        if name and name not in self.errors and not cleaned.get(name):
            self.add_error(name, words)
        return cleaned

    @property
    def contact(self) -> dict[str, Any]:
        """The values under the names that services take."""
        return {name: self.cleaned_data[name] for name in ContactForm.base_fields}


class OwnContactForm(ContactForm):
    """What an applicant writes of themselves, and whether the names may stand on the participants' list."""

    shows_names = forms.BooleanField(
        label="参加者の名簿に、名前をのせてよい",
        required=False,
        help_text="名簿は、当日に参加した方だけに配ります。のるのは、事業所の名前と参加する方の名前です。"
        "のせなくても参加できます。",
    )

    @property
    def contact(self) -> dict[str, Any]:
        """The values under the names that services take."""
        return super().contact | {"shows_names": self.cleaned_data["shows_names"]}


@dataclass(frozen=True)
class Asked:
    """What a form asks about besides contact and people; what there is no choice about is not asked."""

    days: Choices
    agency: bool
    needs_agency: bool
    manager: bool = False
    # With how few people the group is content: only where there is no seat for all may be one for some.
    least_of: int | None = None
    parts: Sequence[FormPart] = ()


class ApplicantForm(AsksMore, OwnContactForm):
    """Contact, agency and date of an application, and what the group and its manager say."""

    field_order = ("session", "agency_name")
    agency_name = WordsField(label="事業所の名前", max_length=100, help_text="法人の名前はいりません。")
    session = forms.ChoiceField(
        label="参加する日",
        widget=forms.RadioSelect,
        error_messages={
            "required": "参加する日を選んでください。",
            "invalid_choice": "参加する日を、書かれているものの中から選んでください。",
        },
    )
    least_people = forms.TypedChoiceField(
        label="何人からなら参加しますか",
        coerce=int,
        empty_value=None,
        required=False,
        help_text="全員分の席がないときのことです。席が取れた方だけで参加し、残りの方は空きを待ちます。",
        error_messages={"invalid_choice": "何人からかを、書かれているものの中から選んでください。"},
    )
    manager_agrees = forms.BooleanField(
        label="所属長の了承を得ています",
        error_messages={"required": "所属長の了承を得てから、しるしをつけてください。"},
    )
    manager_name = WordsField(
        label="所属長のお名前", max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, *arguments: Any, asked: Asked, **options: Any) -> None:
        super().__init__(*arguments, **options)
        left_out = (
            ("agency_name", not asked.agency),
            ("session", len(asked.days) <= 1),
            ("least_people", asked.least_of is None),
            ("manager_agrees", not asked.manager),
            ("manager_name", not asked.manager),
        )
        for name in [name for name, is_left_out in left_out if is_left_out]:
            del self.fields[name]
        if asked.agency:
            self.fields["agency_name"].required = asked.needs_agency
            self.fields["agency_name"].widget.attrs["autocomplete"] = "organization"
        if "session" in self.fields:
            self.fields["session"].choices = asked.days  # type: ignore[attr-defined]  # -- a ChoiceField
        if asked.least_of is not None:
            self.fields["least_people"].choices = least_choices(asked.least_of)  # type: ignore[attr-defined]  # -- a ChoiceField
        if asked.least_of == 1:
            self.fields["least_people"].widget = forms.HiddenInput()
        self.ask(asked.parts)


def least_choices(people: int) -> list[tuple[str, str]]:
    """Return with how few of its people a group may be content; one alone has no choice."""
    fewer = range(1, people)
    words = [(str(few), "1人でも参加する" if few == 1 else f"{few}人から参加する") for few in fewer]
    return [("", "全員いっしょのときだけ参加する"), *words]


class PersonForm(forms.Form):
    """One person of an application: an earlier colleague, a new name, or a seat whose name follows."""

    participant = forms.IntegerField(required=False, widget=forms.HiddenInput)
    colleague = forms.ChoiceField(
        label="前に参加した方から選ぶ",
        required=False,
        error_messages={"invalid_choice": "この方は、事業所の名簿にいません。選びなおしてください。"},
    )
    name = WordsField(
        label="お名前",
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    name_kana = KanaField(
        label="フリガナ",
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    job = WordsField(
        label="仕事（職種）",
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    way = forms.ChoiceField(
        label="参加の方法",
        widget=forms.RadioSelect,
        error_messages={
            "required": "参加の方法を選んでください。",
            "invalid_choice": "参加の方法を、書かれているものの中から選んでください。",
        },
    )
    later = forms.BooleanField(label="あとで決める（人数だけ申し込みます）", required=False)

    def __init__(
        self, *arguments: Any, ways: Sequence[tuple[Way, str]], colleagues: Sequence[Person], **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self.ways = [way for way, _ in ways]
        self.colleagues = {str(person.pk): person for person in colleagues}
        self.row_name = f"{int(str(self.prefix).rsplit('-', 1)[-1]) + 1}人目"
        if colleagues:
            named = [(key, colleague_words(person)) for key, person in self.colleagues.items()]
            self.fields["colleague"].choices = [("", "選ばずに、下に書く"), *named]  # type: ignore[attr-defined]  # -- a ChoiceField
        else:
            del self.fields["colleague"]
        if len(ways) > 1:
            self.fields["way"].choices = [(way.value, words) for way, words in ways]  # type: ignore[attr-defined]  # -- a ChoiceField
        else:
            del self.fields["way"]

    def clean(self) -> dict[str, Any]:
        """Take one of three: a seat without a name, a chosen colleague, or a name with its reading."""
        cleaned = super().clean() or {}
        if cleaned.get("later"):
            self._forget("colleague", "name", "name_kana", "job")
        elif cleaned.get("colleague"):
            self._forget("name", "name_kana", "job")
        elif "colleague" not in self.errors and "name" not in self.errors:
            self._ask_for_a_name(cleaned)
        return self.cleaned_data

    def _forget(self, *names: str) -> None:
        """Leave fields aside that the choice has made needless, with whatever is wrong in them."""
        for name in names:
            self.errors.pop(name, None)
            self.cleaned_data[name] = ""

    def _ask_for_a_name(self, cleaned: Mapping[str, Any]) -> None:
        if not cleaned.get("name"):
            self.add_error("name", "お名前を書くか、「あとで決める」を選んでください。")
        elif "name_kana" not in self.errors and not cleaned.get("name_kana"):
            self.add_error("name_kana", "フリガナを書いてください。名札に使います。")

    @property
    def naming(self) -> Naming:
        """The name as services take it; empty for a seat whose name follows."""
        chosen = self.colleagues.get(self.cleaned_data.get("colleague", ""))
        if chosen is not None:
            return Naming(chosen.name, chosen.name_kana, chosen.job)
        return Naming(*(self.cleaned_data[name] for name in ("name", "name_kana", "job")))

    @property
    def chosen_way(self) -> str:
        """The chosen way to take part, or the only one."""
        return self.cleaned_data["way"] if "way" in self.fields else self.ways[0]


def colleague_words(person: Person) -> str:
    return f"{person.name}（{person.name_kana}）" if person.name_kana else person.name


class PeopleFormSet(BaseFormSet):  # type: ignore[type-arg]  # -- takes none at run time
    """The people of one application; every row counts, an untouched one too."""

    def clean(self) -> None:
        """Point at the later of two rows with the same person."""
        first: dict[tuple[str, str], str] = {}
        for form in self.forms:
            if form.is_valid() and form.naming.name:
                key = (fold(form.naming.name), fold(form.naming.name_kana))
                if key in first:
                    field = "colleague" if form.cleaned_data.get("colleague") else "name"
                    form.add_error(field, f"{first[key]}と同じ方です。お名前を確かめてください。")
                first.setdefault(key, form.row_name)


def people_formset(
    *,
    most: int,
    ways: Sequence[tuple[Way, str]],
    colleagues: Sequence[Person],
    data: Mapping[str, Any] | None = None,
    initial: Sequence[Mapping[str, Any]] = (),
    row: type[PersonForm] = PersonForm,
) -> PeopleFormSet:
    """Return the rows of people, bound to what was sent or filled with initial values."""
    rows = formset_factory(
        row,
        formset=PeopleFormSet,
        extra=0,
        min_num=1,
        validate_min=True,
        max_num=most,
        validate_max=True,
        absolute_max=max(most, MOST_ROWS),
    )
    return rows(
        data,
        prefix=PEOPLE,
        initial=[dict(row) for row in initial],
        form_kwargs={"ways": ways, "colleagues": colleagues, "empty_permitted": False},
        error_messages={
            "too_many_forms": f"一度に申し込めるのは{most}人までです。それより多いときは、お電話ください。",
            "too_few_forms": "参加する方を1人以上にしてください。",
        },
    )


def typed(form: forms.Form) -> dict[str, Any]:
    """Return what was sent for a form, as it was typed, to show it again without judging it."""
    return {name: form[name].data for name in form.fields}
