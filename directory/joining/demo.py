"""Applications for a sign-in in the demo world: one waits for a call, one was called."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from foundation.demo import World

from .models import AccountApplication
from .services.applying import apply_for_account, note_call


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


def _apply(world: World, key: str, name: str, kana: str, job: str, *, days: int) -> AccountApplication:
    agency = world.agencies[key]
    said = {"organisation": agency.name, "name": name, "name_kana": kana, "job": job}
    said |= {"email": f"mihon-{key}@example.jp", "phone": agency.phone}
    return apply_for_account(agency=agency, said=said, actor=None, now=world.now - timedelta(days=days))
