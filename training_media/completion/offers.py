"""What this room has for others: beside the player, in one's own record, in histories and at the desk."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from functools import cache

from django.urls import reverse
from django.utils import timezone

from events.certificates.enums import CertificateOrigin
from events.certificates.models import Certificate
from events.certificates.queries import standing_of_keys
from events.registries import HistoryRow, HistoryWish, IsWanted, KnownLearner, Learner
from foundation.japanese.dates import long_date
from foundation.japanese.text import fold
from training_media.models import Course, Part
from training_media.registries import CompletionMark, RecordKept, ViewerOffer, Watched

from . import queries
from .enums import NameState
from .models import Answer, Completion, CompletionRule
from .names import states
from .rules import Standing, earns_certificate

NOBODY = 0
ANSWERED, COMPLETED = "確かめの質問", "修了"
MOST_REASONS = 2
CERTIFICATE, RECORD = "修了証を受け取る、見る", "修了の記録を見る"
WAITS = {
    NameState.WAITS: "修了証は、事業所の管理者の方がお名前を確かめてから出ます。"
    "ご自分ですることは、ありません。",
    NameState.REFUSED: "修了証は、まだ出せません。"
    "事業所から、このお名前の職員はいない、という答えがありました。",
}
AS_OPENED = "このページを開いたときのようすです。"

type Link = tuple[str, str]


def offer_of(watched: Watched) -> ViewerOffer | None:
    """Return how far whoever watches has come, and the ways on; nothing where nothing is recorded."""
    if not watched.is_recorded:
        return None
    done = reverse("completion:done", args=[watched.course.slug])
    viewers = watched.viewers or (NOBODY,)
    rule = queries.rule_of(watched.course)
    standings = queries.standings(watched.course, viewers, rule=rule)
    completed = queries.completions_by_viewer(watched.course, viewers)
    question = _question(watched, viewers)
    # Beside the player it grows old while the film runs.
    as_opened = (AS_OPENED,) if watched.part is not None else ()
    if watched.is_together:
        through = sum(viewer in completed or standings[viewer].is_complete for viewer in viewers)
        line = f"{len(viewers)}人のうち{through}人が、修了に要るものをそろえました。"
        return ViewerOffer(
            "修了まで", (line, *as_opened), (*question, ("一人ずつの「修了まで」を見る", done))
        )
    completion, standing = completed.get(viewers[0]), standings[viewers[0]]
    if completion is not None or standing.is_complete:
        line = "修了に要るものが、そろいました。"
        if completion is not None:
            line = f"{long_date(timezone.localdate(completion.completed_at))}に修了しました。"
        waits, word = _of_certificate(viewers[0], completion, standing, rule)
        return ViewerOffer("修了しました", (line, *waits), ((word, done),))
    lines = (*_lines(standing), *as_opened)
    return ViewerOffer("修了まで", lines, (*question, ("修了までに要るものを見る", done)))


def _of_certificate(
    viewer: int, completion: Completion | None, standing: Standing, rule: CompletionRule
) -> tuple[tuple[str, ...], str]:
    """Return for whom a certificate waits, and what is found on the page of completion: none taken back."""
    if completion is not None and completion.issued_at is not None:
        key = completion.origin_key
        holds = standing_of_keys(CertificateOrigin.COURSE, [key])[key].certificate is not None
        return (), CERTIFICATE if holds else RECORD
    has_earned = completion is not None and completion.earns_certificate
    if not earns_certificate(standing, gives=rule.gives_certificate, has_earned=has_earned):
        return (), RECORD
    state = states([viewer]).get(viewer)
    return ((), CERTIFICATE) if state is None else ((WAITS[state],), RECORD)


def _lines(standing: Standing) -> tuple[str, ...]:
    reasons = standing.reasons()
    more = ("ほかにも、要るものがあります。",) if len(reasons) > MOST_REASONS else ()
    return (*reasons[:MOST_REASONS], *more)


def _question(watched: Watched, viewers: Collection[int]) -> tuple[Link, ...]:
    """Return the way to the question of the part that is played, while one of them has not answered it."""
    if watched.part is None:
        return ()
    parts = [part for part in queries.parts_with_questions(watched.course) if part.pk == watched.part.pk]
    if not any(queries.question_of(part) for part in parts):
        return ()
    if len(queries.answered_rightly(parts, viewers)) == len(viewers):
        return ()
    address = reverse("completion:question", args=[watched.course.slug, watched.part.number])
    return (("この部の「確かめの質問」に答える", address),)


def share_of(course: Course) -> int | None:
    """Return the least percent of each part, where the course has a rule."""
    rule = CompletionRule.objects.filter(course=course).first()
    return None if rule is None else rule.least_percent


def room_of(course: Course) -> Link:
    """Return the way from the desk's screen of a course to what completing it asks for."""
    return "修了の条件と修了証", reverse("completion_desk:rule", args=[course.pk])


def marks_of(course: Course, viewers: Collection[int]) -> Mapping[int, CompletionMark]:
    """Return when each of these viewers completed a course, and the number of their certificate."""
    found = queries.completions_by_viewer(course, viewers)
    held = queries.certificates_by_key(found.values())
    return {
        viewer: CompletionMark(timezone.localdate(each.completed_at), _number(held, each))
        for viewer, each in found.items()
    }


def _number(held: Mapping[str, Certificate], completion: Completion) -> str:
    certificate = held.get(completion.origin_key)
    return certificate.printed_number if certificate is not None else ""


def own_record(viewer: int, course: int | None, since: datetime | None) -> Iterator[RecordKept]:
    """Return what is recorded of a viewer here: each answer, and what they completed."""
    for answer in queries.answers_of(viewer):
        if course in (None, answer.part.course_id) and (since is None or answer.answered_at >= since):
            yield _answer_kept(answer)
    for each in queries.completions_of(viewer):
        if course in (None, each.course_id) and (since is None or each.completed_at >= since):
            details = {"minutes": each.minutes, "together": each.is_together}
            words = f"{each.minutes}分{'、集まって見た分があります' if each.is_together else ''}"
            yield RecordKept(COMPLETED, each.title, "", each.completed_at, words, details)


def _answer_kept(answer: Answer) -> RecordKept:
    part: Part = answer.part
    chosen = answer.choices[answer.chosen]
    judged = "正しい答え" if answer.is_right else "ちがう答え"
    details = {
        "question": answer.text,
        "chosen": chosen,
        "right": answer.is_right,
        "together": answer.is_together,
    }
    words = f"「{answer.text}」に「{chosen}」（{judged}）"
    return RecordKept(ANSWERED, part.course.title, part.title, answer.answered_at, words, details)


def history_rows(wish: HistoryWish) -> list[HistoryRow]:
    """Return the recorded trainings that people completed, as far as it is still known who they were."""
    found = _wished(wish)
    held = queries.certificates_by_key(found)
    return [
        HistoryRow(
            on=timezone.localdate(each.completed_at),
            title=each.title,
            number="",
            kind="研修動画",
            name=each.name,
            name_kana=each.name_kana,
            agency_name=each.agency_name,
            minutes=each.minutes,
            result="修了（集合視聴あり）" if each.is_together else "修了",
            certificate=_number(held, each),
            certificate_path=_path(held, each),
        )
        for each in found
    ]


def wanted_learners(is_wanted: IsWanted) -> list[KnownLearner]:
    """Return who completed a recorded training and is looked for. Two queries.

    The words of all are looked at, and only those found are read whole.
    """
    everybody = queries.named_completions().order_by("-completed_at", "-pk")
    rows = everybody.values_list("pk", "name", "name_kana", "agency_name")
    found = [pk for pk, name, kana, agency in rows if is_wanted(name, kana, agency)]
    return [_known(each) for each in everybody.filter(pk__in=found)]


def learner_by_key(key: int) -> KnownLearner | None:
    """Return somebody who completed a recorded training; None where nobody knows the name any more."""
    found = queries.named_completions().filter(pk=key).first()
    return _known(found) if found is not None else None


def _known(completion: Completion) -> KnownLearner:
    viewer = completion.viewer
    person, agency = viewer.person, viewer.agency
    # By the name of the day: that of the viewer goes years before it.
    named = Learner(None, fold(completion.agency_name), fold(completion.name))
    return KnownLearner(
        key=completion.pk,
        learner=Learner(person.pk) if person else named,
        name=completion.name,
        name_kana=completion.name_kana,
        agency_name=completion.agency_name,
        agency_public_id=agency.public_id if agency else "",
        on=timezone.localdate(completion.completed_at),
        subject=person or viewer,
    )


def _path(held: Mapping[str, Certificate], completion: Completion) -> str:
    certificate = held.get(completion.origin_key)
    return reverse("certificates:of_agency", args=[certificate.pk]) if certificate is not None else ""


def _wished(wish: HistoryWish) -> list[Completion]:
    found = queries.named_completions()
    if wish.agency is not None:
        found = found.filter(viewer__agency=wish.agency)
    if wish.learner is not None and wish.learner.person_id is not None:
        found = found.filter(viewer__person=wish.learner.person_id)
    elif wish.learner is not None:
        found = found.filter(pk__in=_borne_by(wish.learner))
    return list(found.order_by("completed_at", "pk"))


def _borne_by(learner: Learner) -> list[int]:
    """Return the completions, by id, of nobody's account that bear the name of a learner at their agency."""
    rows = queries.named_completions().filter(viewer__person__isnull=True)
    folded = cache(fold)
    return [
        pk
        for pk, name, agency in rows.values_list("pk", "name", "agency_name")
        if folded(agency) == learner.folded_agency and learner.bears(name)
    ]


def way_to_certificate(key: str) -> list[Link]:
    """Return the way down at the desk to the course of a certificate, by its key."""
    completion = queries.completion_of_key(key)
    if completion is None:
        return []
    course = completion.course
    return [
        ("研修動画", reverse("video_desk:list")),
        (course.title, reverse("video_desk:course", args=[course.pk])),
        room_of(course),
    ]
