"""It is written down who has completed a course, and they get their certificate."""

from collections.abc import Collection, Iterable
from datetime import datetime
from itertools import batched

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from events.certificates.enums import CertificateOrigin
from events.certificates.exceptions import CertificateRefused
from events.certificates.models import Certificate
from events.certificates.queries import standing_of_keys
from events.certificates.services.issuing import Printed, issue_of_course_in_transaction
from foundation.audit import chain
from foundation.japanese.dates import wareki
from foundation.transactions import assert_in_transaction
from training_media.completion import names, queries, rules
from training_media.completion.exceptions import CompletionRefused
from training_media.completion.models import Completion, CompletionRule
from training_media.completion.queries import Watching
from training_media.models import Course
from training_media.viewing.models import Viewer

NO_CERTIFICATE = "この研修動画に、修了証はありません。"
TOGETHER = "この研修の一部または全部は、事業所で集まって視聴しました（集合視聴）。"
BY_NAME = "視聴カードで受講。お名前は、事業所の名簿にあるか、事業所に確かめたものです。"
# How many completions are written down in one transaction.
AT_A_TIME = 50


def note_in_transaction(course: Course, viewers: Collection[int], now: datetime) -> list[Completion]:
    """Write down of these viewers, by id, who is complete now; returns those that were not written down.

    Who was complete before a certificate was given for it earns it once they meet what is asked now.
    """
    assert_in_transaction("note")
    rule = queries.rule_of(course)
    found = queries.standings(course, viewers, rule=rule)
    complete = [viewer for viewer, standing in found.items() if standing.is_complete]
    if not complete:
        return []
    if rule.gives_certificate:
        older = Completion.objects.filter(course=course, viewer__in=complete, earns_certificate=False)
        older.update(earns_certificate=True)
    noted = queries.completions_by_viewer(course, complete)
    new = sorted(set(complete) - set(noted))
    return _written(rule, new, now) if new else []


def settle_in_transaction(course: Course, now: datetime) -> None:
    """Write down everybody who is complete by now: what is asked of them is about to change."""
    assert_in_transaction("settle")
    rule = queries.rule_of(course)
    note_in_transaction(course, queries.still_to_note(course, earns=rule.gives_certificate), now)


def _written(rule: CompletionRule, viewers: Collection[int], now: datetime) -> list[Completion]:
    """Write completions down, and the audit only after the last of them: it is locked until the commit."""
    course = rule.course
    people = queries.viewers_in(viewers)
    how = queries.how_watched(course, viewers, now=now)
    answered = queries.last_right_answers(course, viewers) if rule.asks_questions else {}
    made = []
    for key in viewers:
        at = now if rule.asks_questionnaire else max(how[key].until, answered.get(key, how[key].until))
        completion, is_new = Completion.objects.get_or_create(
            viewer=people[key], course=course, defaults=_facts(rule, people[key], how[key], min(at, now))
        )
        if is_new:
            made.append(completion)
    for completion in made:
        chain.record("completion.noted", actor=None, subject=completion, now=now)
    return made


def _facts(rule: CompletionRule, viewer: Viewer, how: Watching, at: datetime) -> dict[str, object]:
    return {
        "completed_at": at,
        "began_on": min(how.began_on, timezone.localdate(at)),
        "title": rule.course.title,
        "minutes": rules.minutes_of(how.seen),
        "is_together": how.is_together,
        "name": viewer.name,
        "name_kana": viewer.name_kana,
        "agency_name": viewer.agency_name,
        "earns_certificate": rule.gives_certificate,
        "origin_key": f"{rule.course.pk}-{viewer.pk}",
    }


def note_completions(*, now: datetime) -> int:
    """Write down everybody who has completed a course and of whom that is not written down yet.

    Returns how many. A few at a time, each few in a transaction of their own: nobody else's deeds wait long
    for the audit.
    """
    return sum(_note_course(course, now) for course in queries.courses_watched())


def _note_course(course: Course, now: datetime) -> int:
    rule = queries.rule_of(course)
    waiting = queries.still_to_note(course, earns=rule.gives_certificate)
    return sum(_note_some(course, list(some), now) for some in batched(waiting, AT_A_TIME, strict=False))


@transaction.atomic(durable=True)
def _note_some(course: Course, viewers: Collection[int], now: datetime) -> int:
    return len(note_in_transaction(course, viewers, now))


@transaction.atomic(durable=True)
def receive_certificate(*, course: Course, viewer: Viewer, now: datetime) -> Certificate | None:
    """Issue the certificate of a course to a viewer, or return the one that holds.

    What the course asks is asked again here, behind its lock; nobody gets one around it but who met it
    before it was changed. None where the completion is written down, and the certificate waits until somebody
    vouches for the name. Raises CompletionRefused with what is missing, or why there is none.
    """
    rule = CompletionRule.objects.select_for_update(no_key=True).filter(course=course).first()
    if rule is None:
        raise CompletionRefused(NO_CERTIFICATE)
    note_in_transaction(course, [viewer.pk], now)
    completions = Completion.objects.select_for_update(of=("self",)).select_related("viewer__agency")
    completion = completions.filter(course=course, viewer=viewer).first()
    if completion is None or not completion.earns_certificate:
        missing = queries.standings(course, [viewer.pk], rule=rule)[viewer.pk].reasons()
        raise CompletionRefused(missing[0] if missing and rule.gives_certificate else NO_CERTIFICATE)
    if completion.issued_at is None and names.unknown().filter(pk=viewer.pk).exists():
        return None
    return issue_in_transaction(rule, completion, now)


def issue_earned(*, now: datetime) -> int:
    """Issue their certificates to all who earned one and have not pressed for it; returns how many.

    Not to those for whose names nobody vouches.
    """
    return issue_all(queries.to_issue(), now=now)


def issue_all(completions: Iterable[int], *, now: datetime) -> int:
    """Issue the certificates of these completions, by id, that still wait; returns how many.

    Each in a transaction of its own.
    """
    return sum(_issue_one(key, now) for key in completions)


@transaction.atomic(durable=True)
def _issue_one(key: int, now: datetime) -> bool:
    rule = CompletionRule.objects.select_for_update(no_key=True).filter(course__completions=key).first()
    waiting = Completion.objects.select_for_update(of=("self",)).select_related("viewer__agency")
    found = waiting.filter(pk=key, issued_at__isnull=True, forgotten_at__isnull=True).first()
    if rule is None or found is None or names.unknown().filter(pk=found.viewer_id).exists():
        return False
    if standing_of_keys(CertificateOrigin.COURSE, [found.origin_key])[found.origin_key].was_revoked:
        return False
    issue_in_transaction(rule, found, now)
    return True


def issue_in_transaction(
    rule: CompletionRule, completion: Completion, now: datetime, *, actor: User | None = None
) -> Certificate:
    """Issue a certificate; somebody of the desk, who is named, has looked at it. Raises CompletionRefused.

    Whether it is earned and the name counts is for the caller to ask.
    """
    assert_in_transaction("issue")
    try:
        issued = issue_of_course_in_transaction(
            origin_key=completion.origin_key,
            agency=completion.viewer.agency,
            printed=_printed(rule, completion),
            actor=actor,
            now=now,
            is_looked_at=actor is not None,
        )
    except CertificateRefused as refused:
        raise CompletionRefused(str(refused)) from refused
    if completion.issued_at is None:
        completion.issued_at = now
        completion.save(update_fields=["issued_at"])
    return issued


def _printed(rule: CompletionRule, completion: Completion) -> Printed:
    last = timezone.localdate(completion.completed_at)
    return Printed(
        title=rule.title,
        text=rule.text,
        holder_name=completion.name,
        agency_name=completion.agency_name,
        course=completion.title,
        course_number="",
        held_on=rules.days_words(completion.began_on, last, wareki(completion.began_on), wareki(last)),
        minutes=completion.minutes,
        remark=(TOGETHER if completion.is_together else "")
        + ("" if completion.viewer.person_id else BY_NAME),
    )
