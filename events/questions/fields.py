"""From questions to form fields, and from what was typed to answers: the same for every screen."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms

from directory.models import Agency
from events.asking import FormPart
from events.forms import WordsField
from events.models import Event
from foundation.ui.forms import CleanTextField

from . import queries, rules
from .enums import LINE_LENGTH, ROOM, TEXT_LENGTH, AskKind, AskMoment
from .models import Question
from .rules import Words

TITLE = "この研修・行事でおたずねすること"
WRITE, CHOOSE, TICK = "答えを書いてください。", "1つ選んでください。", "1つ以上選んでください。"
NO_ANSWER = ("", "答えない")
KNOWN = "前に答えていただいたことは、たずねません。直すときは、申し込んだあとのページでできます。"
FILES_LATER = "ファイルは、申し込んだあとのページで送れます。"

# What was answered, by question and its version: an answer to an older wording is none.
type Given = dict[tuple[int, int], Words]


def name_of(question: Question) -> str:
    """Return the field's name: a question that was written anew is another field."""
    return f"q{question.pk}v{question.version}"


def condition_words(question: Question) -> str:
    """Return whom a question is for."""
    if question.only_if is None:
        return ""
    return f"「{question.only_if.wording}」に「{question.only_choice}」と答えた方だけ、お答えください。"


def field_of(question: Question, *, is_needed: bool, is_open: bool = False) -> forms.Field:
    """Return the field; `is_open` says that its condition is known to hold."""
    is_conditional = question.only_if_id is not None and not is_open
    hint = "".join((condition_words(question) if is_conditional else "", question.hint))
    required = is_needed and not is_conditional
    options: dict[str, Any] = {"label": question.wording, "help_text": hint, "required": required}
    field = _bare(question, options, may_be_left=not is_needed)
    field.is_conditional = is_conditional  # type: ignore[attr-defined]  # -- read by templates
    if is_conditional and question.only_if is not None:
        field.widget.attrs |= {
            "data-only-if": name_of(question.only_if),
            "data-only-choice": question.only_choice,
        }
    return field


def _bare(question: Question, options: dict[str, Any], *, may_be_left: bool) -> forms.Field:
    choices = [(choice, choice) for choice in question.choices]
    unknown = {"invalid_choice": "書かれているものの中から選んでください。"}
    if question.kind == AskKind.ONE:
        if may_be_left:
            choices.append(NO_ANSWER)
        messages = unknown | {"required": CHOOSE}
        return forms.ChoiceField(
            choices=choices, widget=forms.RadioSelect, error_messages=messages, **options
        )
    if question.kind == AskKind.SEVERAL:
        messages = unknown | {"required": TICK}
        return forms.MultipleChoiceField(
            choices=choices, widget=forms.CheckboxSelectMultiple, error_messages=messages, **options
        )
    messages = {"required": WRITE}
    if question.kind == AskKind.TEXT:
        area = forms.Textarea(attrs={"rows": 3})
        return CleanTextField(max_length=TEXT_LENGTH, widget=area, error_messages=messages, **options)
    box = forms.TextInput(attrs={"autocomplete": "off"})
    return WordsField(max_length=LINE_LENGTH, widget=box, error_messages=messages, **options)


class Fields:
    """The fields of some questions; `known` is what need not be asked, `by_staff` lets all be left out."""

    def __init__(
        self, questions: Sequence[Question], *, known: Mapping[int, Words], by_staff: bool = False
    ) -> None:
        self.questions, self.known, self.by_staff = questions, known, by_staff
        self.asks = [question.ask for question in questions]
        self.asked = [each for each in questions if self._is_asked(each)]
        self.fields = {
            name_of(each): field_of(
                each,
                is_needed=each.is_required and not by_staff,
                is_open=each.only_if_id in known,
            )
            for each in self.asked
        }

    def _is_asked(self, question: Question) -> bool:
        if question.is_file or question.pk in self.known:
            return False
        # What depends on a known answer is asked of those alone who gave it.
        return question.only_if_id not in self.known or rules.condition_holds(question.ask, self.known)

    def said(self, cleaned: Mapping[str, Any]) -> dict[int, Words]:
        """Return what was typed, with what was known, by question."""
        return {**self.known, **{each.pk: _words(cleaned.get(name_of(each))) for each in self.asked}}

    def judge(self, form: forms.Form) -> None:
        """Forget what nobody asked, mistakes in it too, and ask for what is needed."""
        counted = rules.counted(self.asks, self.said(form.cleaned_data))
        for question in self.asked:
            name = name_of(question)
            if not rules.condition_holds(question.ask, counted):
                form.errors.pop(name, None)
                form.cleaned_data.pop(name, None)
            elif self._is_lacking(question, counted) and name not in form.errors:
                form.add_error(name, {AskKind.ONE: CHOOSE, AskKind.SEVERAL: TICK}.get(question.kind, WRITE))

    def _is_lacking(self, question: Question, counted: Mapping[int, Words]) -> bool:
        return question.is_required and not self.by_staff and question.pk not in counted

    def given(self, cleaned: Mapping[str, Any]) -> Given:
        """Return the answers to what was asked."""
        counted = rules.counted(self.asks, self.said(cleaned))
        return {(each.pk, each.version): counted[each.pk] for each in self.asked if each.pk in counted}

    def told(self, cleaned: Mapping[str, Any]) -> list[tuple[str, str]]:
        """Return question and answer in words; what was asked and left out is said as well."""
        counted = rules.counted(self.asks, self.said(cleaned))
        return [
            (each.wording, "、".join(counted.get(each.pk, ())) or "（答えなし）")
            for each in self.asked
            if rules.condition_holds(each.ask, counted)
        ]

    def part(self, *, note: str = "") -> FormPart:
        """Return all that as a part of the entry form."""
        return FormPart(ROOM, TITLE, self.fields, self.judge, self.given, self.told, note)


def _words(value: Any) -> Words:
    if isinstance(value, (list, tuple)):
        return tuple(value)
    return (value,) if value else ()


def entry_part(event: Event, agency: Agency | None, by_staff: bool, now: datetime) -> FormPart | None:
    """Return what an event asks with the application; a known agency is not asked what it has answered."""
    questions = [each for each in queries.open_questions(event) if each.moment == AskMoment.APPLYING]
    known = queries.known_of(agency, questions, now=now)
    fields = Fields(questions, known=known, by_staff=by_staff)
    if not fields.fields:
        return None
    notes = [KNOWN] if known else []
    notes += [FILES_LATER] if any(each.is_file for each in questions) and not by_staff else []
    return fields.part(note="".join(notes))
