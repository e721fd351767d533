"""Three facilities of the demo world would like to hear more; a fourth says why not now."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from directory.models import Agency
from foundation.demo import World
from training_media.enums import CourseState
from training_media.models import Chapter, Course
from training_media.viewing.models import Viewer
from training_media.watching.enums import Way

from . import rules
from .enums import Move, Outcome, Reason, Wish
from .models import Lead
from .services.asking import Request, ask_to_hear_more
from .services.declining import say_not_now
from .services.following import take_step

NAMES = ("見本 礼子", "見本 ひかり", "見本 健")
WISHES = (Wish.ACCEPT, Wish.VISIT, Wish.QUESTION)
WORDS = ("自立準備ホームの登録に、何がいるかを知りたいです。", "職員の会議で、話してほしいです。", "")
DAYS = (1, 12, 40)


def seed(world: World) -> None:
    """Let a new lead wait, another be visited, a third have a result; a world that has leads stays as it is."""
    course = Course.objects.filter(state=CourseState.OPEN).order_by("pk").first()
    agencies = list(Agency.objects.current(today=world.now.date()).order_by("pk")[: len(DAYS)])
    if world.door != "public" or course is None or len(agencies) < len(DAYS) or Lead.objects.exists():
        return
    leads = [_ask(world, course, agency, place) for place, agency in enumerate(agencies)]
    _step(world, leads[1], Move.CONTACT, days=10, note="来週、うかがう約束をした。", next_in=3)
    _step(world, leads[1], Move.VISIT, days=4, note="施設長と話した。定員に空きがある。", next_in=7)
    _step(world, leads[2], Move.CONTACT, days=38, note="資料を送った。", next_in=3)
    _step(world, leads[2], Move.FINISH, days=30, note="年度が変わったら、もう一度話す。", next_in=60)
    viewers = Viewer.objects.order_by("-pk")[:1]
    reasons = [Reason.FULL, Reason.ANXIOUS]
    say_not_now(course=course, viewers=viewers, reasons=reasons, words="", now=world.now)


def _ask(world: World, course: Course, agency: Agency, place: int) -> Lead:
    chapter = Chapter.objects.filter(part__course=course).select_related("part").order_by("-pk").first()
    is_of_chapter = place == 0 and chapter is not None
    request = Request(
        form_key=uuid4(),
        course=course,
        way=(Way.CARD, Way.ACCOUNT, Way.NOBODY)[place],
        agency=agency,
        agency_name=agency.name,
        wish=WISHES[place],
        part=chapter.part if is_of_chapter and chapter else None,
        chapter=chapter if is_of_chapter else None,
        about=f"{chapter.part.title}　{chapter.title}" if is_of_chapter and chapter else "",
        contact_name=NAMES[place],
        phone=agency.phone or "000-000-0123",
        good_time="平日の午後1時から3時",
        words=WORDS[place],
    )
    return ask_to_hear_more(request=request, actor=None, now=world.now - timedelta(days=DAYS[place]))


def _step(world: World, lead: Lead, move: Move, *, days: int, note: str, next_in: int | None = None) -> None:
    today = timezone.localdate(world.now)
    on = today - timedelta(days=days)
    wanted = rules.Wanted(
        move,
        on,
        note,
        outcome=Outcome.CONSIDERING if move == Move.FINISH else "",
        next_on=today + timedelta(days=next_in) if next_in else None,
    )
    take_step(lead=lead, wanted=wanted, actor=world.people["staff"].user, now=world.now)
