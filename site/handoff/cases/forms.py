from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import Person
from foundation.decision import YES, Decision, no
from foundation.japanese.dates import long_date
from foundation.ui.forms import CleanCharField, CleanTextField, KanaField, WarekiDateField
from handoff.days import WORK_BEGAN
from handoff.disclosure.enums import BasisKind, Part
from handoff.models import AgencyCopy

from .enums import Duty, HowExplained, OriginKind, Place
from .models import Case
from .rules import may_be_birth, may_be_released
from .services.bases import NewBasis
from .services.cases import CASE_TEXTS, PERSON_TEXTS, NewCase

CHOOSE = ("", "選んでください")
# What a consent needs before it counts: all of it, or nothing yet.
EXPLAINED = ("explained_by", "explained_on", "evidence")


def _chosen(label: str, choices: list[tuple[str, str]], **more: Any) -> forms.ChoiceField:
    needed = {"required": f"{label}を選んでください。"}
    return forms.ChoiceField(label=label, choices=[CHOOSE, *choices], error_messages=needed, **more)


def _insist(form: forms.Form, data: dict[str, Any]) -> None:
    for name in EXPLAINED:
        if not data.get(name) and name not in form.errors:
            form.add_error(name, "同意のときは、書いてください。")


class WorkersForm(forms.Form):
    """Who works on a case: two different people."""

    def __init__(self, *args: Any, workers: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in Place:
            self.fields[place.value] = forms.ModelChoiceField(
                label=place.label,
                queryset=workers,
                empty_label="選んでください",
                error_messages={"required": f"{place.label}を選んでください。"},
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get(Place.MAIN) and data.get(Place.MAIN) == data.get(Place.SECOND):
            self.add_error(Place.SECOND, "主担当と副担当は、別の人にしてください。")
        return data

    @property
    def named(self) -> dict[Place, Person]:
        """Return who was chosen for which place."""
        return {place: self.cleaned_data[place] for place in Place}


class WordsForm(forms.Form):
    """What is known of a case besides who it is, and changes while it goes on."""

    origin_number = CleanCharField(label="文書番号", max_length=60, required=False)
    origin_from = CleanCharField(label="どこから", max_length=100, required=False)
    release_on = WarekiDateField(label="出所・釈放の予定", required=False)
    need = CleanTextField(label="必要な支援", max_length=2_000, required=False)
    age_band = CleanCharField(label="年代", help_text="例：60代", max_length=20, required=False)
    area = CleanCharField(label="暮らしたい地域", max_length=60, required=False)

    @property
    def texts(self) -> dict[str, str]:
        """Return the texts that are sealed, each by its name."""
        return {name: self.cleaned_data[name] for name in CASE_TEXTS if name in self.cleaned_data}


class IdentityForm(forms.Form):
    """Who it is, and the day of the document by which a case began."""

    origin_on = WarekiDateField(label="文書の日")
    name = CleanCharField(label="氏名", max_length=60)
    name_kana = KanaField(label="フリガナ", max_length=80)
    born_on = CleanCharField(
        label="生年月日",
        help_text="例：昭和31年7月19日。日がわからないときは、昭和31年ごろ、などと書きます。",
        max_length=40,
        required=False,
    )
    contact = CleanTextField(label="連絡先", max_length=300, required=False)

    def __init__(self, *args: Any, today: date, is_of_agency: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        if is_of_agency:
            self.fields["origin_on"].label = "相談を受けた日"

    def clean_born_on(self) -> str:
        text: str = self.cleaned_data["born_on"]
        return _obeying(text, may_be_birth(text, today=self.today))

    def clean_origin_on(self) -> date:
        day: date = self.cleaned_data["origin_on"]
        label = self.fields["origin_on"].label
        late = no(f"{label}は、今日か、今日より前の日を書いてください。")
        return _obeying(day, late if day > self.today else YES)

    @property
    def identity(self) -> dict[str, str]:
        """Return who it is, as it is sealed."""
        return {name: self.cleaned_data[name] for name in PERSON_TEXTS}


def _obeying[Value](value: Value, decision: Decision) -> Value:
    if not decision.allowed:
        raise forms.ValidationError(decision.reason)
    return value


class CaseForm(IdentityForm, WordsForm, WorkersForm):
    """How a case begins, and who works on it. An agency begins one to ask the centre: it has no document."""

    duty = _chosen("業務", Duty.choices)
    origin_kind = _chosen("はじまりの文書", OriginKind.choices)
    field_order = (
        *("duty", "origin_kind", "origin_on", "origin_number", "origin_from", "release_on"),
        *("name", "name_kana", "same_as", "born_on", "contact", "need", "age_band", "area", *Place.values),
    )

    def __init__(self, *args: Any, agency: AgencyCopy | None, **kwargs: Any) -> None:
        super().__init__(*args, is_of_agency=agency is not None, **kwargs)
        self.agency = agency
        self._known: dict[str, Case] = {}
        if agency is not None:
            for name in ("duty", "origin_kind", "origin_number", "origin_from"):
                del self.fields[name]
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        duty, day = data.get("duty"), data.get("release_on")
        if duty and isinstance(day, date):
            fit = may_be_released(day, Duty(duty), today=self.today)
            if not fit.allowed:
                self.add_error("release_on", fit.reason)
        return data

    @property
    def reading(self) -> str:
        """Return how the name is read; nothing before it was typed, and rightly."""
        return "" if not self.is_bound or "name_kana" in self.errors else self.cleaned_data["name_kana"]

    def ask_whether_known(self, cases: Sequence[Case]) -> None:
        """Ask whether it is somebody of these cases, whose name is read the same."""
        self._known = {str(case.pk): case for case in cases}
        choices = [
            (pk, f"{case.reference}の方（{case.get_duty_display()}、{long_date(case.opened_on)}から）")
            for pk, case in self._known.items()
        ]
        self.fields["same_as"] = forms.ChoiceField(
            label="同じ方ですか",
            help_text=(
                "同じ読みの方のケースがあります。同じ方のときは、氏名、生年月日、連絡先は、前のケースのものを"
                "使います。"
            ),
            choices=[*choices, ("new", "ちがう方です")],
            widget=forms.RadioSelect,
            error_messages={"required": "同じ方か、ちがう方かを選んでください。"},
        )
        self.order_fields(self.field_order)
        self.full_clean()

    @property
    def new_case(self) -> NewCase:
        """Return what was written, as the service takes it."""
        data = self.cleaned_data
        before = self._known.get(data.get("same_as", ""))
        return NewCase(
            duty=Duty(data.get("duty", Duty.CONSULTATION)),
            origin_kind=OriginKind(data.get("origin_kind", OriginKind.CONSULTATION)),
            origin_on=data["origin_on"],
            release_on=data["release_on"],
            main=data[Place.MAIN],
            second=data[Place.SECOND],
            agency=self.agency,
            person=before.person if before else None,
            identity=self.identity,
            texts=self.texts,
        )


class StandInForm(forms.Form):
    """The whole number of a colleague's case, and why it must be opened today."""

    reference = CleanCharField(label="ケースの番号", help_text="例：C8-7KQFW", max_length=12)
    reason = CleanTextField(label="代わりに開くわけ", max_length=500)

    def clean_reference(self) -> str:
        return str(self.cleaned_data["reference"]).upper()


class BasisForm(forms.Form):
    """A consent, or another ground: what may be told to whom, for what and until when."""

    kind = _chosen("根拠", BasisKind.choices)
    receivers = forms.ModelMultipleChoiceField(
        label="渡してよい相手",
        help_text="取り決めを書いた相手だけが、ここに出ます。",
        queryset=AgencyCopy.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "渡してよい相手を、1つ以上選んでください。"},
    )
    covers = forms.MultipleChoiceField(
        label="渡してよいもの",
        choices=Part.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "渡してよいものを、1つ以上選んでください。"},
    )
    purpose = CleanTextField(label="なんのために", max_length=500)
    since = WarekiDateField(label="いつから")
    until = WarekiDateField(label="いつまで")
    explained_by = forms.ModelChoiceField(
        label="説明した人", queryset=Person.objects.none(), required=False, empty_label="選んでください"
    )
    explained_on = WarekiDateField(label="説明した日", earliest=WORK_BEGAN, required=False)
    explained_how = _chosen("どのように", HowExplained.choices, required=False)
    helper = CleanCharField(label="そばにいた人", max_length=100, required=False)
    evidence = CleanCharField(
        label="同意書のあるところ", help_text="例：事務室の書庫の3", max_length=100, required=False
    )
    reason = CleanTextField(label="同意によらない理由", max_length=1_000, required=False)

    def __init__(
        self, *args: Any, agencies: QuerySet[AgencyCopy] | None, people: QuerySet[Person], **kwargs: Any
    ) -> None:
        """Take the agencies that may be named; none where an agency asks, which may tell the centre alone."""
        super().__init__(*args, **kwargs)
        receivers, explained_by = self.fields["receivers"], self.fields["explained_by"]
        assert isinstance(receivers, forms.ModelChoiceField)
        assert isinstance(explained_by, forms.ModelChoiceField)
        explained_by.queryset = people
        if agencies is None:
            del self.fields["receivers"]
        else:
            receivers.queryset = agencies

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("since"), data.get("until")
        if isinstance(first, date) and isinstance(last, date) and last < first:
            self.add_error("until", "終わりの日は、はじまりの日よりあとにしてください。")
        kind = data.get("kind")
        if kind == BasisKind.CONSENT:
            # Before the sheet is explained and signed it is a draft, from which the sheet is printed.
            if any(data.get(name) for name in EXPLAINED):
                _insist(self, data)
        elif kind and not data.get("reason"):
            self.add_error("reason", "同意によらない理由を書いてください。")
        return data

    def new_basis(self) -> NewBasis:
        """Return what was written, as the service takes it."""
        data = self.cleaned_data
        explained = {name: data[name] for name in ("explained_by", "explained_on", "explained_how")}
        return NewBasis(
            kind=BasisKind(data["kind"]),
            covers=frozenset(Part(each) for each in data["covers"]),
            since=data["since"],
            until=data["until"],
            receivers=tuple(data.get("receivers", (None,))),
            texts={name: data[name] for name in ("purpose", "reason", "helper", "evidence")},
            explained=explained,
        )


class WithdrawalForm(forms.Form):
    """Why a legal basis is taken back. Whoever consented owes nobody a reason; whoever approved does."""

    reason = CleanTextField(label="撤回のわけ", max_length=500)

    def __init__(self, *args: Any, kind: BasisKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reason"]
        if kind == BasisKind.CONSENT:
            field.required = False
            field.help_text = "本人は、わけを言わなくても撤回できます。聞いたときだけ、書きます。"


class ExplainedForm(forms.Form):
    """That a consent was explained and signed: by whom, when, how, and where its paper lies."""

    explained_by = forms.ModelChoiceField(
        label="説明した人",
        queryset=Person.objects.none(),
        empty_label="選んでください",
        error_messages={"required": "説明した人を選んでください。"},
    )
    explained_on = WarekiDateField(label="説明した日", earliest=WORK_BEGAN)
    explained_how = _chosen("どのように", HowExplained.choices)
    helper = CleanCharField(label="そばにいた人", max_length=100, required=False)
    evidence = CleanCharField(label="同意書のあるところ", help_text="例：事務室の書庫の3", max_length=100)

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["explained_by"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people
