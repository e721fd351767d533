"""What came by FAX, phone or post, on one page that is filled in from top to bottom with the keyboard."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from directory.models import Agency
from events import desk_queries, letters
from events.asking import AsksMore, FormPart, parts_of
from events.date_rules import may_have_arrived
from events.enums import Audience, Channel, ReplyWay, Way
from events.forms import ContactForm, WordsField, typed
from events.models import Event, Session
from events.services.applying import ApplicationRequest, PersonRequest
from foundation.japanese.numbers import clean_digits, is_sheet_number
from foundation.japanese.text import fold
from foundation.ui.forms import CleanCharField

from .fields import ClockField, DayField, NumberField, local_moment, offer, tell_today
from .people import MOST_PEOPLE, ROWS_AT_A_TIME, entry_rows

SHEET_DIGITS = 6
PAPER_CHANNELS = (Channel.FAX, Channel.PHONE, Channel.POST)


class SheetNumberForm(forms.Form):
    """The number on a sheet that came in."""

    sheet = CleanCharField(
        label="用紙番号",
        max_length=20,
        help_text="FAX用申込書の右上にある、6けたの数字です。",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_sheet(self) -> str:
        """Return six digits; the last one betrays a misread digit."""
        number = clean_digits(self.cleaned_data["sheet"]).zfill(SHEET_DIGITS)
        if not is_sheet_number(number):
            raise forms.ValidationError("この用紙番号はありません。6けたの数字を、1つずつ確かめてください。")
        return number


class EntryForm(AsksMore, ContactForm):
    """How it arrived and from whom. Everything but the person's own words has a usual value."""

    form_key = forms.UUIDField(widget=forms.HiddenInput)
    agency = forms.CharField(required=False, widget=forms.HiddenInput)
    channel = forms.ChoiceField(
        label="届いた方法",
        choices=[(each.value, each.label) for each in PAPER_CHANNELS],
        widget=forms.RadioSelect,
        initial=Channel.FAX,
    )
    received_day = DayField(label="届いた日", bare_day="last")
    received_time = ClockField(label="届いた時刻")
    session = forms.TypedChoiceField(
        label="参加する日", coerce=int, error_messages={"required": "参加する日を選んでください。"}
    )
    agency_name = WordsField(
        label="事業所の名前",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "agency-names"}),
    )
    later_venue = NumberField(label="名前があとの席", least=0, initial=0, required=False)
    later_online = NumberField(label="名前があとの席（オンライン）", least=0, initial=0, required=False)

    least_people = NumberField(
        label="何人からなら参加するか",
        required=False,
        help_text="空けておくと、全員いっしょのときだけ席を取ります。",
    )
    manager_name = WordsField(
        label="了承した所属長のお名前",
        max_length=60,
        error_messages={"required": "申込書にある、了承した所属長のお名前を書いてください。"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    shows_names = forms.BooleanField(label="参加者に渡す名簿に、名前をのせてよい", required=False)

    def __init__(
        self,
        *args: Any,
        event: Event,
        sessions: Sequence[Session],
        now: datetime,
        parts: Sequence[FormPart] = (),
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.now = timezone.localtime(now)
        tell_today(self, self.now.date())
        self.fields["email"].help_text = "ない方は、空けておきます。"
        if not event.asks_for_manager:
            del self.fields["manager_name"]
        self.fields["agency_name"].required = event.audience == Audience.PARTNERS
        offer(self, "session", [(each.pk, letters.when(each)) for each in sessions])
        if len(sessions) == 1:
            self.fields["session"].widget = forms.HiddenInput()
            self.initial["session"] = sessions[0].pk
        offered = {way for session in sessions for way in session.ways}
        for way in Way:
            if way not in offered:
                del self.fields[f"later_{way.value}"]
        if "later_venue" in self.fields and "later_online" in self.fields:
            self.fields["later_venue"].label = "名前があとの席（会場）"
        self.ask(parts)

    def clean(self) -> dict[str, Any]:
        """Refuse a moment that is still to come, as the rules do."""
        given = super().clean()
        if given.get("received_day") and given.get("received_time"):
            given["received_at"] = local_moment(given["received_day"], given["received_time"])
            received = may_have_arrived(given["received_at"], self.now)
            if not received.allowed:
                self.add_error("received_time", received.reason)
        return given

    @property
    def chosen_agency(self) -> Agency | None:
        """The agency of the directory that bears the typed name: the one picked, or the only one."""
        name, today = self.cleaned_data["agency_name"], self.now.date()
        picked = Agency.objects.current(today=today).filter(public_id=self.cleaned_data["agency"]).first()
        if picked is not None and picked.folded_name == fold(name):
            return picked
        return desk_queries.agency_of_this_name(name, today=today) if name else None


class Entry:
    """The whole page: form and rows, checked together."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        event: Event,
        sessions: Sequence[Session],
        now: datetime,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        self.event, self.sessions, self.now = event, sessions, now
        self.ways = [way for way in Way if any(way in session.ways for session in sessions)]
        self.parts = parts_of(event, None, by_staff=True, now=now)
        self.form = self._form(data, dict(initial or {}))
        self.rows = entry_rows(data, ways=self.ways, initial=[{}] * ROWS_AT_A_TIME)

    def _form(self, data: Mapping[str, Any] | None, initial: dict[str, Any]) -> EntryForm:
        options = {"event": self.event, "sessions": self.sessions, "now": self.now, "parts": self.parts}
        return EntryForm(data, initial=initial, **options)

    @property
    def formsets(self) -> list[Any]:
        """The rows, for the summary of mistakes."""
        return [self.rows]

    @property
    def can_add_rows(self) -> bool:
        return len(self.rows.forms) < MOST_PEOPLE

    def keep(self, *, more_rows: int = 0, agency: Agency | None = None) -> None:
        """Show all that was typed, not judged yet, with rows added or with what is known of an agency."""
        rows = [typed(row) for row in self.rows.forms] + [{}] * more_rows
        initial = typed(self.form) | (contact_of(agency) if agency else {})
        self.form = self._form(None, initial)
        self.rows = entry_rows(ways=self.ways, initial=rows[:MOST_PEOPLE])

    def is_valid(self) -> bool:
        """Return whether the services can be asked."""
        if not (self.form.is_valid() & self.rows.is_valid()):
            return False
        session = next(each for each in self.sessions if each.pk == self.form.cleaned_data["session"])
        for row in self.rows.forms:
            if not row.is_empty and row.person.way not in session.capacity:
                row.add_error("way", "選んだ日には、この参加の方法はありません。")
        if not 1 <= len(self.people) <= MOST_PEOPLE:
            self.form.add_error(None, f"参加する方を、1人以上{MOST_PEOPLE}人までで書いてください。")
        elif (self.form.cleaned_data["least_people"] or 1) > len(self.people):
            self.form.add_error(
                "least_people", f"参加する方は{len(self.people)}人です。それより多くは書けません。"
            )
        return self.form.is_valid() and self.rows.is_valid()

    @property
    def people(self) -> list[PersonRequest]:
        """The named people, then the seats whose names follow."""
        named = [row.person for row in self.rows.forms if not row.is_empty]
        later = [
            PersonRequest(way)
            for way in self.ways
            for _ in range(self.form.cleaned_data.get(f"later_{way.value}") or 0)
        ]
        return named + later

    @property
    def request(self) -> ApplicationRequest:
        """What the services take."""
        given, agency = self.form.cleaned_data, self.form.chosen_agency
        own = {
            "form_key": given["form_key"],
            "people": self.people,
            "agency": agency,
            "agency_name": "" if agency else given["agency_name"],
            "channel": given["channel"],
            "received_at": given["received_at"],
            "least_people": given["least_people"],
            "manager_name": given.get("manager_name", ""),
            "shows_names": given["shows_names"],
            "more": self.form.more,
        }
        return ApplicationRequest(**self.form.contact | own)


def usual_entry(now: datetime, agency: Agency | None, received_at: datetime | None = None) -> dict[str, Any]:
    """Return what stands in an empty entry: when it came or now, by FAX, and what is known of the agency."""
    local = timezone.localtime(received_at or now)
    clock = time(local.hour, local.minute)
    usual: dict[str, Any] = {"received_day": local.date(), "received_time": clock, "reply_way": ReplyWay.FAX}
    return usual | (contact_of(agency) if agency is not None else {})


def contact_of(agency: Agency) -> dict[str, str]:
    """Return what the directory knows of an agency, under the names of the form."""
    return {
        "agency": agency.public_id,
        "agency_name": agency.name,
        "phone": agency.phone,
        "fax": agency.fax,
        "email": agency.email,
    }
