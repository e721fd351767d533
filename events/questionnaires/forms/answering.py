"""The form that participants answer, made from the questions."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import BoundField

from events.questionnaires.enums import QuestionKind
from events.questionnaires.models import Question
from events.questionnaires.services.answering import Given
from foundation.ui.forms import CleanTextField


class AnswerForm(forms.Form):
    """Every question may be left out."""

    def __init__(self, *args: Any, questions: Sequence[Question], **options: Any) -> None:
        super().__init__(*args, **options)
        self.questions = questions
        for number, question in enumerate(questions, start=1):
            self.fields[f"q{question.pk}"] = _field(number, question)
            if question.is_text:
                self.fields[f"quote{question.pk}"] = forms.BooleanField(
                    label="この文を、名前を出さずに、センターのお知らせや報告に引用してよい", required=False
                )

    @property
    def rows(self) -> list[tuple[BoundField, BoundField | None]]:
        """Each question with the tick that belongs to it."""
        return [
            (self[f"q{question.pk}"], self[f"quote{question.pk}"] if question.is_text else None)
            for question in self.questions
        ]

    @property
    def given(self) -> list[Given]:
        """The answers as the services take them."""
        found = []
        for question in self.questions:
            value = self.cleaned_data[f"q{question.pk}"]
            if question.is_text:
                quotable = self.cleaned_data[f"quote{question.pk}"]
                found.append(Given(question.pk, text=value, may_be_quoted=quotable))
            else:
                marks = value if isinstance(value, list) else [value] if value else []
                found.append(Given(question.pk, marks=tuple(int(each) for each in marks)))
        return found


def _field(number: int, question: Question) -> forms.Field:
    label = f"{number}　{question.text}"
    if question.is_text:
        return CleanTextField(label=label, max_length=1000, required=False)
    choices = [(str(mark), word) for mark, word in question.options]
    if question.kind == QuestionKind.SEVERAL:
        return forms.MultipleChoiceField(
            label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
        )
    return forms.ChoiceField(label=label, choices=choices, required=False, widget=forms.RadioSelect)
