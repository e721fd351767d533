"""What is written at the door: who walks in, times from a paper, groups, and the rule of the day."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from content.desk_forms import DeskForm
from directory.models import Agency
from events import desk_queries
from events.desk_forms.event import local_moment
from events.desk_forms.fields import ClockField, NumberField
from events.desk_forms.people import entry_rows
from events.enums import Audience, Channel, ReplyWay, Way
from events.forms import WordsField, typed
from events.models import Event, Participant, Session
from events.services.applying import ApplicationRequest, PersonRequest
from foundation.ui.forms import PhoneField

from .models import LONGEST_LIMIT, DayRule, Group
from .queries import DoorRow
from .services.grouping import GroupWords
from .services.noting import Times

WALK_IN_ROWS = 3
MOST_GROUPS = 60
MOST_SEED = 4999
_PLAIN = {"autocomplete": "off"}


class WalkInForm(forms.Form):
    """Who stands at the door, in the fewest words that an application needs."""

    form_key = forms.UUIDField(widget=forms.HiddenInput)
    agency_name = WordsField(
        label="事業所の名前",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={**_PLAIN, "list": "agency-names"}),
    )
    phone = PhoneField(
        label="連絡のとれる電話番号", required=False, help_text="登録のある事業所なら、空けておけます。"
    )

    def __init__(self, *args: Any, event: Event, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        if event.audience == Audience.PARTNERS:
            self.fields["agency_name"].required = True
        else:
            self.fields["agency_name"].help_text = "個人の方は、空けておきます。"

    def clean(self) -> dict[str, Any]:
        """Ask for a telephone number unless the directory knows the agency's."""
        given = super().clean() or {}
        if not given.get("phone") and "phone" not in self.errors and not self._known_phone:
            self.add_error("phone", "連絡のとれる電話番号を書いてください。")
        return given

    @property
    def agency(self) -> Agency | None:
        """The one agency of the directory that bears the typed name."""
        name = self.cleaned_data.get("agency_name", "")
        return desk_queries.agency_of_this_name(name, today=self.today) if name else None

    @property
    def given_phone(self) -> str:
        return self.cleaned_data.get("phone") or self._known_phone

    @property
    def _known_phone(self) -> str:
        agency = self.agency
        return agency.phone if agency else ""


class WalkIn:
    """The whole short form: from where, and the rows of people."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        session: Session,
        now: datetime,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        self.session, self.now = session, now
        self.form = WalkInForm(
            data, event=session.event, today=timezone.localdate(now), initial=dict(initial or {})
        )
        self.rows = entry_rows(data, ways=session.ways, initial=[{}] * WALK_IN_ROWS)

    def keep_with_more_rows(self) -> None:
        """Show all that was typed, not judged yet, with more rows."""
        rows = [typed(row) for row in self.rows.forms] + [{}] * WALK_IN_ROWS
        today = timezone.localdate(self.now)
        self.form = WalkInForm(event=self.session.event, today=today, initial=typed(self.form))
        self.rows = entry_rows(ways=self.session.ways, initial=rows)

    @property
    def formsets(self) -> list[Any]:
        return [self.rows]

    def is_valid(self) -> bool:
        """Return whether the services can be asked."""
        is_right = self.form.is_valid() & self.rows.is_valid()
        if is_right and not self.people:
            self.form.add_error(None, "お名前を、1人以上書いてください。")
        return is_right and self.form.is_valid()

    @property
    def people(self) -> list[PersonRequest]:
        return [row.person for row in self.rows.forms if not row.is_empty]

    @property
    def request(self) -> ApplicationRequest:
        """What the services take: brought in by hand, answered on the spot."""
        agency, people = self.form.agency, self.people
        return ApplicationRequest(
            form_key=self.form.cleaned_data["form_key"],
            people=people,
            contact_name=next((person.name for person in people if person.name), "当日に来た方"),
            phone=self.form.given_phone,
            reply_way=ReplyWay.PHONE,
            agency=agency,
            agency_name="" if agency else self.form.cleaned_data["agency_name"],
            channel=Channel.DOOR,
            received_at=self.now,
            accepts_waiting=False,
        )


class TimesForm(forms.Form):
    """The signed sheet, typed back: two times for each number. Only what was changed is taken."""

    def __init__(self, *args: Any, day: date, rows: Sequence[DoorRow], **options: Any) -> None:
        super().__init__(*args, **options)
        self.day, self.door_rows = day, rows
        for row in rows:
            pk, label = row.participant.pk, f"{row.number}番 {row.name}"
            self.fields[f"arrived_{pk}"] = ClockField(label=f"{label}　来た時刻", required=False)
            self.fields[f"left_{pk}"] = ClockField(label=f"{label}　帰った時刻", required=False)
            self.fields[f"was_{pk}"] = forms.CharField(required=False, widget=forms.HiddenInput)
            arrived, left = _clock(row.arrived), _clock(row.left)
            self.initial |= {f"arrived_{pk}": arrived, f"left_{pk}": left, f"was_{pk}": _words(arrived, left)}

    def clean(self) -> dict[str, Any]:
        """Say where a time of leaving has no time of coming, or one before it."""
        given = super().clean() or {}
        for row in self.door_rows:
            pk = row.participant.pk
            arrived, left = given.get(f"arrived_{pk}"), given.get(f"left_{pk}")
            if left and not arrived and f"arrived_{pk}" not in self.errors:
                self.add_error(f"arrived_{pk}", "来た時刻も書いてください。")
            elif left and arrived and left < arrived:
                self.add_error(f"left_{pk}", "来た時刻よりあとにしてください。")
        return given

    @property
    def lines(self) -> list[tuple[DoorRow, Any, Any, Any]]:
        """Each person with the two boxes, and what they showed."""
        return [
            (row, *(self[f"{name}_{row.participant.pk}"] for name in ("arrived", "left", "was")))
            for row in self.door_rows
        ]

    @property
    def times(self) -> dict[int, Times]:
        """The times that were changed on the page as it was shown: two people may write at two desks."""
        found = {}
        for row in self.door_rows:
            pk = row.participant.pk
            arrived, left = self.cleaned_data[f"arrived_{pk}"], self.cleaned_data[f"left_{pk}"]
            if _words(arrived, left) != self.cleaned_data[f"was_{pk}"]:
                found[pk] = Times(_moment(self.day, arrived), _moment(self.day, left))
        return found


class PartsForm(forms.Form):
    """A tick for each person and part. Only people whose ticks were changed on the page are taken."""

    def __init__(
        self, *args: Any, parts: Sequence[str], rows: Sequence[Sequence[DoorRow]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.parts, self.people = parts, list(rows[0]) if rows else []
        for row in self.people:
            pk = row.participant.pk
            seen = [_was_there(part[row.number - 1]) for part in rows]
            for number, words in enumerate(parts):
                label = f"{row.number}番 {row.name}　{words}"
                self.fields[f"came_{pk}_{number}"] = forms.BooleanField(label=label, required=False)
                self.initial[f"came_{pk}_{number}"] = seen[number]
            self.fields[f"was_{pk}"] = forms.CharField(required=False, widget=forms.HiddenInput)
            self.initial[f"was_{pk}"] = _ticks(seen)

    @property
    def lines(self) -> list[tuple[DoorRow, list[tuple[str, Any]], Any]]:
        """Each person with a box for each part and its word (第2回), and what they showed."""
        return [
            (
                row,
                [
                    (words.partition("（")[0], self[f"came_{row.participant.pk}_{number}"])
                    for number, words in enumerate(self.parts)
                ],
                self[f"was_{row.participant.pk}"],
            )
            for row in self.people
        ]

    @property
    def came(self) -> dict[int, list[int]]:
        """The meetings of those whose ticks were changed on the page, by participant id."""
        found = {}
        for pk in (row.participant.pk for row in self.people):
            seen = [self.cleaned_data[f"came_{pk}_{number}"] for number in range(len(self.parts))]
            if _ticks(seen) != self.cleaned_data[f"was_{pk}"]:
                found[pk] = [number for number, ticked in enumerate(seen) if ticked]
        return found


def _was_there(row: DoorRow) -> bool:
    """Return whether somebody came to a part; whoever was only marked as present was at all of them."""
    return row.arrived is not None or row.was_only_marked


def _ticks(seen: Iterable[bool]) -> str:
    return "".join("1" if each else "0" for each in seen)


def _moment(day: date, clock: time | None) -> datetime | None:
    return local_moment(day, clock) if clock else None


def _clock(moment: datetime | None) -> time | None:
    return timezone.localtime(moment).time().replace(second=0, microsecond=0) if moment else None


def _words(arrived: time | None, left: time | None) -> str:
    return "-".join(f"{each:%H:%M}" if each else "" for each in (arrived, left))


class DayRuleForm(DeskForm):
    """From when on somebody is late."""

    late_minutes = NumberField(
        label="遅れてもよい分数",
        least=0,
        help_text="始まりから、この分数までに来た方は、遅刻になりません。",
    )
    early_minutes = NumberField(
        label="早く帰ってもよい分数",
        least=0,
        help_text="終わりの、この分数前までいた方は、早退になりません。",
    )
    note = WordsField(
        label="あわせて知らせること",
        max_length=200,
        required=False,
        help_text="例：遅刻または早退になった方には、修了証を出せません。",
    )

    def clean(self) -> dict[str, Any]:
        """Refuse more than some hours."""
        given = super().clean() or {}
        for name in ("late_minutes", "early_minutes"):
            if (given.get(name) or 0) > LONGEST_LIMIT:
                self.add_error(name, f"{LONGEST_LIMIT}分までにしてください。")
        return given


def day_rule_initial(rule: DayRule | None) -> dict[str, Any]:
    """Return what stands in the form: the rule, or what is usual."""
    found = rule or DayRule()
    return {name: getattr(found, name) for name in ("late_minutes", "early_minutes", "note")}


class MakeGroupsForm(forms.Form):
    """How many groups, by way; the number of a draw makes the same groups again."""

    venue = NumberField(label="会場のグループの数", least=0, required=False)
    online = NumberField(label="オンラインのルームの数", least=0, required=False)
    seed = NumberField(
        label="分け方の番号",
        least=0,
        required=False,
        help_text="空けておくと、新しい分け方になります。同じ番号なら、同じ分け方になります。",
    )

    def __init__(self, *args: Any, session: Session, **options: Any) -> None:
        super().__init__(*args, **options)
        for way in Way:
            if way not in session.ways:
                del self.fields[way.value]

    def clean(self) -> dict[str, Any]:
        """Refuse no group at all, and more than anybody can lead."""
        given = super().clean() or {}
        counts = {way.value: given.get(way.value) or 0 for way in Way}
        if not self.errors and not any(counts.values()):
            self.add_error(None, "グループの数を書いてください。")
        for way, count in counts.items():
            if count > MOST_GROUPS:
                self.add_error(way, f"{MOST_GROUPS}までにしてください。")
        return given

    @property
    def counts(self) -> dict[str, int]:
        return {way.value: self.cleaned_data.get(way.value) or 0 for way in Way}


class GroupsForm(DeskForm):
    """Names of groups, and in which of them each person is."""

    def __init__(
        self, *args: Any, groups: Sequence[Group], people: Sequence[Participant], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.groups, self.people = groups, people
        members = {member.participant_id: group.pk for group in groups for member in group.members.all()}
        for group in groups:
            self.fields[f"name_{group.pk}"] = WordsField(label=f"{group.name}の名前", max_length=40)
            self.fields[f"note_{group.pk}"] = WordsField(
                label=f"{group.name}の場所・進行役", max_length=100, required=False
            )
            self.initial |= {f"name_{group.pk}": group.name, f"note_{group.pk}": group.note}
        for person in people:
            offered = [(str(group.pk), group.name) for group in groups if group.way == person.way]
            self.fields[f"group_{person.pk}"] = forms.ChoiceField(
                label=f"{person}のグループ", choices=[("", "入れない"), *offered], required=False
            )
            self.initial[f"group_{person.pk}"] = str(members.get(person.pk, ""))

    @property
    def group_lines(self) -> list[tuple[Group, Any, Any]]:
        return [(group, self[f"name_{group.pk}"], self[f"note_{group.pk}"]) for group in self.groups]

    @property
    def people_lines(self) -> list[tuple[Participant, Any]]:
        """Each person with their choice: those without a group first, then group by group."""
        places = {"": -1} | {str(group.pk): place for place, group in enumerate(self.groups)}
        lines = [(person, self[f"group_{person.pk}"]) for person in self.people]
        return sorted(lines, key=lambda line: places[self.initial[line[1].name]])

    @property
    def group_words(self) -> dict[int, GroupWords]:
        given = self.cleaned_data
        return {
            group.pk: GroupWords(given[f"name_{group.pk}"], given[f"note_{group.pk}"])
            for group in self.groups
        }

    @property
    def members(self) -> dict[int, int | None]:
        given = self.cleaned_data
        return {
            person.pk: int(given[f"group_{person.pk}"]) if given[f"group_{person.pk}"] else None
            for person in self.people
        }
