"""Applications for a sign-in in the demo world, and a round of 年度替わり that is under way on any day."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from accounts.models import User
from directory.enums import HeardWay
from foundation.demo import World

from .enums import TurnAnswer, TurnWay
from .models import AccountApplication, TurnQuestion
from .rules import FIRST_DAY, year_asked_about
from .services.applying import apply_for_account, note_call
from .services.turning import NOON, ask_about_people, note_answer


def seed(world: World) -> None:
    """Let two people apply, once."""
    person = world.people.get("staff")
    staff = User.objects.filter(person=person).first() if person else None
    if world.door != "public" or staff is None or AccountApplication.objects.exists():
        return
    _apply(world, "hidamari", "見本 陽子", "ミホン ヨウコ", "管理者", days=2)
    called = _apply(world, "hashiwatashi", "見本 橋太", "ミホン ハシタ", "相談支援専門員", days=6)
    moment = world.now - timedelta(days=4)
    note_call(
        application=called,
        agency=world.agencies["hashiwatashi"],
        checked_on=timezone.localdate(moment),
        checked_with="所長",
        actor=staff,
        now=moment,
    )


def seed_turn(world: World) -> None:
    """Ask about the last fiscal year in its season, once: one has answered, one letter is not printed yet."""
    person = world.people.get("staff")
    staff = User.objects.filter(person=person).first() if person else None
    if world.door != "public" or staff is None or TurnQuestion.objects.exists():
        return
    today = timezone.localdate(world.now)
    first = datetime.combine(date(year_asked_about(today), *FIRST_DAY), NOON, tzinfo=world.now.tzinfo)
    asked_at = min(first, world.now)
    ask_about_people(actor=staff, now=asked_at)
    # What it writes of itself comes with a later seed; it has no mail address.
    TurnQuestion.objects.create(
        agency=world.agencies["yamanami"],
        fiscal_year=year_asked_about(today),
        way=TurnWay.PAPER,
        asked_at=asked_at,
    )
    answered = TurnQuestion.objects.get(agency=world.agencies["tomarigi"])
    note_answer(
        question=answered,
        answer=TurnAnswer.CHANGED,
        new_name="見本 春子",
        new_job="サービス管理責任者",
        heard=HeardWay.PHONE,
        heard_on=max(timezone.localdate(asked_at), today - timedelta(days=2)),
        actor=staff,
        now=world.now,
    )


def _apply(world: World, key: str, name: str, kana: str, job: str, *, days: int) -> AccountApplication:
    agency = world.agencies[key]
    said = {"organisation": agency.name, "name": name, "name_kana": kana, "job": job}
    said |= {"email": f"mihon-{key}@example.jp", "phone": agency.phone}
    return apply_for_account(agency=agency, said=said, actor=None, now=world.now - timedelta(days=days))
