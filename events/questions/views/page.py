"""What both doors share: the answers of one application as forms, kept and shown again."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from accounts.models import User
from content.meanwhile import SEEN, Meanwhile, changed_meanwhile, held, mark_of
from events.forms import typed
from events.questions.exceptions import AnswerRefused
from events.questions.fields import Fields, name_of
from events.questions.forms import AnswersForm, FileForm
from events.questions.models import Answer, Question
from events.questions.queries import Answered, answered_by
from events.questions.services.answering import answer_questions, send_file, take_file_back
from foundation.ui.typed import only_redraws


@dataclass
class AnswerPage:
    """The forms of one application's answers, each bound only where it was sent."""

    answered: Answered
    by_staff: bool
    form: AnswersForm = field(init=False)
    # What the form showed when it was opened, and what somebody else has changed since.
    seen: str = field(init=False)
    meanwhile: Meanwhile | None = None
    bound_file: FileForm | None = None

    def __post_init__(self) -> None:
        self.fields = Fields(self.answered.due, known={}, by_staff=self.by_staff)
        self.form = AnswersForm(part=self.fields.part(), initial=self._written())
        self.seen = mark_of(self.form.words())

    def _written(self) -> dict[str, Any]:
        said = self.answered.said
        return {
            name_of(each): list(said[each.pk]) if each.kind == "several" else said[each.pk][0]
            for each in self.fields.asked
            if each.pk in said
        }

    @property
    def files(self) -> list[tuple[Question, Answer | None, FileForm]]:
        """Each file that is asked for, with what came and a form to send it."""
        asked = [each for each in self.answered.asked if each.is_file]
        return [(each, self.answered.answers.get(each.pk), self._file_form(each)) for each in asked]

    def _file_form(self, question: Question) -> FileForm:
        bound = self.bound_file
        is_bound = bound is not None and bound.prefix == f"file{question.pk}"
        return bound if is_bound and bound is not None else FileForm(question=question)

    def save(self, request: HttpRequest, *, now: datetime) -> bool:
        """Keep what was typed; returns False where it is only shown again, or was refused."""
        self.bind(request)
        if only_redraws(request):
            self.form = AnswersForm(part=self.fields.part(), initial=typed(self.form))
            return False
        if not self.form.is_valid():
            return False
        with held(self.answered.application):
            if self._is_stale(request):
                return False
            try:
                self.keep(request, now=now)
            except AnswerRefused as refused:
                self.form.add_error(None, str(refused))
                return False
        return True

    def _is_stale(self, request: HttpRequest) -> bool:
        """Return whether somebody else has changed what the form showed; then it says what stands now."""
        application = self.answered.application
        fresh = AnswerPage(answered_by(application), by_staff=self.by_staff).form
        self.meanwhile = changed_meanwhile(
            self.seen,
            typed=self.form.words(),
            now=fresh.words(),
            record=application,
            reader=_actor(request),
        )
        if self.meanwhile is None:
            return False
        self.form.take_over(fresh, self.meanwhile.left)
        self.seen = self.meanwhile.mark
        return True

    def bind(self, request: HttpRequest) -> None:
        """Let the form hold what was typed."""
        self.form = AnswersForm(request.POST, part=self.fields.part())
        self.seen = request.POST.get(SEEN, "")

    def keep(self, request: HttpRequest, *, now: datetime) -> None:
        """Keep the answers of a form that is right. Raises AnswerRefused."""
        answer_questions(
            application_id=self.answered.application.pk,
            given=self.form.more["questions"],
            actor=_actor(request),
            by_staff=self.by_staff,
            now=now,
        )

    def send(self, request: HttpRequest, question_id: int, *, now: datetime, refused: str = "") -> bool:
        """Keep the file that was sent; returns False where it was refused; `refused` says why unseen."""
        question = next((each for each, _, _ in self.files if each.pk == question_id), None)
        if question is None:
            return False
        self.bound_file = FileForm(request.POST, request.FILES, question=question, refused=refused)
        if not self.bound_file.is_valid() or self.bound_file.proven is None:
            return False
        try:
            send_file(
                application_id=self.answered.application.pk,
                question_id=question.pk,
                proven=self.bound_file.proven,
                actor=_actor(request),
                by_staff=self.by_staff,
                now=now,
            )
        except AnswerRefused as error:
            self.bound_file.add_error("file", str(error))
            return False
        return True

    def take_back(self, request: HttpRequest, question_id: int, *, now: datetime) -> None:
        """Let go of a file that was sent. Raises AnswerRefused."""
        take_file_back(
            application_id=self.answered.application.pk,
            question_id=question_id,
            actor=_actor(request),
            by_staff=self.by_staff,
            now=now,
        )


def _actor(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None
