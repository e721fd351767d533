"""It is written down who has completed a course, and they get their certificate."""

from collections.abc import Collection
from datetime import datetime

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
from training_media.completion import queries, rules
from training_media.completion.exceptions import CompletionRefused
from training_media.completion.models import Completion, CompletionRule
from training_media.completion.queries import Watching
from training_media.models import Course
from training_media.viewing.models import Viewer

NO_CERTIFICATE = "この研修動画に、修了証はありません。"
TOGETHER = "この研修の一部または全部は、事業所で集まって視聴しました（集合視聴）。"
BY_NAME = "お名前は、事業所のカードで名のられたものです。"


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
    """Write down everybody who has completed a course and was not looked at since; returns how many."""
    return sum(_note_course(course, now) for course in queries.courses_watched())


@transaction.atomic(durable=True)
def _note_course(course: Course, now: datetime) -> int:
    rule = queries.rule_of(course)
    waiting = queries.still_to_note(course, earns=rule.gives_certificate)
    return len(note_in_transaction(course, waiting, now))


@transaction.atomic(durable=True)
def receive_certificate(*, course: Course, viewer: Viewer, now: datetime) -> Certificate:
    """Issue the certificate of a course to a viewer, or return the one that holds.

    What the course asks is asked again here, behind its lock; nobody gets one around it but who met it
    before it was changed. Raises CompletionRefused with what is missing, or why there is none.
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
    return _issue(rule, completion, now)


@transaction.atomic(durable=True)
def issue_after_a_look(*, completion: int, actor: User, now: datetime) -> Certificate:
    """Issue another certificate where one was taken back, once somebody of the desk has looked at it.

    Where one holds, that one is returned. Raises CompletionRefused where none was earned, or without a name.
    """
    rule = (
        CompletionRule.objects.select_for_update(no_key=True).filter(course__completions=completion).first()
    )
    rows = Completion.objects.select_for_update(of=("self",)).select_related("viewer__agency")
    found = rows.filter(pk=completion).first()
    if rule is None or found is None or not found.earns_certificate:
        raise CompletionRefused(NO_CERTIFICATE)
    return _issue(rule, found, now, actor=actor)


def issue_earned(*, now: datetime) -> int:
    """Issue their certificates to all who earned one and have not pressed for it; returns how many."""
    return sum(_issue_one(key, now) for key in queries.earned_and_not_issued())


@transaction.atomic(durable=True)
def _issue_one(key: int, now: datetime) -> bool:
    rule = CompletionRule.objects.select_for_update(no_key=True).filter(course__completions=key).first()
    waiting = Completion.objects.select_for_update(of=("self",)).select_related("viewer__agency")
    found = waiting.filter(pk=key, issued_at__isnull=True, forgotten_at__isnull=True).first()
    if rule is None or found is None:
        return False
    if standing_of_keys(CertificateOrigin.COURSE, [found.origin_key])[found.origin_key].was_revoked:
        return False
    _issue(rule, found, now)
    return True


def _issue(
    rule: CompletionRule, completion: Completion, now: datetime, *, actor: User | None = None
) -> Certificate:
    """Issue a certificate; somebody of the desk, who is named, has looked at it."""
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
