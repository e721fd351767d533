"""What leaves by FAX, phone or post: written down with its cause, ticked when gone, taken back that day."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from events.paper import queries, rules, wording
from events.paper.enums import LeavingWay, Outcome
from events.paper.models import OwedLetter
from events.paper.papers import calls_pdf, fax_pdf, post_pdf
from events.registries import PaperLetter, WaitingLetters
from foundation.audit import chain
from foundation.decision import NotAllowed, insist
from foundation.transactions import assert_in_transaction

SETTLED = ("outcome", "left_by", "settled_at", "settled_by")


def owe_in_transaction(letter: PaperLetter, now: datetime) -> None:
    """Put a letter onto the list of what leaves; the same cause is written once only."""
    assert_in_transaction("owe")
    owed = OwedLetter(
        cause=letter.cause,
        source=letter.source,
        source_id=letter.source_id,
        number=letter.number,
        subject=letter.subject,
        words=wording.on_paper(letter.text),
        owed_at=now,
    )
    OwedLetter.objects.bulk_create([owed], ignore_conflicts=True)


def take_off_in_transaction(letters: WaitingLetters, now: datetime) -> set[int]:
    """Let letters that still wait go nowhere, because their reader left or said stop; returns their ids.

    No colleague did it, so nobody is named and nobody puts them back.
    """
    assert_in_transaction("take_off")
    waiting = OwedLetter.objects.filter(outcome=Outcome.WAITING, source=letters.source)
    found = _locked(waiting.filter(source_id__in=letters.source_ids, cause__regex=letters.about), skips=False)
    keys = [letter.pk for letter in found]
    OwedLetter.objects.filter(pk__in=keys).update(outcome=Outcome.DROPPED, settled_at=now)
    return {letter.source_id for letter in found}


def reword_in_transaction(source: str, texts: Mapping[int, str]) -> None:
    """Let letters that still wait say what a mail would say now."""
    assert_in_transaction("reword")
    waiting = OwedLetter.objects.filter(outcome=Outcome.WAITING, source=source, source_id__in=texts)
    letters = _locked(waiting, skips=False)
    for letter in letters:
        letter.words = wording.on_paper(texts[letter.source_id])
    OwedLetter.objects.bulk_update(letters, ["words"])


@transaction.atomic(durable=True)
def mark_sent(*, letters: Collection[int], way: LeavingWay, actor: User, now: datetime) -> int:
    """Tick what has gone and return how many that were; what a colleague ticked before stays theirs."""
    return _settle(letters, Outcome.SENT, way=way.value, actor=actor, now=now)


@transaction.atomic(durable=True)
def drop_letters(*, letters: Collection[int], actor: User, now: datetime) -> int:
    """Say that something need not leave any more; returns how many."""
    return _settle(letters, Outcome.DROPPED, way="", actor=actor, now=now)


@transaction.atomic(durable=True)
def take_back(*, letter_id: int, actor: User, now: datetime) -> OwedLetter:
    """Put a letter back onto the list, on the day on which it was ticked. Raises NotAllowed."""
    letter = OwedLetter.objects.select_for_update().filter(pk=letter_id).first()
    if letter is None:
        raise NotAllowed("この控えは、もう消されています。")
    if letter.was_taken_off:
        raise NotAllowed("相手が断ったか、取り消しや中止になったので、もう送りません。もどせません。")
    settled_at = timezone.localtime(letter.settled_at) if letter.settled_at else None
    insist(rules.may_undo(settled_at, timezone.localtime(now)))
    letter.outcome = letter.left_by = ""
    letter.settled_at = letter.settled_by = None
    letter.save(update_fields=SETTLED)
    chain.record("events.paper_letter_taken_back", actor=actor, subject=letter, now=now)
    return letter


@transaction.atomic(durable=True)
def print_letters(*, bundle: queries.Bundle, for_post: bool, actor: User, now: datetime) -> bytes:
    """Return what waits for one addressee as a PDF and write down who printed it."""
    pdf = post_pdf(bundle, now=now) if for_post else fax_pdf(bundle, now=now)
    _record_prints_in_transaction([bundle], actor=actor, now=now)
    return pdf


@transaction.atomic(durable=True)
def print_calls(*, calls: Sequence[queries.Bundle], actor: User, now: datetime) -> bytes:
    """Return the list of calls as a PDF and write down who printed it."""
    pdf = calls_pdf(calls, now=now)
    _record_prints_in_transaction(calls, actor=actor, now=now)
    return pdf


def _record_prints_in_transaction(bundles: Sequence[queries.Bundle], *, actor: User, now: datetime) -> None:
    assert_in_transaction("record_prints")
    for letter in (letter for bundle in bundles for letter in bundle.letters):
        chain.record("events.paper_letter_printed", actor=actor, subject=letter, now=now)


def _settle(letters: Collection[int], outcome: Outcome, *, way: str, actor: User, now: datetime) -> int:
    # One that is being taken off at this moment is not waited for: it has gone nowhere, so nothing is ticked.
    found = _locked(OwedLetter.objects.filter(pk__in=letters, outcome=Outcome.WAITING), skips=True)
    for letter in found:
        letter.outcome, letter.left_by = outcome, way
        letter.settled_at, letter.settled_by = now, actor
        letter.save(update_fields=SETTLED)
        verb = "events.paper_letter_sent" if outcome == Outcome.SENT else "events.paper_letter_dropped"
        chain.record(verb, actor=actor, subject=letter, now=now, fields=[f"way:{way}"] if way else [])
    return len(found)


def _locked(letters: QuerySet[OwedLetter], *, skips: bool) -> list[OwedLetter]:
    return list(letters.select_for_update(skip_locked=skips).order_by("pk"))
