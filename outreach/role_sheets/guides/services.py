"""Verbs of questions, guides and practices.

Whoever writes down what a source says has the source at hand: that counts as a check.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Model
from django.utils import timezone

from accounts.models import User
from content.search.services import index_in_transaction
from content.services import RecordIsGone, store_in_transaction
from foundation.audit import chain
from foundation.decision import Decision
from foundation.limits.queries import limit
from foundation.public_pages import clear_public_pages_in_transaction
from foundation.transactions import assert_in_transaction, lock_name_in_transaction

from .limits import CHECK_HOLDS
from .models import Guide, GuidePart, Practice, QuestionAnswer
from .queries import QUESTIONS, Checked
from .rules import last_day, may_be_dated, may_be_followed, next_check
from .search import GUIDES, PRACTICES

# What may change without anybody having looked at the source.
UNCHECKED = frozenset({"is_open", "place", "responsible", "review_due_on"})
CHECK = ("reviewed_on", "review_due_on")


class QuestionRefused(Exception):
    """The days of a version do not fit beside the others; the message says why, in words of the screen."""


@transaction.atomic(durable=True)
def write_question(*, values: Mapping[str, Any], actor: User, now: datetime) -> QuestionAnswer:
    """Keep a new question with its first answer, under the next number."""
    lock_name_in_transaction("guides.question_numbers")
    last = QuestionAnswer.objects.aggregate(last=Max("number"))["last"] or 0
    made = QuestionAnswer(number=last + 1, **_checked(values, now))
    made.save()
    _shown_anew_in_transaction(made)
    chain.record("guides.question_written", actor=actor, subject=made, now=now, fields=values)
    return made


@transaction.atomic(durable=True)
def change_question(*, pk: int, values: Mapping[str, Any], actor: User, now: datetime) -> QuestionAnswer:
    """Correct what was written down wrongly; who answers anew uses `revise_question`.

    Raises QuestionRefused when the days would fall together with another version's, RecordIsGone.
    """
    row, others = _locked_with_others_in_transaction(pk)
    for name in ("valid_from", "valid_until"):
        setattr(row, name, values.get(name, getattr(row, name)))
    _insist(may_be_dated(row, others=others))
    stored, changed = store_in_transaction(row, _rechecked(row, values, now))
    _shown_anew_in_transaction(stored)
    chain.record("guides.question_changed", actor=actor, subject=stored, now=now, fields=changed)
    return stored


@transaction.atomic(durable=True)
def revise_question(*, pk: int, values: Mapping[str, Any], actor: User, now: datetime) -> QuestionAnswer:
    """Let a new version follow: the old one ends on the day before and leads to the new one.

    Raises QuestionRefused, and then nothing is changed.
    """
    old, others = _locked_with_others_in_transaction(pk)
    _insist(may_be_followed(old, values["valid_from"], others=others))
    old.valid_until = last_day(old, values["valid_from"])
    old.save(update_fields=["valid_until"])
    new = QuestionAnswer(number=old.number, version=old.version + 1, **_checked(values, now))
    new.save()
    old.superseded_by = new
    old.save(update_fields=["superseded_by"])
    _shown_anew_in_transaction(new)
    chain.record("guides.question_revised", actor=actor, subject=new, now=now, fields=values)
    return new


@transaction.atomic(durable=True)
def write_practice(*, values: Mapping[str, Any], actor: User, now: datetime) -> Practice:
    """Keep a new practice, under the next number."""
    lock_name_in_transaction("guides.practice_numbers")
    last = Practice.objects.aggregate(last=Max("number"))["last"] or 0
    made = Practice(number=last + 1, **_checked(values, now))
    made.save()
    _shown_anew_in_transaction(made)
    chain.record("guides.practice_written", actor=actor, subject=made, now=now, fields=values)
    return made


@transaction.atomic(durable=True)
def change_practice(*, pk: int, values: Mapping[str, Any], actor: User, now: datetime) -> Practice:
    """Change a practice. Raises RecordIsGone."""
    row = _locked_in_transaction(Practice, pk)
    stored, changed = store_in_transaction(row, _rechecked(row, values, now))
    _shown_anew_in_transaction(stored)
    chain.record("guides.practice_changed", actor=actor, subject=stored, now=now, fields=changed)
    return stored


@transaction.atomic(durable=True)
def write_guide(*, values: Mapping[str, Any], actor: User, now: datetime) -> Guide:
    """Keep a new guide, without parts yet."""
    made = Guide(**_checked(values, now))
    made.save()
    _shown_anew_in_transaction(made)
    chain.record("guides.guide_written", actor=actor, subject=made, now=now, fields=values)
    return made


@transaction.atomic(durable=True)
def change_guide(*, pk: int, values: Mapping[str, Any], actor: User, now: datetime) -> Guide:
    """Change the head of a guide; its address stays. Raises RecordIsGone."""
    row = _locked_in_transaction(Guide, pk)
    stored, changed = store_in_transaction(row, _rechecked(row, values, now))
    _shown_anew_in_transaction(stored)
    chain.record("guides.guide_changed", actor=actor, subject=stored, now=now, fields=changed)
    return stored


@transaction.atomic(durable=True)
def save_part(*, part: GuidePart, values: Mapping[str, Any], actor: User, now: datetime) -> GuidePart:
    """Add a part to its guide or change one. The guide as a whole is checked apart. Raises RecordIsGone."""
    verb = "guides.part_changed" if part.pk else "guides.part_added"
    stored, changed = store_in_transaction(part, values)
    _shown_anew_in_transaction(stored.guide)
    chain.record(verb, actor=actor, subject=stored, now=now, fields=changed)
    return stored


@transaction.atomic(durable=True)
def remove_part(*, pk: int, actor: User, now: datetime) -> None:
    """Take a part out of its guide. Raises RecordIsGone."""
    part = _locked_in_transaction(GuidePart, pk)
    guide = part.guide
    part.delete()
    _shown_anew_in_transaction(guide)
    chain.record("guides.part_removed", actor=actor, subject=guide, now=now)


KINDS: dict[str, type[Checked]] = {"question": QuestionAnswer, "guide": Guide, "practice": Practice}


@transaction.atomic(durable=True)
def confirm(*, kind: str, pk: int, actor: User, now: datetime) -> Checked:
    """Say that the source was looked at and everything still holds; it is due again when the check is over.

    Raises RecordIsGone.
    """
    row = _locked_in_transaction(KINDS[kind], pk)
    for name, value in _check(now).items():
        setattr(row, name, value)
    row.save(update_fields=CHECK)
    clear_public_pages_in_transaction()
    chain.record("guides.confirmed", actor=actor, subject=row, now=now, fields=CHECK)
    return row


def index_all_in_transaction(
    *, questions: Iterable[QuestionAnswer], guides: Iterable[Guide], practices: Iterable[Practice]
) -> None:
    """Let the site's search and all public pages know of rows that were written without their verbs."""
    assert_in_transaction("index_all")
    index_in_transaction(QUESTIONS, [each.number for each in questions])
    index_in_transaction(GUIDES, [each.pk for each in guides])
    index_in_transaction(PRACTICES, [each.pk for each in practices])
    clear_public_pages_in_transaction()


INDEXED: dict[type[Checked], tuple[str, Callable[[Any], int]]] = {
    QuestionAnswer: (QUESTIONS, lambda row: int(row.number)),
    Guide: (GUIDES, lambda row: int(row.pk)),
    Practice: (PRACTICES, lambda row: int(row.pk)),
}


def _shown_anew_in_transaction(row: Checked) -> None:
    assert_in_transaction("show_anew")
    source, key = INDEXED[type(row)]
    index_in_transaction(source, [key(row)])
    clear_public_pages_in_transaction()


def _locked_in_transaction[Row: Model](kind: type[Row], pk: int) -> Row:
    assert_in_transaction("lock_row")
    found = kind._default_manager.select_for_update().filter(pk=pk).first()
    if found is None:
        raise RecordIsGone
    return found


def _locked_with_others_in_transaction(pk: int) -> tuple[QuestionAnswer, list[QuestionAnswer]]:
    """Return a version and the other versions of its question, all under a lock. Raises RecordIsGone."""
    assert_in_transaction("lock_question")
    numbers = QuestionAnswer.objects.filter(pk=pk).values("number")
    # In one order, or two who change the same question would wait for each other.
    versions = {
        each.pk: each
        for each in QuestionAnswer.objects.select_for_update().filter(number__in=numbers).order_by("pk")
    }
    row = versions.pop(pk, None)
    if row is None:
        raise RecordIsGone
    return row, list(versions.values())


def _insist(decision: Decision) -> None:
    if not decision.allowed:
        raise QuestionRefused(decision.reason)


def _check(now: datetime) -> dict[str, date]:
    today = timezone.localdate(now)
    days = limit(CHECK_HOLDS, on=today)
    return {"reviewed_on": today, "review_due_on": next_check(today, days=days)}


def _checked(values: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Return what a new row holds: its values and their check, until the chosen day if that is to come."""
    check = _check(now)
    chosen = values.get("review_due_on")
    if chosen is not None and chosen > check["reviewed_on"]:
        check["review_due_on"] = chosen
    return dict(values) | check


def _rechecked(row: Checked, values: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Return what is to be stored: with a check where more was changed than who answers for it.

    An emptied day of the next check is that of the last check and the days that counted then.
    """
    if set(values) - UNCHECKED:
        return _checked(values, now)
    kept = dict(values)
    is_emptied = "review_due_on" in kept and kept["review_due_on"] is None
    if is_emptied and row.reviewed_on is not None:
        days = limit(CHECK_HOLDS, on=row.reviewed_on)
        kept["review_due_on"] = next_check(row.reviewed_on, days=days)
    return kept
