from typing import Any

from django import forms

from handoff.records.forms import StepForm, WordsForm

from .enums import AdditionKind
from .rules import ADDITION, ASK_WORDS, CONDITIONS, HOLDING, WRITE_WORDS


class AskForm(WordsForm):
    """What an office asks."""

    words = ASK_WORDS
    addition = forms.ChoiceField(
        label=ADDITION.label,
        choices=AdditionKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "どの加算のためかを選んでください。"},
    )


class CheckForm(WordsForm):
    """Which conditions hold, and the opinion."""

    words = WRITE_WORDS

    def __init__(self, *args: Any, addition: AdditionKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["holding"] = forms.MultipleChoiceField(
            label=HOLDING.label,
            help_text="全部にしるしがつくと、出せます。算定できるかを決めるのは、指定をした都道府県や市です。",
            choices=[(each.code, each.words) for each in CONDITIONS[addition]],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        self.order_fields(["holding"])


class IssueForm(StepForm):
    """The issuing of a letter as it was read."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
