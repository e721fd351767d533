"""Small forms that stand before a deed: why, to whom, in which form."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms

from directory.models import AgencyKind
from events import letters
from events.enums import ApplicationState, ExportReason, RosterKind, RosterReader
from events.models import Session
from foundation.ui.forms import CleanCharField, CleanTextField

from .fields import offer

NOTICE_STATES = (
    ApplicationState.CONFIRMED,
    ApplicationState.PARTLY,
    ApplicationState.OFFERED,
    ApplicationState.WAITING,
    ApplicationState.PENDING,
)


class RosterForm(forms.Form):
    """Which roster, and why it leaves the portal."""

    session = forms.TypedChoiceField(label="開催日", coerce=int)
    reader = forms.ChoiceField(
        label="だれが見る名簿か",
        choices=RosterReader,
        initial=RosterReader.STAFF,
        widget=forms.RadioSelect,
        error_messages={"required": "だれが見る名簿かを選んでください。"},
    )
    kind = forms.ChoiceField(
        label="どの形で受け取るか",
        choices=RosterKind,
        initial=RosterKind.PAPER_BY_NUMBER,
        widget=forms.RadioSelect,
    )
    reason = forms.ChoiceField(
        label="何に使うか",
        choices=ExportReason,
        initial=ExportReason.ON_THE_DAY,
        widget=forms.RadioSelect,
        help_text="名前を外に出すので、だれが、いつ、何のために出したかを記録します。",
    )

    def __init__(self, *args: Any, sessions: Sequence[Session], **options: Any) -> None:
        super().__init__(*args, **options)
        self.sessions = {session.pk: session for session in sessions}
        offer(self, "session", session_choices(sessions))
        if len(sessions) == 1:
            self.fields["session"].widget = forms.HiddenInput()
            self.initial["session"] = sessions[0].pk

    @property
    def chosen_session(self) -> Session:
        return self.sessions[self.cleaned_data["session"]]


class NoticeForm(forms.Form):
    """A letter to some of the people of an event; its key makes sending it twice harmless."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    states = forms.MultipleChoiceField(
        label="だれに",
        choices=[(each.value, each.label) for each in NOTICE_STATES],
        initial=[ApplicationState.CONFIRMED],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "だれに送るかを選んでください。"},
    )
    sessions = forms.TypedMultipleChoiceField(
        label="どの開催日の方に",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "開催日を選んでください。"},
    )
    subject = CleanCharField(label="件名", max_length=100)
    text = CleanTextField(
        label="本文",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="事業所の名前、受付番号、申込の確認ページ、センターの連絡先は、自動でつきます。",
    )

    def __init__(self, *args: Any, sessions: Sequence[Session], **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["key"] = uuid4()
        self.initial["sessions"] = [session.pk for session in sessions]
        offer(self, "sessions", session_choices(sessions))
        if len(sessions) == 1:
            self.fields["sessions"].widget = forms.MultipleHiddenInput()


class NewAgencyForm(forms.Form):
    """What kind of agency is added to the directory."""

    kind = forms.ModelChoiceField(
        label="機関の種類",
        queryset=AgencyKind.objects.filter(retired_on__isnull=True),
        empty_label="選んでください",
        error_messages={"required": "機関の種類を選んでください。"},
    )


def session_choices(sessions: Sequence[Session]) -> list[tuple[int, str]]:
    """Return the dates of an event to choose from."""
    return [(session.pk, letters.when(session)) for session in sessions]
