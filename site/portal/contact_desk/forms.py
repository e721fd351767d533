"""What the public writes. Only the contact that the wished reply needs is asked for and kept."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator

from foundation.centre.rules import OpeningHours
from foundation.japanese.dates import clock_time
from foundation.ui.forms import CleanCharField, CleanTextField, MailField, PhoneField
from portal.consultations.enums import AskerKind

from .enums import BestTime, ReplyWay, SubjectClass
from .sealing import Contents
from .services.receiving import MessageRequest

LONGEST_TEXT = 500
# Stands where bytes were no letters.
UNREADABLE = "\ufffd"


class LimitedTextField(CleanTextField):
    """Several lines; a text that is too long says by how much, and is shown again whole."""

    def __init__(self, *, max_length: int, **options: Any) -> None:
        super().__init__(max_length=max_length, **options)
        self.validators = [each for each in self.validators if not isinstance(each, MaxLengthValidator)]
        self.longest = max_length

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > self.longest:
            raise ValidationError(
                f"{self.longest}字までです。いまは{len(value):,}字なので、"
                f"{len(value) - self.longest:,}字へらしてください。",
                code="max_length",
            )


def choice(label: str, choices: Any, ask: str, **options: Any) -> forms.ChoiceField:
    """Return a field of radio buttons; whatever is wrong with it, it asks for a choice."""
    words = {"required": ask, "invalid_choice": ask}
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, error_messages=words, **options
    )


class ContactForm(forms.Form):
    """The form that asks for no case detail."""

    asker_kind = choice("あなたについて", AskerKind.choices, "あなたについて、選んでください。")
    name = CleanCharField(
        label="お名前かニックネーム",
        max_length=60,
        required=False,
        help_text="書かなくてもかまいません。",
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
    )
    subject = choice("何についてですか", SubjectClass.choices, "何についてですか。近いものを選んでください。")
    text = LimitedTextField(
        label="聞きたいこと・伝えたいこと",
        max_length=LONGEST_TEXT,
        help_text=f"{LONGEST_TEXT}字まで。くわしいことは、お返事のときにうかがいます。",
        # No autocomplete="off": browsers would forget the text on the way back. None of them offers it again.
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    reply_way = choice("お返事の方法", ReplyWay.choices, "お返事の方法を選んでください。")
    phone = PhoneField(label="電話番号", required=False)
    fax = PhoneField(
        label="FAX番号",
        required=False,
        widget=forms.TelInput(attrs={"autocomplete": "off"}),
        error_messages={"phone": "FAX番号として読み取れません。市外局番から書いてください。例：099-000-4568"},
    )
    email = MailField(label="メールアドレス", required=False)
    address = CleanTextField(
        label="郵便の宛先",
        max_length=200,
        required=False,
        help_text="郵便番号、住所、宛名を書いてください。",
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
    )
    best_time = choice(
        "電話に出やすい時間", BestTime.choices, "電話に出やすい時間を選んでください。", required=False
    )
    best_time_words = CleanCharField(
        label="時間について、ほかに知らせておきたいこと",
        max_length=100,
        required=False,
        help_text="例：火曜日は出られません",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    consent = forms.BooleanField(
        label="個人情報の取扱いを読みました",
        error_messages={"required": "個人情報の取扱いを読みましたら、印を付けてください。"},
    )

    CONTACTS = {
        ReplyWay.PHONE: ("phone", "電話でお返事するには、電話番号が必要です。"),
        ReplyWay.FAX: ("fax", "FAXでお返事するには、FAX番号が必要です。"),
        ReplyWay.MAIL: ("email", "メールでお返事するには、メールアドレスが必要です。"),
        ReplyWay.POST: ("address", "郵便でお返事するには、宛先が必要です。"),
    }
    ONLY_BY_PHONE = ("best_time", "best_time_words")

    def __init__(self, *arguments: Any, hours: OpeningHours, **options: Any) -> None:
        super().__init__(*arguments, **options)
        opens, closes = clock_time(hours.opens_at), clock_time(hours.closes_at)
        self.fields["best_time"].choices = [  # type: ignore[attr-defined]  # -- a ChoiceField
            (BestTime.ANY, f"{BestTime.ANY.label}（{opens}〜{closes}）"),
            (BestTime.MORNING, f"{BestTime.MORNING.label}（{opens}〜正午）"),
            (BestTime.AFTERNOON, f"{BestTime.AFTERNOON.label}（正午〜{closes}）"),
        ]

    def clean(self) -> dict[str, Any]:
        """Leave aside what the wished reply does not need, and ask for what it does."""
        cleaned = super().clean() or {}
        way = cleaned.get("reply_way", "")
        needed, ask = self.CONTACTS.get(way, ("", ""))
        for name, _ in self.CONTACTS.values():
            if way and name != needed:
                self._forget(name)
        if way and way != ReplyWay.PHONE:
            for name in self.ONLY_BY_PHONE:
                self._forget(name)
        if needed and needed not in self.errors and not cleaned.get(needed):
            self.add_error(needed, ask)
        for name, value in list(cleaned.items()):
            if isinstance(value, str) and UNREADABLE in value:
                self.add_error(name, "読み取れない文字が入っています。「�」のところを書きなおしてください。")
        return self.cleaned_data

    def _forget(self, name: str) -> None:
        self.errors.pop(name, None)
        self.cleaned_data[name] = ""

    @property
    def contact(self) -> str:
        """The one number or address that the reply needs."""
        name, _ = self.CONTACTS.get(self.cleaned_data["reply_way"], ("", ""))
        return self.cleaned_data[name] if name else ""

    @property
    def best_time_label(self) -> str:
        words = dict(self.fields["best_time"].choices)  # type: ignore[attr-defined]  # -- a ChoiceField
        return str(words.get(self.cleaned_data["best_time"], ""))

    def request(self, form_key: UUID) -> MessageRequest:
        """Return what is asked of the desk, from a form that is right."""
        said = self.cleaned_data
        return MessageRequest(
            form_key=form_key,
            asker_kind=said["asker_kind"],
            subject=said["subject"],
            reply_way=said["reply_way"],
            best_time=said["best_time"],
            contents=Contents(
                text=said["text"],
                name=said["name"],
                contact=self.contact,
                best_time_words=said["best_time_words"],
            ),
        )
