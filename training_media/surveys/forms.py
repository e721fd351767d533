"""The desk's form of a course's questionnaire, with the usual questions; and the one that viewers fill in."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms

from events.questionnaires.enums import QuestionKind
from events.questionnaires.forms.answering import AnswerForm
from events.questionnaires.forms.desk import QuestionsForm, shown, typed_questions
from events.questionnaires.models import Question, Questionnaire
from training_media.viewing.models import Viewer

# What a briefing for homes that may receive somebody asks; staff take away or write anew what does not fit.
USUAL_QUESTIONS = (
    {
        "kind": QuestionKind.SCALE,
        "text": "話は、分かりやすかったですか。",
        "lowest": "分かりにくい",
        "highest": "分かりやすい",
    },
    {"kind": QuestionKind.SCALE, "text": "仕事の役に立ちますか。", "lowest": "立たない", "highest": "立つ"},
    {
        "kind": QuestionKind.ONE,
        "text": "受け入れについて、どう考えますか。",
        "choices": ["考えたい", "条件が合えば考えたい", "いまは考えない"],
    },
    {
        "kind": QuestionKind.SEVERAL,
        "text": "もっと知りたいことは、どれですか。",
        "choices": [
            "受け入れまでの流れ",
            "費用とお金",
            "その人の様子",
            "困ったときの相談先",
            "ほかの施設の例",
        ],
    },
    {"kind": QuestionKind.TEXT, "text": "思ったことや、質問を、自由に書いてください。"},
)
INTRO = (
    "ご視聴ありがとうございました。これからの研修と、受け入れのお手伝いのために、思ったことを教えてください。"
)
# Beyond the last deadline for viewing; without one, from today on.
DAYS_TO_ANSWER, DAYS_WITHOUT_DEADLINE = 10, 180


class CourseQuestionsForm(QuestionsForm):
    """A questionnaire of a course."""

    def __init__(
        self,
        *args: Any,
        today: date,
        watched_until: date | None = None,
        questionnaire: Questionnaire | None = None,
        **options: Any,
    ) -> None:
        first = shown(questionnaire) if questionnaire else usual(today, watched_until)
        super().__init__(*args, today=today, initial=first, **options)


def usual(today: date, watched_until: date | None) -> dict[str, Any]:
    """Return what a new questionnaire begins with: it stays open a little longer than the film."""
    until = watched_until + timedelta(days=DAYS_TO_ANSWER) if watched_until else None
    words = {
        "title": "アンケート",
        "intro": INTRO,
        "closes_on": max(until or today + timedelta(days=DAYS_WITHOUT_DEADLINE), today),
    }
    return words | typed_questions(USUAL_QUESTIONS)


class ViewerAnswerForm(AnswerForm):
    """The questions, and where several sit before one screen, which of them answers."""

    def __init__(self, *args: Any, questions: Sequence[Question], people: Sequence[Viewer], **options: Any):
        super().__init__(*args, questions=questions, **options)
        self.people = {each.pk: each for each in people}
        if people:
            self.fields["who"] = forms.TypedChoiceField(
                label="いま答える方",
                coerce=int,
                choices=[(each.pk, each.name) for each in people],
                initial=people[0].pk if len(people) == 1 else None,
                widget=forms.RadioSelect,
                error_messages={
                    "required": "いま答える方を選んでください。",
                    "invalid_choice": "この方の答えは、もういただいています。"
                    "いま答える方を選び直してください。",
                },
            )

    @property
    def viewer(self) -> Viewer | None:
        """Who answers, where that is asked."""
        return self.people.get(self.cleaned_data.get("who", 0))
