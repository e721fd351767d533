from typing import Any

from django import forms
from django.db.models import QuerySet

from foundation.ui.forms import WarekiDateField
from handoff.days import WORK_BEGAN
from handoff.models import AgencyCopy
from handoff.records.forms import WordsForm

from .enums import Source, Topic, Urgency
from .rules import ANSWER_WORDS, QUESTION_WORDS, SOURCE, SOURCE_WORDS, TOPIC
from .services import Question

LONGEST_MINUTES = 10_000


class QuestionForm(WordsForm):
    """What somebody asks the centre; what others asked first comes with its source and the consent."""

    words = (*QUESTION_WORDS, *SOURCE_WORDS)
    topic = forms.ChoiceField(
        label=TOPIC.label,
        choices=[("", "選んでください"), *Topic.choices],
        error_messages={"required": "何についてかを選んでください。"},
    )
    urgency = forms.ChoiceField(
        label="いつまでに",
        choices=Urgency.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "いつまでにかを選んでください。"},
    )
    source = forms.ChoiceField(label=SOURCE.label, choices=Source.choices, initial=Source.OWN)
    has_consent = forms.BooleanField(label="本人の同意をもらいました（ほかから届いたとき）", required=False)

    def __init__(self, *args: Any, agencies: QuerySet[AgencyCopy] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shared_on"] = WarekiDateField(
            label="センターに伝えた日（ほかから届いたとき）", earliest=WORK_BEGAN, required=False
        )
        if agencies is not None and agencies.count() > 1:
            self.fields["agency"] = forms.ModelChoiceField(
                label="どの機関として",
                queryset=agencies,
                empty_label="選んでください",
                error_messages={"required": "どの機関としてかを選んでください。"},
            )
        order = ("agency", "topic", "urgency", "question", "tried", "source", "from_whom", "has_consent")
        self.order_fields([*order, "shared_on", "consent_at"])

    def new_question(self) -> Question:
        """Return what was written, as the service takes it."""
        data = self.cleaned_data
        return Question(
            topic=Topic(data["topic"]),
            urgency=Urgency(data["urgency"]),
            texts=self.texts(),
            source=Source(data["source"]),
            has_consent=data["has_consent"],
            shared_on=data["shared_on"],
        )


class AnswerForm(WordsForm):
    """What the centre answers, perhaps with a second opinion, and how long it took."""

    words = ANSWER_WORDS
    minutes = forms.IntegerField(
        label="かかった時間（分）",
        min_value=0,
        max_value=LONGEST_MINUTES,
        error_messages={
            "required": "かかった時間を書いてください。",
            "invalid": "数字で書いてください。例：30",
        },
    )
