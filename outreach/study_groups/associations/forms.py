"""What is written of rules, general meetings and secretariats."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import Person
from directory.models import Agency
from events.desk_forms.fields import ClockField, DayField, NumberField, local_moment, offer, tell_today
from foundation.ui.forms import CleanCharField, CleanTextField

from .enums import CASTING, Choice, Effect, Majority, Presence, Quorum, ResolutionKind
from .models import Resolution, RulesVersion

CHAIR, CENTRE = "chair", "centre"
SEEN = "seen-"
WAYS = (
    ("chair", "議長に任せる"),
    ("agency", "出席するほかの会員に任せる"),
    ("written", "議案ごとに、書面で答える"),
)
NUMBERS = (
    "quorum",
    "proxies_count",
    "written_count",
    "most_proxies",
    "ordinary",
    "special",
    "abstentions_count",
    "chair_breaks_ties",
)


class RulesForm(forms.Form):
    """A version of the rules: its text, from when it holds, the numbers by which meetings decide."""

    text = CleanTextField(
        label="規則の全文",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text="1つの条を1行にすると、前の版との違いが見やすくなります。",
    )
    in_force_from = DayField(label="効き始める日", help_text="例：2027/4/1")
    quorum = forms.ChoiceField(
        label="総会が成り立つのは、会員の機関の", choices=Quorum, initial=Quorum.MORE_THAN_HALF
    )
    proxies_count = forms.BooleanField(label="委任状を、成り立つ数に入れる", required=False, initial=True)
    written_count = forms.BooleanField(label="書面の議決を、成り立つ数に入れる", required=False, initial=True)
    most_proxies = NumberField(
        label="1つの機関が受けられる委任状の数",
        required=False,
        help_text="書かなければ、いくつでも受けられます。議長に任せる委任状は、数えません。",
    )
    ordinary = forms.ChoiceField(
        label="ふつうの議案が決まるのは", choices=Majority, initial=Majority.MORE_THAN_HALF
    )
    special = forms.ChoiceField(label="特別の議案が決まるのは", choices=Majority, initial=Majority.TWO_THIRDS)
    abstentions_count = forms.BooleanField(
        label="棄権を、決まる数の分母に入れる",
        required=False,
        initial=True,
        help_text="「出席者の過半数」と書いてある規則では、しるしをつけます。",
    )
    chair_breaks_ties = forms.BooleanField(
        label="賛成と反対が同じ数のときは、議長が決める", required=False, initial=True
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        tell_today(self, today)


def as_typed(version: RulesVersion) -> dict[str, Any]:
    """Return a version as its form shows it."""
    return {name: getattr(version, name) for name in ("text", "in_force_from", *NUMBERS)}


class AdoptForm(forms.Form):
    """When and by which general meeting a version was adopted."""

    on = DayField(label="決めた日", bare_day="last")
    by = CleanCharField(label="決めた総会", max_length=60, help_text="例：5月20日の総会、設立総会")

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        tell_today(self, today)


class DeadlineForm(forms.Form):
    """Until when proxies and votes in writing come in."""

    day = DayField(label="委任状・書面の締切の日")
    clock = ClockField(
        label="時刻",
        required=False,
        help_text="書かなければ、その日の終わりまで。総会の日なら、始まるまで。",
    )

    def __init__(self, *args: Any, today: date, starts_at: datetime | None, **options: Any) -> None:
        super().__init__(*args, **options)
        tell_today(self, today)
        self.starts_at = starts_at

    @property
    def until(self) -> datetime:
        """The moment that was written; without a clock the end of the day, or the start of the meeting."""
        day, clock = self.cleaned_data["day"], self.cleaned_data["clock"]
        if clock is None and self.starts_at is not None and day == timezone.localdate(self.starts_at):
            return self.starts_at
        return local_moment(day, clock or time(23, 59, 59))


class ResolutionForm(forms.Form):
    """One resolution, and what follows once it is carried."""

    title = CleanCharField(label="議案", max_length=80, help_text="例：令和9年度の計画について")
    text = CleanTextField(
        label="提案の内容", max_length=4_000, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    kind = forms.ChoiceField(
        label="種類", choices=ResolutionKind, initial=ResolutionKind.ORDINARY, widget=forms.RadioSelect
    )
    target = forms.ChoiceField(
        label="可決されたら、ポータルでどうするか",
        required=False,
        help_text="選んでおくと、総会のあと、ボタン1つでそのとおりになります。",
    )
    secretariat_since = DayField(
        label="事務局はいつから", required=False, help_text="事務局を決める議案だけに書きます。例：2027/4/1"
    )

    def __init__(self, *args: Any, targets: Iterable[tuple[str, str]], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "target", [("", Effect.NONE.label), *targets])
        tell_today(self, today)

    def clean(self) -> dict[str, Any]:
        """Ask since when an agency is to be the secretariat."""
        data = super().clean() or self.cleaned_data
        name = "secretariat_since"
        if self._effect == Effect.SECRETARIAT and not data.get(name) and name not in self.errors:
            self.add_error(name, "事務局がいつからかを書いてください。")
        return data

    @property
    def _effect(self) -> str:
        return str(self.cleaned_data.get("target", "")).partition(":")[0]

    @property
    def details(self) -> dict[str, Any]:
        """What a resolution says, by its fields; empty what its effect has no need of."""
        data = self.cleaned_data
        effect, _, chosen = data["target"].partition(":")
        return {
            "title": data["title"],
            "text": data["text"],
            "kind": data["kind"],
            "effect": effect,
            "plan_id": int(chosen) if effect == Effect.PLAN else None,
            "rules_id": int(chosen) if effect == Effect.RULES else None,
            "secretariat_id": int(chosen) if effect == Effect.SECRETARIAT and chosen != CENTRE else None,
            "secretariat_since": data["secretariat_since"] if effect == Effect.SECRETARIAT else None,
        }


def target_of(resolution: Resolution) -> str:
    """Return what the form of a resolution calls its effect."""
    chosen = resolution.plan_id or resolution.rules_id or resolution.secretariat_id or CENTRE
    return f"{resolution.effect}:{chosen}" if resolution.effect else ""


class RecuseForm(forms.Form):
    """Which agencies take no part in a resolution."""

    agencies = forms.MultipleChoiceField(
        label="議決に加わらない機関",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="その議案が、自分の機関のことである会員です。成り立つ数にも、賛否にも入りません。",
    )

    def __init__(self, *args: Any, agencies: Mapping[int, Agency], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["agencies"].choices = [  # type: ignore[attr-defined]  # -- a field of choices
            (str(pk), each.name) for pk, each in agencies.items()
        ]


class SendForm(forms.Form):
    """What an agency that cannot come sends: a proxy to the chair or to another, or votes in writing."""

    giver = forms.ChoiceField(label="どの機関の")
    way = forms.ChoiceField(label="どうするか", choices=WAYS, widget=forms.RadioSelect)
    holder = forms.ChoiceField(
        label="任せる会員",
        required=False,
        help_text="ほかの会員に任せるときに選びます。その会員が出席しないと、委任状は数えられません。",
    )

    def __init__(
        self,
        *args: Any,
        givers: Iterable[Agency],
        members: Mapping[int, Agency],
        resolutions: Iterable[Resolution],
        today: date | None = None,
        **options: Any,
    ) -> None:
        """Set up; with `today` it is a paper, and asks when that came."""
        super().__init__(*args, **options)
        self.members = members
        own = list(givers)
        offer(self, "giver", [("", "選んでください"), *((str(each.pk), each.name) for each in own)])
        if len(own) == 1:
            self.fields["giver"].initial = str(own[0].pk)
            self.fields["giver"].widget = forms.HiddenInput()
        offer(
            self, "holder", [("", "選んでください"), *((str(pk), each.name) for pk, each in members.items())]
        )
        if today is not None:
            self.fields["came_on"] = DayField(label="届いた日", bare_day="last", initial=today)
            tell_today(self, today)
        for each in resolutions:
            self.fields[f"vote-{each.pk}"] = forms.ChoiceField(
                label=f"第{each.number}号議案　{each.title}",
                choices=Choice,
                required=False,
                widget=forms.RadioSelect,
            )

    def clean(self) -> dict[str, Any]:
        """Ask for the holder of a proxy, or for a choice on each resolution."""
        data = super().clean() or self.cleaned_data
        way = data.get("way")
        if way == "agency" and not data.get("holder") and "holder" not in self.errors:
            self.add_error("holder", "任せる会員を選んでください。")
        if way == "written":
            votes = self._vote_fields()
            for name in votes:
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, "賛成、反対、棄権から選んでください。")
            if not votes:
                self.add_error("way", "議案が、まだありません。")
        return data

    def _vote_fields(self) -> list[str]:
        return [name for name in self.fields if name.startswith("vote-")]

    @property
    def sender(self) -> Agency:
        return self.members[int(self.cleaned_data["giver"])]

    @property
    def entrusted(self) -> Agency | None:
        """Who votes for the agency, None for the chair."""
        is_agency = self.cleaned_data["way"] == "agency"
        return self.members[int(self.cleaned_data["holder"])] if is_agency else None

    @property
    def choices(self) -> dict[int, Choice]:
        """What is said on each resolution, by its id."""
        names = self._vote_fields()
        return {int(name.removeprefix("vote-")): Choice(self.cleaned_data[name]) for name in names}


class MarksForm(forms.Form):
    """Marks for each agency; beside each, hidden, what stood there when the page was opened.

    Two telephones may mark at once: what a page has not changed is left as the other wrote it.
    """

    def _remember(self) -> None:
        """Lay beside each field what it shows when the page is opened."""
        for name in list(self.fields):
            shown = self.get_initial_for_field(self.fields[name], name)
            self.fields[f"{SEEN}{name}"] = forms.CharField(
                required=False, widget=forms.HiddenInput, initial=str(shown or "")
            )

    def _changed(self, name: str) -> bool:
        seen = self.cleaned_data.get(f"{SEEN}{name}", "")
        return f"{SEEN}{name}" not in self.data or self.cleaned_data[name] != seen

    def _marks(self) -> dict[int, str]:
        names = [name for name in self.cleaned_data if name.startswith("agency-") and self._changed(name)]
        return {int(name.removeprefix("agency-")): self.cleaned_data[name] for name in names}


class AttendanceForm(MarksForm):
    """Who came for each agency, and who is in the chair."""

    chair = forms.ChoiceField(
        label="議長", required=False, help_text="議長に任せる委任状は、この機関が議決します。"
    )

    def __init__(self, *args: Any, agencies: Mapping[int, Agency], **options: Any) -> None:
        super().__init__(*args, **options)
        names = [(str(pk), each.name) for pk, each in agencies.items()]
        offer(self, "chair", [("", "まだ決まっていない"), *names])
        for pk, each in agencies.items():
            self.fields[f"agency-{pk}"] = forms.ChoiceField(
                label=each.name, choices=Presence, initial=Presence.ABSENT, widget=forms.RadioSelect
            )
        self._remember()

    @property
    def presences(self) -> dict[int, Presence]:
        """Who came, by id of the agency, where this page changed it."""
        return {agency: Presence(value) for agency, value in self._marks().items()}

    @property
    def keeps_chair(self) -> bool:
        return not self._changed("chair")


class VotesForm(MarksForm):
    """What those there say on a resolution; where they are as many for as against, what the chair decides."""

    casting = forms.ChoiceField(
        label="賛成と反対が同じ数のときの、議長の決定",
        required=False,
        choices=[("", "同じ数ではない"), *CASTING.items()],
    )

    def __init__(self, *args: Any, agencies: Mapping[int, str], **options: Any) -> None:
        super().__init__(*args, **options)
        for pk, name in agencies.items():
            self.fields[f"agency-{pk}"] = forms.ChoiceField(
                label=name,
                choices=Choice,
                widget=forms.RadioSelect,
                error_messages={"required": "賛成・反対・棄権のどれかを選んでください。"},
            )
        self._remember()

    @property
    def choices(self) -> dict[int, Choice]:
        """What was said, by id of the agency, where this page changed it."""
        return {agency: Choice(value) for agency, value in self._marks().items()}

    @property
    def keeps_casting(self) -> bool:
        return not self._changed("casting")

    @property
    def casting_vote(self) -> Choice | None:
        return Choice(self.cleaned_data["casting"]) if self.cleaned_data["casting"] else None


class SecretariatForm(forms.Form):
    """Which agency is the secretariat, from when, by what decision."""

    agency = forms.ChoiceField(label="事務局")
    since = DayField(label="いつから", help_text="例：2027/4/1")
    decided_by = CleanCharField(label="何で決めたか", max_length=60, help_text="例：5月20日の総会")

    def __init__(self, *args: Any, agencies: Iterable[Agency], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.agencies = {str(each.pk): each for each in agencies}
        offer(
            self, "agency", [(CENTRE, "センター"), *((key, each.name) for key, each in self.agencies.items())]
        )
        tell_today(self, today)

    @property
    def chosen(self) -> Agency | None:
        """The agency, None for the centre."""
        return self.agencies.get(self.cleaned_data["agency"])


class SecretaryForm(forms.Form):
    """Who does the work of the secretariat."""

    person = forms.ChoiceField(label="だれが", widget=forms.RadioSelect)
    is_shown = forms.BooleanField(label="名前を、会員に見せてよい（ご本人に確かめました）", required=False)

    def __init__(self, *args: Any, people: Iterable[Person], **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = {str(each.pk): each for each in people}
        offer(self, "person", [(key, each.name) for key, each in self.people.items()])
