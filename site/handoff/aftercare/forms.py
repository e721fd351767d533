import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from foundation.japanese.dates import is_of_our_time
from foundation.ui.forms import CleanTextField, WarekiDateField
from handoff.days import WORK_BEGAN
from handoff.records.forms import WordsForm, field_of
from handoff.records.rules import Word

from .enums import AdviceClass, ContactWay, Outcome
from .limits import LONGEST_RHYTHM
from .rules import ADVICE, ENTRY_WORDS, REASON, REVIEW_WORDS, SHORT_WORDS, WAY, WHY_GO_ON
from .services.diary import Contact

CHOOSE = ("", "選んでください")
MONTH = re.compile(r"(\d{4})-(\d{2})")


def _of_the_past(form: forms.Form, name: str, *, today: date) -> Any:
    day = form.cleaned_data[name]
    if isinstance(day, date) and day > today:
        raise forms.ValidationError("今日か、今日より前の日を書いてください。")
    return day


class ReviewForm(WordsForm):
    """How two sides looked back; after long it asks why they still go on."""

    words: Sequence[Word] = REVIEW_WORDS
    held_on = WarekiDateField(label="ふりかえった日", earliest=WORK_BEGAN)
    outcome = forms.ChoiceField(
        label="これから",
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "これからを、1つ選んでください。"},
    )

    def __init__(self, *args: Any, asks_why: bool, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = self.fields["held_on"].initial = today
        if asks_why:
            self.fields[WHY_GO_ON.name] = field_of(WHY_GO_ON)
            self.words = (*REVIEW_WORDS, WHY_GO_ON)

    def clean_held_on(self) -> Any:
        return _of_the_past(self, "held_on", today=self.today)


class ContactForm(WordsForm):
    """One contact; the short form is for a host office between two shifts."""

    done_on = WarekiDateField(label="した日", earliest=WORK_BEGAN)
    way = forms.ChoiceField(
        label=WAY.label,
        choices=[CHOOSE, *ContactWay.choices],
        error_messages={"required": "どのようにを選んでください。"},
    )

    def __init__(self, *args: Any, is_short: bool, today: date, **kwargs: Any) -> None:
        super().__init__(*args, words=SHORT_WORDS if is_short else ENTRY_WORDS, **kwargs)
        self.today = self.fields["done_on"].initial = today
        if not is_short:
            self.fields["advice"] = forms.ChoiceField(
                label=ADVICE.label,
                choices=[CHOOSE, *AdviceClass.choices],
                error_messages={"required": "助言の種類を選んでください。"},
            )

    def clean_done_on(self) -> Any:
        return _of_the_past(self, "done_on", today=self.today)

    def contact(self) -> Contact:
        """Return what was written, as the service takes it."""
        data = self.cleaned_data
        codes = {name: data[name] for name in ("way", "advice") if data.get(name)}
        return Contact(done_on=data["done_on"], texts=self.texts() | codes)


class SkipForm(forms.Form):
    """Why a contact did not happen."""

    reason = CleanTextField(label=REASON.label, max_length=REASON.longest)


class RhythmForm(forms.Form):
    """Every how many days somebody gets in touch."""

    every_days = forms.IntegerField(
        label="何日ごとに",
        min_value=1,
        max_value=LONGEST_RHYTHM,
        error_messages={
            "required": "何日ごとかを書いてください。",
            "invalid": "数字で書いてください。例：30",
            "min_value": f"1日から{LONGEST_RHYTHM}日のあいだで書いてください。",
            "max_value": f"1日から{LONGEST_RHYTHM}日のあいだで書いてください。",
        },
    )
    first_on = WarekiDateField(label="はじめの日", earliest=WORK_BEGAN)


def month_of(text: str, *, today: date) -> tuple[date, date]:
    """Return the first and last day of the month that 2026-11 names, else of this month."""
    found = MONTH.fullmatch(text)
    try:
        first = date(int(found[1]), int(found[2]), 1) if found else today
    except ValueError:
        first = today
    first = (first if is_of_our_time(first) else today).replace(day=1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first, date.fromordinal(following.toordinal() - 1)
