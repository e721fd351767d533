"""Forms of the desk: choices and numbers only, so that nothing personal can slip into the counts."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from accounts.models import User
from foundation.ui.forms import WarekiDateField

from .enums import AskerKind, MessageState, Outcome, SubjectClass, TalkWay, Theme
from .models import Consultation
from .rules import LONGEST_TALK_MINUTES
from .services.handling import Talk

TABS = {
    "open": "返事を待っている",
    "mine": "自分の担当",
    "done": "返事ずみ",
    "all": "すべて",
}


def select(label: str, choices: Any, first: str = "", **options: Any) -> forms.ChoiceField:
    """Return a drop-down list; `first` is the word for no choice yet."""
    ask = f"{label}を選んでください。"
    words = {"required": ask, "invalid_choice": ask}
    return forms.ChoiceField(label=label, choices=[("", first), *choices], error_messages=words, **options)


class QueueFilterForm(forms.Form):
    """Narrows the queue; a value that is not offered asks for nothing."""

    tab = forms.ChoiceField(choices=list(TABS.items()), required=False)
    kind = select("どなたからか", AskerKind.choices, "すべて", required=False)
    subject = select("何についてか", SubjectClass.choices, "すべて", required=False)

    @property
    def wanted(self) -> dict[str, str]:
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}


class AssignForm(forms.Form):
    """Who answers: one of those who may read."""

    to = forms.TypedChoiceField(
        label="担当",
        coerce=int,
        error_messages={
            "required": "担当を選んでください。",
            "invalid_choice": "担当を選びなおしてください。",
        },
    )

    def __init__(self, *arguments: Any, readers: Sequence[User], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.readers = {reader.pk: reader for reader in readers}
        named = [(pk, str(user)) for pk, user in self.readers.items()]
        self.fields["to"].choices = [("", "選んでください"), *named]  # type: ignore[attr-defined]  # -- a ChoiceField

    @property
    def chosen(self) -> User:
        return self.readers[self.cleaned_data["to"]]


class NameReaderForm(AssignForm):
    """Whom the manager lets read."""

    def __init__(self, *arguments: Any, readers: Sequence[User], **options: Any) -> None:
        super().__init__(*arguments, readers=readers, **options)
        self.fields["to"].label = "読む人にする職員"


class TalkForm(forms.Form):
    """How an answer or a talk went, as it is counted."""

    day = WarekiDateField(label="返事や相談をした日")
    way = select("方法", TalkWay.choices, "選んでください")
    theme = select("おもな内容", Theme.choices, "選んでください")
    outcome = select("結果", Outcome.choices, "選んでください")
    minutes = forms.IntegerField(
        label="かかった時間（分）",
        min_value=1,
        max_value=LONGEST_TALK_MINUTES,
        help_text="だいたいでかまいません。",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": "かかった時間を、分で書いてください。",
            "invalid": "かかった時間を、数字で書いてください。例：15",
            "min_value": "1分から書いてください。",
            "max_value": f"{LONGEST_TALK_MINUTES}分までで書いてください。",
        },
    )

    @property
    def talk(self) -> Talk:
        said = self.cleaned_data
        return Talk(said["theme"], said["day"], said["way"], said["minutes"], said["outcome"])


class ConsultationForm(TalkForm):
    """A talk that did not come by the form."""

    field_order = ("day", "asker_kind")
    asker_kind = select("相談した方", AskerKind.choices, "選んでください")

    @classmethod
    def of(cls, consultation: Consultation, data: Any = None) -> "ConsultationForm":
        """Return the form with what was counted; who sent a message is not asked again."""
        names = ("day", "asker_kind", "way", "theme", "outcome", "minutes")
        form = cls(data, initial={name: getattr(consultation, name) for name in names})
        if consultation.message_id is not None:
            del form.fields["asker_kind"]
        return form


def usual_way(reply_way: str) -> str:
    """Return how an answer goes that was asked for in this way."""
    return TalkWay.NO_REPLY if reply_way == "none" else reply_way


def first_talk(reply_way: str, today: date) -> dict[str, Any]:
    """Return what the form of an answer begins with."""
    return {"day": today, "way": usual_way(reply_way)}


IS_DONE = (MessageState.ANSWERED, MessageState.CLOSED, MessageState.ERASED)
