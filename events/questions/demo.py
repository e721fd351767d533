"""What seminars of the demo world ask, with answers of some and a file that is still missing."""

from datetime import timedelta

from accounts.models import User
from events.models import Application, Event
from foundation.demo import World

from .enums import AskKind, AskMoment
from .models import Question
from .queries import answered_by
from .services.answering import answer_questions
from .services.asking import make_question

TITLE = "はじめての受け入れ"
LUNCH, TAKES = "お弁当（700円）を注文しますか。", "注文する"
QUESTIONS = (
    {"wording": LUNCH, "kind": AskKind.ONE, "choices": [TAKES, "注文しない"], "is_required": True},
    {
        "wording": "食べられないものを教えてください。", "kind": AskKind.LINE, "only_choice": TAKES,
        "hint": "アレルギーなど。なければ「なし」と書いてください。", "is_required": True,
    },
    {
        "wording": "矯正施設を出た方を、受け入れたことがありますか。", "kind": AskKind.ONE,
        "choices": ["ある", "ない", "検討している"], "once_per_agency": True, "again_after_months": 12,
    },
    {
        "wording": "話し合いで取り上げてほしいこと", "kind": AskKind.TEXT, "moment": AskMoment.SEATED,
        "hint": "当日の資料を作るために、お聞きします。", "is_required": True,
    },
    {
        "wording": "事業所の案内（パンフレットなど）", "kind": AskKind.FILE, "moment": AskMoment.SEATED,
        "hint": "当日、参加した方どうしで見ます。",
    },
)  # fmt: skip
SAID = (("注文する", "なし", "ある"), ("注文しない", "", "検討している"), ("注文する", "えび、かに", "ない"))
TOPICS = "夜間の見守りを、どう分担しているか聞きたいです。"


def seed(world: World) -> None:
    """Let the coming seminar ask, and two of three applicants have answered."""
    event = Event.objects.filter(title=TITLE).first()
    if world.door != "public" or event is None or Question.objects.exists():
        return
    staff = world.people["staff"].user
    lunch: Question | None = None
    for words in QUESTIONS:
        depends = {"only_if": lunch} if "only_choice" in words else {}
        asked = {"moment": AskMoment.APPLYING, **words, **depends}
        made = make_question(event=event, words=asked, actor=staff, now=world.now)
        lunch = lunch or made
    applications = Application.objects.filter(session__event=event).order_by("received_at", "id")
    for number, application in enumerate(applications.select_related("session__event", "agency")):
        if number % 3:
            _answer(application, number, world, staff)


def _answer(application: Application, number: int, world: World, staff: User) -> None:
    answered = answered_by(application)
    said = [*SAID[number % len(SAID)], TOPICS if number % 2 else "", ""]
    given = {
        (question.pk, question.version): (words,)
        for question, words in zip(answered.questions, said, strict=True)
        if words
    }
    then = world.now - timedelta(hours=1)
    answer_questions(application_id=application.pk, given=given, actor=staff, by_staff=True, now=then)
