"""The demo course says what completing it asks for; two of its viewers have completed it."""

from datetime import timedelta

from foundation.demo import World
from training_media.campaigns.models import Invitation
from training_media.enums import CourseState
from training_media.models import Course
from training_media.viewing.enums import SittingKind
from training_media.viewing.models import Viewer
from training_media.viewing.services.ledger import Piece, begin_sitting, take_pieces
from training_media.watching.services.coming_in import Who, name_viewers

from .models import CompletionRule
from .queries import parts_with_questions, question_of
from .services.answering import answer_question
from .services.completing import receive_certificate
from .services.ruling import set_rule

RULE = {"least_percent": 95, "asks_questions": True, "asks_questionnaire": False, "gives_certificate": True}

NOT_NAMED = Who("浜口 望", "ハマグチ ノゾミ", "介護職員（夜勤）")


def seed(world: World) -> None:
    """Give the open course a rule, and two viewers everything it asks; a world with a rule stays as it is."""
    course = (
        Course.objects.filter(state=CourseState.OPEN, campaigns__invitations__isnull=False)
        .order_by("pk")
        .first()
    )
    if world.door != "public" or course is None or CompletionRule.objects.exists():
        return
    set_rule(course=course, values=RULE, actor=world.people["staff"].user, now=world.now)
    invitation = Invitation.objects.filter(campaign__course=course).select_related("agency").earliest("pk")
    people = [Who("髙橋 慎", "タカハシ シン", "介護職員")]
    (viewer,) = name_viewers(agency=invitation.agency, people=people, now=world.now)
    _watch(course, viewer, world)
    receive_certificate(course=course, viewer=viewer, now=world.now)
    # The agency has not named this one: it is asked whether it knows them.
    (said,) = name_viewers(agency=invitation.agency, people=[NOT_NAMED], now=world.now)
    _watch(course, said, world)
    receive_certificate(course=course, viewer=said, now=world.now)


def _watch(course: Course, viewer: Viewer, world: World) -> None:
    began = world.now - timedelta(days=3)
    for part in parts_with_questions(course):
        assert part.recording is not None
        whole = part.recording.duration
        sitting = begin_sitting(recording=part.recording, viewers=[viewer], kind=SittingKind.ALONE, now=began)
        began += timedelta(milliseconds=whole)
        take_pieces(key=sitting.key, pieces=[Piece(0, (0, whole), (0, whole), 1_000)], now=began)
        question = question_of(part)
        if question is not None:
            chosen = {viewer.pk: question.right}
            answer_question(part=part, seen=question, chosen=chosen, is_together=False, now=began)
