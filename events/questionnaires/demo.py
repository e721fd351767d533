"""Questionnaires of the demo world: one summarised, one that still takes answers."""

from datetime import timedelta

from django.utils import timezone

from events.models import Session
from foundation.demo import World

from .enums import QuestionKind
from .forms.desk import USUAL_QUESTIONS
from .models import Questionnaire
from .queries import asked_people
from .services.answering import Given, answer_questionnaire, type_sheet
from .services.running import (
    Draft,
    begin_to_read,
    close_questionnaire,
    make_questionnaire,
    open_questionnaire,
    summarise,
)

WORDS = (
    ("グループワークで、ほかの事業所の困りごとを聞けたのがよかったです。", True),
    ("受け入れたあとも相談できると分かって、安心しました。", True),
    ("もう少し時間がほしかったです。", False),
    ("制度の話は、図があるともっと分かりやすいと思います。", True),
    ("施設長にも聞いてほしい内容でした。", False),
)
SUMMARY = "話し合いの時間が足りないという声が多かったので、次は30分のばします。制度の説明には図を付けます。"


def seed(world: World) -> None:
    """Ask about the last two seminars that were held; a world that has questionnaires already stays as it is."""
    if world.door != "public" or Questionnaire.objects.exists():
        return
    held = Session.objects.held(world.now).select_related("event").order_by("-ends_at")[:2]
    for place, session in enumerate(held):
        _ask(session, world, is_over=place > 0)


def _ask(session: Session, world: World, *, is_over: bool) -> None:
    staff = world.people["staff"].user
    day = timezone.localdate(session.ends_at)
    last = day + timedelta(days=14) if is_over else timezone.localdate(world.now) + timedelta(days=9)
    moment = session.ends_at + timedelta(hours=1)
    words = {
        "title": "アンケート",
        "intro": "ご参加ありがとうございました。これからの研修のために、思ったことを教えてください。",
        "closes_on": last,
    }
    draft = Draft(words, session, USUAL_QUESTIONS)
    made = make_questionnaire(event=session.event, draft=draft, actor=staff, now=moment)
    open_questionnaire(questionnaire_id=made.pk, tells_by_mail=False, actor=staff, now=moment)
    people = list(asked_people(made, now=world.now))
    for person in people[: len(people) * 2 // 3]:
        answer_questionnaire(
            questionnaire_id=made.pk, participant=person, given=_answers(made, world), now=moment
        )
    for _ in range(3):
        type_sheet(questionnaire_id=made.pk, given=_answers(made, world), actor=staff, now=moment)
    if is_over:
        then = session.ends_at + timedelta(days=15)
        close_questionnaire(questionnaire_id=made.pk, actor=staff, now=then)
        begin_to_read(questionnaire_id=made.pk, actor=staff, now=then)
        summarise(questionnaire_id=made.pk, summary=SUMMARY, actor=staff, now=then)


def _answers(questionnaire: Questionnaire, world: World) -> list[Given]:
    found = []
    for question in questionnaire.questions.all():
        if question.kind == QuestionKind.TEXT:
            if world.rng.random() < 0.3:
                text, may_be_quoted = world.rng.choice(WORDS)
                found.append(Given(question.pk, text=text, may_be_quoted=may_be_quoted))
        elif question.kind == QuestionKind.SCALE:
            found.append(Given(question.pk, marks=(world.rng.choice((3, 4, 4, 5, 5, 5)),)))
        else:
            marks = world.rng.sample([mark for mark, _ in question.options], world.rng.choice((1, 2)))
            found.append(Given(question.pk, marks=tuple(sorted(marks))))
    return found
