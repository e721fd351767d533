"""What is written of a committee: seats, terms, requests, money, links, opinions."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms

from directory.forms.agencies import AgencyField
from directory.models import Agency
from events.desk_forms.fields import DayField, NumberField, YenField, offer, tell_today
from foundation.ui.forms import CleanCharField, CleanTextField
from outreach.study_groups.asking_again import AsksAgain
from outreach.study_groups.models import PlanRow
from outreach.study_groups.reference_field import ReferenceField

from . import queries
from .enums import Departure, EndReason, Role, UnsignReason
from .models import Appointment, Conditions
from .services.appointing import SOMEBODY_ELSE, Term
from .services.paying import Sum
from .services.recommending import Wanted

MOST_YEN = 200_000
REPLY_AFTER = 21
NOBODY = "{}に、この名前の方がいません。機関のページで、先に職員として加えてください。"
NOBODY_HERE = "センターに、この名前の職員がいません。機関の方は、機関の名前も書いてください。"
SEVERAL = "同じ名前の方が、何人かいます。機関のページで、名前を書き分けてください。"
WHOLE_YEAR = ("", "会議のほか")


class SeatForm(forms.Form):
    """What a seat is."""

    name = CleanCharField(label="席の名前", max_length=40, help_text="例：医療、司法、福祉、学識経験者")
    body = CleanCharField(
        label="推薦する団体",
        max_length=80,
        required=False,
        help_text="推薦依頼の宛先になります。例：青波県医師会",
    )
    role = forms.ChoiceField(label="役割", choices=Role, initial=Role.MEMBER, widget=forms.RadioSelect)


class AppointForm(forms.Form):
    """Who is appointed, and for which term."""

    agency = AgencyField(
        label="その方の機関の名前か番号",
        required=False,
        help_text="委員は、機関の職員として登録されている方から選びます。センターの職員のときは、書きません。",
    )
    name = CleanCharField(label="氏名", max_length=60)
    since = DayField(label="任期のはじめ", bare_day="nearest")
    until = DayField(label="任期の終わり", help_text="この日までが任期です。")
    lettered_on = DayField(label="委嘱状の日付", bare_day="nearest")

    departs_because = forms.ChoiceField(
        label="推薦とちがう方にするわけ",
        required=False,
        choices=[("", "推薦された方に委嘱します"), *(each for each in Departure.choices if each[0])],
    )

    def __init__(self, *args: Any, today: date, recommended: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        tell_today(self, today)
        self.today, self.recommended = today, recommended
        if recommended:
            self.fields["departs_because"].help_text = f"団体が推薦したのは、{recommended}さんです。"
        else:
            del self.fields["departs_because"]
        field = self.fields["agency"]
        assert isinstance(field, AgencyField)
        field.agencies = Agency.objects.current(today=today)

    def clean(self) -> dict[str, Any]:
        """Find the person whom the name means."""
        data = super().clean() or self.cleaned_data
        name, agency = data.get("name"), data.get("agency")
        if name and "agency" not in self.errors:
            found = queries.people_named(name, agency, today=self.today)
            self.person = found[0] if len(found) == 1 else None
            if not found:
                self.add_error("name", NOBODY.format(agency.name) if agency else NOBODY_HERE)
            elif len(found) > 1:
                self.add_error("name", SEVERAL)
            elif self.recommended and not data.get("departs_because"):
                self._insist_on_the_recommended(found[0].name)
        return data

    def _insist_on_the_recommended(self, name: str) -> None:
        if not queries.is_same_name(name, self.recommended):
            self.add_error("departs_because", SOMEBODY_ELSE)

    @property
    def departure(self) -> Departure:
        """Why it is somebody else than the body named."""
        return Departure(self.cleaned_data.get("departs_because", ""))

    @property
    def term(self) -> Term:
        data = self.cleaned_data
        assert self.person is not None
        return Term(self.person, data["since"], data["until"], data["lettered_on"])


class EndForm(forms.Form):
    """When and why somebody leaves before the end of their term."""

    on = DayField(label="さいごの日", bare_day="nearest")
    because = forms.ChoiceField(
        label="わけ",
        choices=[each for each in EndReason.choices if each[0]],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        tell_today(self, today)


class UnsignForm(forms.Form):
    """Why a signature on paper is taken back."""

    because = forms.ChoiceField(label="わけ", choices=UnsignReason, widget=forms.RadioSelect)


class SecrecyForm(forms.Form):
    """The promise of secrecy, by who makes it."""

    promises = forms.BooleanField(
        label="読みました。守ることを約束し、署名に代えます",
        error_messages={"required": "読んで、しるしをつけてください。"},
    )


class RequestForm(forms.Form):
    """What a body is asked for."""

    reply_by = DayField(label="お返事の期限")
    since = DayField(label="任期のはじめ", bare_day="nearest")
    until = DayField(label="任期の終わり", help_text="この日までが任期です。")

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        tell_today(self, today)

    @property
    def wanted(self) -> Wanted:
        data = self.cleaned_data
        return Wanted(data["reply_by"], data["since"], data["until"])

    @staticmethod
    def usual_reply_by(today: date) -> date:
        return today + timedelta(days=REPLY_AFTER)


class AnswerForm(forms.Form):
    """Whom a body recommends."""

    on = DayField(label="返事の日", bare_day="last")
    name = CleanCharField(
        label="推薦された方の氏名",
        max_length=60,
        required=False,
        help_text="推薦がなかったときは、書かずに下のしるしをつけます。",
    )
    job = CleanCharField(label="職名", max_length=60, required=False)
    is_declined = forms.BooleanField(label="推薦は、ありませんでした（取り下げられたときも）", required=False)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        tell_today(self, today)

    def clean(self) -> dict[str, Any]:
        """Ask for a name, or for the mark that there is none."""
        data = super().clean() or self.cleaned_data
        if bool(data.get("name")) == bool(data.get("is_declined")):
            words = "氏名を書くか、下のしるしをつけるか、どちらかにしてください。"
            self.add_error("name", words)
        return data


class ConditionsForm(forms.ModelForm[Conditions]):
    """What a committee usually gives and asks."""

    fee = YenField(most=MOST_YEN, label="謝金（1回、円）")
    travel = YenField(most=MOST_YEN, label="旅費（1回、円）")
    years = NumberField(label="任期（年）")

    class Meta:
        model = Conditions
        fields = ("fee", "travel", "years")


class MoneyForm(forms.Form):
    """Who gets what for a day."""

    people = forms.MultipleChoiceField(
        label="だれに",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "1人以上を選んでください。"},
    )
    on = DayField(label="日", bare_day="last")
    row = forms.ChoiceField(label="会議", required=False)
    fee = YenField(most=MOST_YEN, label="謝金（1人、円）")
    travel = YenField(most=MOST_YEN, label="旅費（1人、円）")

    def __init__(
        self,
        *args: Any,
        terms: Sequence[Appointment],
        rows: Iterable[PlanRow],
        today: date,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        tell_today(self, today)
        self.terms = {str(each.pk): each for each in terms}
        self.rows = {str(each.pk): each for each in rows}
        offer(self, "people", [(key, _who(each)) for key, each in self.terms.items()])
        offer(self, "row", [WHOLE_YEAR, *((key, _meeting(each)) for key, each in self.rows.items())])

    @property
    def chosen(self) -> list[Appointment]:
        return [self.terms[key] for key in self.cleaned_data["people"]]

    @property
    def given(self) -> Sum:
        data = self.cleaned_data
        return Sum(data["on"], data["fee"], data["travel"], self.rows.get(data["row"]))


def _who(term: Appointment) -> str:
    return f"{term.person.name}（{term.seat.name}）"


def _meeting(row: PlanRow) -> str:
    number = f"第{row.number}回 " if row.number else ""
    return f"{row.month.month}月　{number}{row.theme}"


class MemberForm(forms.Form):
    """A form about one member."""

    member = forms.ChoiceField(label="どの委員か")

    def __init__(self, *args: Any, terms: Sequence[Appointment], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        tell_today(self, today)
        self.terms = {str(each.pk): each for each in terms}
        offer(
            self, "member", [("", "選んでください"), *((key, _who(each)) for key, each in self.terms.items())]
        )

    @property
    def term(self) -> Appointment:
        return self.terms[self.cleaned_data["member"]]


class IntroductionForm(MemberForm):
    """Whom a member linked the centre to."""

    on = DayField(label="紹介の日", bare_day="last")
    body = CleanCharField(
        label="つないでもらった団体・機関", max_length=80, help_text="例：青波県精神科病院協会"
    )
    reference = ReferenceField(label="ケースの番号（あれば）", required=False, help_text="例：R8-014")


class AdviceForm(MemberForm):
    """A member is asked about a case."""

    reference = ReferenceField(
        label="ケースの番号", help_text="例：R8-014。内容は書きません。内容は、電話か対面で伝えます。"
    )
    is_urgent = forms.BooleanField(label="被疑者等支援（急いで返事がほしい）", required=False)


class TextForm(AsksAgain):
    """A text that is looked through: what looks like a name, a birth date or a number is told once."""

    looked_through: ClassVar[tuple[str, ...]] = ("text",)
    text = CleanTextField(
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="名前や、だれのことかわかる話は、書きません。",
    )

    def __init__(self, *args: Any, label: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"].label = label


class OpinionForm(TextForm):
    """What a member says on a year's report."""

    year = forms.TypedChoiceField(label="どの年度の報告について", coerce=int)
    row = forms.ChoiceField(label="どの会議で", required=False)
    field_order = ("year", "row", "text", "is_sure")

    def __init__(
        self, *args: Any, years: Iterable[tuple[int, str]], rows: Iterable[PlanRow], **options: Any
    ) -> None:
        super().__init__(*args, label="意見", **options)
        self.rows = {str(each.pk): each for each in rows}
        offer(self, "year", [(str(year), words) for year, words in years])
        offer(self, "row", [WHOLE_YEAR, *((key, _meeting(each)) for key, each in self.rows.items())])
