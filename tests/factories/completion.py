"""Somebody has watched, a part asks a question, a course says what completing it asks for."""

from datetime import timedelta

from django.utils import timezone

from tests.factories.training_media import make_viewer
from tests.factories.watching import WATCH, show_card
from training_media.campaigns.models import RosterName
from training_media.completion.services.answering import answer_question
from training_media.completion.services.completing import receive_certificate
from training_media.completion.services.ruling import set_rule
from training_media.courses.models import PartQuestion
from training_media.models import Part
from training_media.viewing.enums import SittingKind
from training_media.viewing.models import Viewer
from training_media.viewing.services.ledger import Piece, begin_sitting, end_together, take_pieces
from training_media.watching.access import personal_token
from training_media.watching.models import PersonalCard

MINUTE = 60_000
RIGHT, WRONG = 1, 0
DONE, QUESTION = f"{WATCH}done/", f"{WATCH}1/question/"
RULE = {
    "least_percent": 95,
    "asks_questions": False,
    "asks_questionnaire": False,
    "gives_certificate": True,
    "title": "修了証",
    "text": "あなたは、次の研修動画を修了されました。",
}


def vouch_for(viewer):
    """Let the agency of a viewer have named them, so that their certificate goes out by itself."""
    now = timezone.now()
    RosterName.objects.get_or_create(
        agency=viewer.agency,
        folded_name=viewer.folded_name,
        defaults={"name": viewer.name, "written_at": now},
    )
    return viewer


def make_named_viewer(**of):
    """Make a viewer whom their agency has named."""
    return vouch_for(make_viewer(**of))


def ask_for(course, *, by, now=None, **values):
    """Say what a course asks for; a certificate is given unless it says otherwise."""
    return set_rule(course=course, values=RULE | values, actor=by, now=now or timezone.now())


def watch(viewer, part, *spans, days=1, now=None):
    """Let a viewer have watched these minutes of a part, all of it without any, some days ago."""
    began = _began(part, days, now)
    sitting = begin_sitting(recording=part.recording, viewers=[viewer], kind=SittingKind.ALONE, now=began)
    _play(sitting, part, spans, began)


def watch_together(viewers, part, *spans, stayed=None, days=1, now=None):
    """Let these people have watched a part on one screen; all of them stayed unless it says who."""
    began = _began(part, days, now)
    sitting = begin_sitting(recording=part.recording, viewers=viewers, kind=SittingKind.TOGETHER, now=began)
    after = _play(sitting, part, spans, began)
    there = [each.pk for each in (viewers if stayed is None else stayed)]
    end_together(sittings=[sitting], stayed=there, now=after)


def _began(part, days, now):
    """Let each part have its own hour: each moment of a life counts once."""
    return (now or timezone.now()) - timedelta(days=days) + timedelta(hours=part.number)


def watch_course(viewer, course, *, days=1, now=None):
    """Let a viewer have watched all parts."""
    for part in course.parts.select_related("recording"):
        watch(viewer, part, days=days, now=now)


def _play(sitting, part, spans, began):
    whole = [(0, part.recording.duration)]
    media = [(start * MINUTE, end * MINUTE) for start, end in spans] or whole
    pieces, clock = [], 0
    for number, (start, end) in enumerate(media):
        pieces.append(Piece(number, (start, end), (clock, clock + end - start), 1_000))
        clock += end - start
    after = began + timedelta(milliseconds=clock)
    take_pieces(key=sitting.key, pieces=pieces, now=after)
    return after


def ask_question(part, *, right=RIGHT):
    return PartQuestion.objects.create(
        part=part,
        text="3つ目の方法は、どれですか。",
        choices=["措置", "自立準備ホーム", "契約"],
        right=right,
        explanation="登録すると、空いている部屋で受け入れられます。",
    )


def parts_of(course):
    return list(course.parts.select_related("recording", "question").order_by("number"))


def answer(part, viewer, chosen, *, now=None, **more):
    """Let a viewer have chosen something, when the question is as it is now unless `seen` says otherwise."""
    part = Part.objects.select_related("question", "course").get(pk=part.pk)
    act = {"seen": part.question, "chosen": {viewer.pk: chosen}, "is_together": False} | more
    return answer_question(part=part, now=now or timezone.now(), **act)


def receive(course, viewer, *, now=None):
    return receive_certificate(course=course, viewer=viewer, now=now or timezone.now())


def own_card(client, card, viewer):
    """Let somebody come in by their own card."""
    own = PersonalCard.objects.create(
        viewer=viewer, invitation=card, issue=card.issue, made_at=timezone.now()
    )
    client.post(f"/watch/me/{personal_token(own)}/")


def gather(client, card, *names):
    """Let these people sit down before one screen; returns their viewers."""
    show_card(client, card)
    client.post(f"{WATCH}together/", {"others": "\n".join(names)})
    return [Viewer.objects.get(name=name) for name in names]


def shown_mark(page):
    return page.context["form"]["seen"].value()


def say(client, **answers):
    """Send the form of the first part's question as it is shown."""
    mark = shown_mark(client.get(QUESTION))
    return client.post(QUESTION, {"seen": mark, **answers})
