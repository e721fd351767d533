"""Forms of the desk: choices and numbers only, so that nothing personal can slip into the counts."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms.utils import ErrorDict

from accounts.models import User
from portal.consultations.enums import AskerKind, TalkWay
from portal.consultations.forms import TalkForm, select

from .enums import MessageState, SubjectClass

TABS = {
    "open": "返事を待っている",
    "mine": "自分の担当",
    "done": "返事ずみ",
    "all": "すべて",
}


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


class UnfinishedTalkForm(TalkForm):
    """The boxes of an answer with what was typed so far, before anybody is told what is missing."""

    def full_clean(self) -> None:
        """Find nothing wrong yet."""
        self._errors, self.cleaned_data = ErrorDict(), {}


def usual_way(reply_way: str) -> str:
    """Return how an answer goes that was asked for in this way."""
    return TalkWay.NO_REPLY if reply_way == "none" else reply_way


def first_talk(reply_way: str, today: date) -> dict[str, Any]:
    """Return what the form of an answer begins with."""
    return {"day": today, "way": usual_way(reply_way)}


IS_DONE = (MessageState.ANSWERED, MessageState.CLOSED, MessageState.ERASED)
