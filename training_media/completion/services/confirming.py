"""The agency or the desk vouches for a name that was said at a card; then the certificate goes out."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction

from accounts.models import User
from directory.models import Agency
from events.certificates.models import Certificate
from foundation.audit import chain
from training_media.completion import names, queries
from training_media.completion.exceptions import CompletionRefused
from training_media.completion.models import Completion, CompletionRule, NameAnswer

from .completing import NO_CERTIFICATE, issue_all, issue_in_transaction


def answer_for_names(
    *, agency: Agency, viewers: Collection[int], is_known: bool, actor: User, now: datetime
) -> int:
    """Write down whether an agency knows these viewers of its own, by id; returns of how many.

    Certificates that waited for it are issued, each in a transaction of its own, or within the hour by the
    job. Who is not of this agency, or whose name counts by now, is left as they are.
    """
    answered = _write_answers(agency, viewers, is_known, actor, now)
    if is_known:
        issue_all(queries.to_issue(answered), now=now)
    return len(answered)


@transaction.atomic(durable=True)
def _write_answers(
    agency: Agency, viewers: Collection[int], is_known: bool, actor: User, now: datetime
) -> list[int]:
    asked = names.unknown().filter(agency=agency, pk__in=viewers)
    found = sorted(asked.values_list("pk", flat=True))
    _record(_keep_answers(found, is_known=is_known, actor=actor, now=now), actor, now)
    return found


@transaction.atomic(durable=True)
def issue_after_a_look(*, completion: int, actor: User, now: datetime) -> Certificate:
    """Issue a certificate that waits, or another one, once somebody of the desk has looked at it.

    It waits where nobody vouches for the name: the desk does now. Where one was taken back, this is another
    one; where one holds, that one is returned. Raises CompletionRefused where none was earned, or without a
    name.
    """
    rule = (
        CompletionRule.objects.select_for_update(no_key=True).filter(course__completions=completion).first()
    )
    rows = Completion.objects.select_for_update(of=("self",)).select_related("viewer__agency")
    found = rows.filter(pk=completion).first()
    if rule is None or found is None or not found.earns_certificate:
        raise CompletionRefused(NO_CERTIFICATE)
    asked = list(names.unknown().filter(pk=found.viewer_id).values_list("pk", flat=True))
    # Before the certificate: whoever issues one locks the audit, and waits for nobody's answer any more.
    answers = _keep_answers(asked, is_known=True, actor=actor, now=now)
    issued = issue_in_transaction(rule, found, now, actor=actor)
    _record(answers, actor, now)
    return issued


def _keep_answers(viewers: Iterable[int], *, is_known: bool, actor: User, now: datetime) -> list[NameAnswer]:
    return NameAnswer.objects.bulk_create(
        (
            NameAnswer(viewer_id=viewer, is_known=is_known, answered_by=actor, answered_at=now)
            for viewer in viewers
        ),
        update_conflicts=True,
        unique_fields=["viewer"],
        update_fields=["is_known", "answered_by", "answered_at"],
    )


def _record(answers: Iterable[NameAnswer], actor: User, now: datetime) -> None:
    for answer in answers:
        verb = "completion.name_known" if answer.is_known else "completion.name_refused"
        chain.record(verb, actor=actor, subject=answer, now=now)
