"""Forms: the rule of a course at the desk; a part's question, put to each who watches on their own."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.crypto import constant_time_compare, salted_hmac

from content.desk_forms import DeskForm
from events.desk_forms.fields import NumberField
from foundation.ui.forms import CleanCharField
from training_media.courses.models import PartQuestion
from training_media.models import Part

from .models import CompletionRule

FIELDS = ("least_percent", "asks_questions", "asks_questionnaire", "gives_certificate", "title", "text")
WHOLE = 100
SALT = "completion.question"
NO_QUESTIONNAIRE = (
    "アンケートが、まだありません。しるしをつけると、アンケートを作って公開するまで、だれも修了できません。"
)
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
