"""Forms: the rule of a course at the desk; a part's question, put to each who watches on their own."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from content.desk_forms import DeskForm
from events.certificates.enums import BatchForm
from events.certificates.forms import BatchTakeForm
from events.desk_forms.fields import NumberField, offer
from foundation.japanese.dates import short_date
from foundation.ui.forms import CleanCharField
from training_media.courses.models import PartQuestion
from training_media.models import Part

from .models import Completion, CompletionRule
from .portions import MOST, Portion

FIELDS = ("least_percent", "asks_questions", "asks_questionnaire", "gives_certificate", "title", "text")
WHOLE = 100
SALT = "completion.question"
NO_QUESTIONNAIRE = (
    "アンケートが、まだありません。しるしをつけると、アンケートを作って公開するまで、だれも修了できません。"
)
FORMS = [(BatchForm.ONE_PDF.value, "1つのPDF"), *BatchForm.choices[1:]]
CHOOSE = "答えを1つ選んでください。"


class RuleForm(DeskForm):
    """What completing a course asks for."""

    least_percent = NumberField(
        label="修了に要る視聴（％）",
        help_text="部ごとに、この％を見ると足ります。早送りで飛ばしたところは、数えません。",
    )
    asks_questions = forms.BooleanField(label="「確かめの質問」に、正しく答えてもらう", required=False)
    asks_questionnaire = forms.BooleanField(label="アンケートに、答えてもらう", required=False)
    gives_certificate = forms.BooleanField(label="修了証を出す", required=False)
    title = CleanCharField(label="修了証の名前", max_length=20, help_text="例：修了証、受講証明書")
    text = CleanCharField(label="修了証の本文", max_length=120)

    def __init__(
        self, data: Any = None, *, rule: CompletionRule, silent: Sequence[Part], has_questionnaire: bool
    ) -> None:
        """Tell beside the choices which parts ask nothing, and whether there is a questionnaire yet."""
        super().__init__(data, initial={name: getattr(rule, name) for name in FIELDS})
        if silent:
            names = "、".join(f"「{part.title}」" for part in silent)
            self.fields["asks_questions"].help_text = f"質問のない部：{names}。その部では、たずねません。"
        if not has_questionnaire:
            self.fields["asks_questionnaire"].help_text = NO_QUESTIONNAIRE

    def clean_least_percent(self) -> int:
        """Refuse nothing, and more than everything."""
        percent: int = self.cleaned_data["least_percent"]
        if not 1 <= percent <= WHOLE:
            raise forms.ValidationError("1から100までの数にしてください。")
        return percent


class NamesForm(forms.Form):
    """Those who gave a name at an agency's card: whom does it know?"""

    viewers = forms.TypedMultipleChoiceField(
        label="この中に、ここの職員はいますか",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "一人も選んでいません。名前の左に、しるしをつけてください。",
            "invalid_choice": "選んだ人の中に、もう答えのすんだ人がいました。もう一度、見てください。",
        },
    )

    def __init__(self, data: Any = None, *, waiting: Sequence[Completion]) -> None:
        """Offer each of them once, with what they completed."""
        super().__init__(data)
        courses: dict[int, list[Completion]] = {}
        for each in waiting:
            courses.setdefault(each.viewer_id, []).append(each)
        offer(self, "viewers", [(viewer, _said(theirs)) for viewer, theirs in courses.items()])


def _said(theirs: Sequence[Completion]) -> str:
    first = theirs[0]
    kana = f"（{first.name_kana}）" if first.name_kana else ""
    answer = getattr(first.viewer, "name_answer", None)
    refused = "　※「職員ではない」と答えました" if answer is not None and not answer.is_known else ""
    days = "、".join(
        f"「{each.title}」{short_date(timezone.localdate(each.completed_at))}に修了" for each in theirs
    )
    return f"{first.name}{kana}　{days}{refused}"


class TakeForm(BatchTakeForm):
    """Which certificates of a course are taken away, in which form, and why."""

    portion = forms.ChoiceField(
        label="だれの分を",
        required=False,
        help_text=f"一度に{MOST}人分まで作れます。台帳（Excel）は、いつも全員分です。",
    )
    field_order = ("form", "portion", "reason")

    def __init__(self, data: Any = None, *, shares: Sequence[Portion]) -> None:
        super().__init__(data)
        self.fields["form"].choices = FORMS  # type: ignore[attr-defined]  # -- a choice field
        offer(self, "portion", [(each.key, each.words) for each in shares])


@dataclass(frozen=True)
class Asked:
    """Somebody to whom a question is put; `key` is their id, 0 where the ledger does not know them yet."""

    key: int
    name: str


class QuestionForm(forms.Form):
    """The question of a part, once for each who watches: whoever watches alone has to choose."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        question: PartQuestion,
        people: Sequence[Asked],
        is_together: bool,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.question, self.people = question, people
        self.names = {each.key: f"answer_{each.key}" if is_together else "answer" for each in people}
        self.fields["seen"].initial = mark_of(question)
        for each in people:
            self.fields[self.names[each.key]] = forms.TypedChoiceField(
                label=f"{each.name}さんの答え" if is_together else "答え",
                choices=list(enumerate(question.choices)),
                coerce=int,
                empty_value=None,
                required=not is_together,
                widget=forms.RadioSelect,
                error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
            )

    def clean(self) -> dict[str, Any]:
        """Ask for one answer at least."""
        given = super().clean() or {}
        if not self.errors and not self.chosen:
            self.add_error(None, "一人も選んでいません。答える人の答えを選んでください。")
        return given

    @property
    def has_seen_it(self) -> bool:
        """Whether the question is still what was read."""
        return constant_time_compare(self.cleaned_data["seen"], mark_of(self.question))

    @property
    def chosen(self) -> dict[int, int]:
        """What each of those who answered chose, from 0, by their key."""
        given = {key: self.cleaned_data.get(name) for key, name in self.names.items()}
        return {key: choice for key, choice in given.items() if choice is not None}

    def say_wrong(self, keys: Sequence[int]) -> None:
        """Say with the answers of these people that they are not right."""
        for key in keys:
            self.add_error(self.names[key], "ちがいます。もう一度、考えてみてください。")


def mark_of(question: PartQuestion) -> str:
    """Return a mark of the question as it is now, which does not tell the right answer."""
    words = json.dumps([question.text, question.choices, question.right])
    return salted_hmac(SALT, words, algorithm="sha256").hexdigest()
