"""An invented opinion letter beside the hand-off that was taken on: asked, checked and issued."""

from accounts.models import User
from foundation.demo import World
from handoff.access import current_enrolments, opened
from handoff.actors import CLOCK, Actor, actor_from
from handoff.machine.models import Handoff

from .enums import AdditionKind, LetterDeed
from .models import OpinionLetter
from .rules import CONDITIONS
from .services import ask_for_letter, check_letter, issue_letter

TEXTS = {
    "office": "グループホーム見本",
    "service": "グループホーム",
    "period": "令和8年12月1日から1年",
    "note": "はじめの3か月は、夜の見守りを厚くします。",
}
OPINION = {
    "opinion": "ひとりの時間が続くと、生活のリズムがくずれやすい方です。朝と夕方の声かけと、週1回の面談が要ります。"
}


def fill(world: World) -> None:
    """Add what is missing."""
    with opened(CLOCK, now=world.now):
        handoff = Handoff.objects.filter(decided_at__isnull=False, requester=None).order_by("made_at").first()
        if handoff is None or OpinionLetter.objects.exists():
            return
    now, staff, addition = world.now, _actor(world, "case_worker"), AdditionKind.COMMUNITY_MOVE
    letter = ask_for_letter(handoff_id=handoff.pk, addition=addition, texts=TEXTS, actor=staff, now=now)
    holding = [each.code for each in CONDITIONS[addition]]
    check_letter(letter_id=letter.pk, holding=holding, texts=OPINION, actor=staff, now=now)
    lead = _actor(world, "lead")
    issue_letter(letter_id=letter.pk, deed=LetterDeed.ISSUE, seen=letter.version + 1, actor=lead, now=now)


def _actor(world: World, key: str) -> Actor:
    user = User.objects.get(person=world.people[key])
    return actor_from(user, current_enrolments(user, now=world.now), is_fresh=True)
