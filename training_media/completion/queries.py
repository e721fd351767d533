"""Reads: how far viewers have come, who has completed what, and on which days they watched."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from directory.models import Agency
from events.certificates.enums import CertificateOrigin
from events.certificates.models import Certificate
from events.certificates.queries import Standing as Issued
from events.certificates.queries import certificates_of_keys, every_certificate_of_keys, standing_of_keys
from training_media.courses.models import PartQuestion
from training_media.models import Course, Part
from training_media.queries import with_earlier_edits
from training_media.registries import questionnaire_of
from training_media.viewing.models import Coverage, Viewer
from training_media.viewing.spans import NOTHING, Spans

from . import names, rules
from .models import Answer, Completion, CompletionRule


def rule_of(course: Course) -> CompletionRule:
    """Return what completing a course asks for: its own rule, or the usual one, which is not stored."""
    return CompletionRule.objects.filter(course=course).first() or CompletionRule(course=course)


def parts_with_questions(course: Course) -> list[Part]:
    """Return the parts of a course that can be watched, with their recordings and questions."""
    parts = Part.objects.filter(course=course, recording__isnull=False)
    return list(parts.select_related("recording", "question").order_by("number"))


def question_of(part: Part) -> PartQuestion | None:
    """Return the question of a part; None where nothing is asked."""
    found: PartQuestion | None = getattr(part, "question", None)
    return found


def answered_rightly(parts: Collection[Part], viewers: Collection[int]) -> set[tuple[int, int]]:
    """Return (viewer, part), by id, of those who answered the question as it is now rightly. One query."""
    asked = _asked_of(parts)
    right = Answer.objects.filter(part__in=asked, viewer__in=viewers, is_right=True)
    return {
        (each.viewer_id, each.part_id)
        for each in right
        if rules.counts_for(asked[each.part_id], (each.text, each.choices, each.right))
    }


def _asked_of(parts: Collection[Part]) -> dict[int, tuple[str, list[str], int]]:
    """Return what is asked after each of these parts now, by id; nothing of those that ask nothing."""
    questions = {part.pk: question_of(part) for part in parts}
    return {pk: (each.text, each.choices, each.right) for pk, each in questions.items() if each is not None}


def standings(
    course: Course, viewers: Collection[int], *, rule: CompletionRule | None = None
) -> dict[int, rules.Standing]:
    """Return how far each of these viewers has come, by id: as many queries for a thousand as for one."""
    rule = rule or rule_of(course)
    parts = parts_with_questions(course)
    watched = {
        (row.viewer_id, row.recording_id): row.watched
        for row in Coverage.objects.filter(
            viewer__in=viewers, recording__in=[part.recording_id for part in parts]
        )
    }
    right = answered_rightly(parts, viewers) if rule.asks_questions else set()
    door = questionnaire_of(course) if rule.asks_questionnaire else None
    answered = door.answered(viewers) if door is not None else set()
    return {
        viewer: rules.standing(
            rule.as_rule,
            rules.Facts(
                parts=tuple(
                    _facts(
                        part,
                        watched.get((viewer, part.recording_id or 0), NOTHING),
                        (viewer, part.pk) in right,
                    )
                    for part in parts
                ),
                has_questionnaire=door is not None,
                has_answered=viewer in answered,
            ),
        )
        for viewer in viewers
    }


def _facts(part: Part, watched: Spans, is_answered: bool) -> rules.PartFacts:
    assert part.recording is not None
    return rules.PartFacts(
        number=part.number,
        title=part.title,
        duration=part.recording.duration,
        watched=watched,
        has_question=question_of(part) is not None,
        is_answered=is_answered,
    )


def completions_by_viewer(course: Course, viewers: Collection[int]) -> dict[int, Completion]:
    """Return who of these viewers has completed a course, as far as it is written down, by viewer."""
    found = Completion.objects.filter(course=course, viewer__in=viewers)
    return {each.viewer_id: each for each in found}


def certificates_by_key(completions: Collection[Completion]) -> dict[str, Certificate]:
    """Return the certificates of completions that hold, by the completion's key."""
    keys = [each.origin_key for each in completions]
    return certificates_of_keys(CertificateOrigin.COURSE, keys) if keys else {}


def issued_by_key(completions: Collection[Completion]) -> dict[str, Issued]:
    """Return what was issued for completions, by their keys: what holds, and whether one was taken back."""
    keys = [each.origin_key for each in completions]
    return standing_of_keys(CertificateOrigin.COURSE, keys) if keys else {}


def completions_to_show(course: Course, *, only_waiting: bool = False) -> QuerySet[Completion]:
    """Return who has completed a course, the latest first; or only those whose names wait for an answer."""
    found = _waiting() if only_waiting else Completion.objects.all()
    return found.filter(course=course).select_related("viewer").order_by("-completed_at", "-pk")


def still_to_note(course: Course, *, earns: bool) -> list[int]:
    """Return the viewers, by id, who have watched of a course and of whom no completion is written down.

    Those whose names were erased complete nothing any more. With `earns` also those whose completion gives
    no certificate yet.
    """
    noted = Completion.objects.filter(course=course)
    if earns:
        noted = noted.filter(earns_certificate=True)
    seen = Coverage.objects.filter(
        recording__parts__course=course, total__gt=0, viewer__erased_at__isnull=True
    )
    rows = seen.exclude(viewer__in=noted.values("viewer")).order_by("viewer")
    return list(rows.values_list("viewer", flat=True).distinct())


@dataclass(frozen=True)
class Watching:
    """How somebody watched a course: from which day, until when, how long, whether in part together."""

    began_on: date
    until: datetime
    seen: int
    is_together: bool


_UNTIL = """
SELECT seat.viewer_id, min(sitting.began_at),
       max(CASE WHEN sitting.kind = 'together' THEN sitting.closed_at
                ELSE least(piece.received_at, sitting.began_at + piece.clock_end * interval '1 millisecond')
           END)
FROM viewing_seat AS seat
JOIN viewing_sitting AS sitting ON sitting.id = seat.sitting_id
LEFT JOIN viewing_playedpiece AS piece ON piece.sitting_id = sitting.id
WHERE seat.stayed AND seat.viewer_id = ANY(%s) AND sitting.recording_id = ANY(%s)
  AND (piece.id IS NOT NULL OR sitting.began_at < %s)
GROUP BY seat.viewer_id
"""


def how_watched(course: Course, viewers: Collection[int], *, now: datetime) -> dict[int, Watching]:
    """Return how each of these viewers watched a course, earlier edits of its films included.

    `until` is when the last piece was played that is still kept; `now` where none is.
    """
    parts = parts_with_questions(course)
    current = {part.recording_id for part in parts if part.recording_id is not None}
    recordings = sorted(with_earlier_edits(current))
    days = _days(viewers, recordings, now)
    seen: dict[int, int] = defaultdict(int)
    together: set[int] = set()
    for row in Coverage.objects.filter(viewer__in=viewers, recording__in=recordings):
        seen[row.viewer_id] += row.total if row.recording_id in current else 0
        if rules.is_together(row.alone, row.together):
            together.add(row.viewer_id)
    today = timezone.localdate(now)
    return {
        viewer: Watching(
            began_on=timezone.localdate(days[viewer][0]) if viewer in days else today,
            until=min((days[viewer][1] if viewer in days else None) or now, now),
            seen=seen[viewer],
            is_together=viewer in together,
        )
        for viewer in viewers
    }


def _days(
    viewers: Collection[int], recordings: Collection[int], now: datetime
) -> Mapping[int, tuple[datetime, datetime | None]]:
    with connection.cursor() as cursor:
        cursor.execute(_UNTIL, [list(viewers), list(recordings), now])
        return {viewer: (began, until) for viewer, began, until in cursor}


def last_right_answers(course: Course, viewers: Collection[int]) -> dict[int, datetime]:
    """Return when each of these viewers first answered the last of today's questions rightly."""
    found: dict[tuple[int, int], datetime] = {}
    asked = _asked_of(parts_with_questions(course))
    right = Answer.objects.filter(part__in=asked, viewer__in=viewers, is_right=True)
    for each in right.order_by("answered_at"):
        if rules.counts_for(asked[each.part_id], (each.text, each.choices, each.right)):
            found.setdefault((each.viewer_id, each.part_id), each.answered_at)
    latest: dict[int, datetime] = {}
    for (viewer, _), at in found.items():
        latest[viewer] = max(at, latest.get(viewer, at))
    return latest


def viewers_in(keys: Collection[int]) -> dict[int, Viewer]:
    """Return these viewers with their agencies, by id."""
    return Viewer.objects.select_related("agency").in_bulk(list(keys))


def answers_of(viewer: int) -> QuerySet[Answer]:
    """Return everything that a viewer answered, the earliest first."""
    return Answer.objects.filter(viewer=viewer).select_related("part__course").order_by("answered_at", "pk")


def completions_of(viewer: int) -> QuerySet[Completion]:
    """Return what a viewer has completed, the earliest first."""
    return Completion.objects.filter(viewer=viewer).order_by("completed_at", "pk")


def courses_watched() -> list[Course]:
    """Return the courses of which somebody has watched something."""
    watched = Coverage.objects.filter(total__gt=0).values("recording__parts__course")
    return list(Course.objects.filter(pk__in=watched).order_by("pk"))


def named_completions() -> QuerySet[Completion]:
    """Return completions whose names are still known, with the viewers who have them now."""
    known = Completion.objects.filter(forgotten_at__isnull=True)
    return known.select_related("viewer__agency", "viewer__person", "course")


def completion_of_key(key: str) -> Completion | None:
    """Return the completion whose certificates bear a key."""
    return Completion.objects.select_related("course").filter(origin_key=key).first()


def certificates_of_course(course: Course) -> list[Certificate]:
    """Return the certificates of a course that hold, those of one agency together. Two queries."""
    held = certificates_by_key(named_completions().filter(course=course, issued_at__isnull=False))
    return sorted(held.values(), key=lambda each: (each.agency_name, each.holder_name, each.pk))


def every_certificate_of_course(course: Course) -> QuerySet[Certificate]:
    """Return all certificates of a course, those that hold no more too."""
    keys = list(Completion.objects.filter(course=course).values_list("origin_key", flat=True))
    return every_certificate_of_keys(CertificateOrigin.COURSE, keys)


def courses_of_agency(agency: Agency) -> list[tuple[Course, list[Certificate]]]:
    """Return the courses of which an agency's people have certificates, with these. Two queries."""
    found = list(named_completions().filter(viewer__agency=agency, issued_at__isnull=False))
    held = certificates_by_key(found)
    theirs: dict[Course, list[Certificate]] = {}
    for each in sorted(found, key=lambda each: each.completed_at, reverse=True):
        if each.origin_key in held:
            theirs.setdefault(each.course, []).append(held[each.origin_key])
    return [
        (course, sorted(papers, key=lambda each: (each.holder_name, each.pk)))
        for course, papers in theirs.items()
    ]


def count_completed(course: Course) -> int:
    """Return how many have completed a course."""
    return Completion.objects.filter(course=course).count()


def earned_and_not_issued() -> QuerySet[Completion]:
    """Return the completions that earn a certificate and never got one, whether or not the name counts."""
    waiting = Completion.objects.filter(earns_certificate=True, issued_at__isnull=True)
    return waiting.filter(forgotten_at__isnull=True).order_by("pk")


def to_issue(viewers: Collection[int] | None = None) -> list[int]:
    """Return the completions, by id, whose certificates can be issued with nobody looking at them.

    With `viewers` those of these alone, by id.
    """
    found = earned_and_not_issued().exclude(viewer__in=names.unknown())
    found = found if viewers is None else found.filter(viewer__in=viewers)
    return list(found.values_list("pk", flat=True))


def _waiting() -> QuerySet[Completion]:
    """Return the completions whose certificates wait until somebody vouches for a name."""
    return earned_and_not_issued().filter(viewer__in=names.unknown())


def count_waiting(course: Course) -> int:
    """Return how many certificates of a course wait until somebody vouches for a name."""
    return _waiting().filter(course=course).count()


def waiting_for_names(agency: Agency) -> QuerySet[Completion]:
    """Return the completions of an agency's people that wait for an answer about a name, or had a no."""
    found = _waiting().filter(viewer__agency=agency)
    return found.select_related("viewer__name_answer").order_by("name_kana", "name", "pk")
