"""Verbs of opinion letters: ask, check and write, issue with a number, issue again."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from foundation.numbering.services import next_number_in_transaction
from handoff.access import opened
from handoff.actors import Actor
from handoff.exceptions import ChangedMeanwhile, Refused, obey
from handoff.machine.enums import Hand
from handoff.records.access import ground_of_handoff
from handoff.records.enums import Use

from .access import locked_letter, may_ask_on
from .enums import AdditionKind, LetterDeed, LetterState
from .models import OpinionLetter
from .rules import CONDITIONS, SHARING, may_issue

SERIES, LETTER = "opinion.letter", "意"
OLD_PAGE = "ほかの人が、先に書きなおしました。新しい画面で、もう一度確かめてください。"


def ask_for_letter(
    *, handoff_id: UUID, addition: AdditionKind, texts: Mapping[str, str], actor: Actor, now: datetime
) -> OpinionLetter:
    """Ask for a letter; the centre may write down what an office asked on paper. Raises Http404, Refused."""
    with opened(actor, now=now) as opening:
        ground = ground_of_handoff(actor, handoff_id, today=timezone.localdate(now))
        if not may_ask_on(ground):
            raise Refused("意見書は、いまたのめません。")
        letter = OpinionLetter(
            case_id=ground.case_id,
            handoff=ground.handoff,
            key=ground.key,
            written_by=actor.user,
            written_at=now,
            changed_at=now,
        )
        letter.seal(contents={**texts, "addition": addition})
        letter.save(force_insert=True)
        opening.note("opinion.asked", letter, texts)
    return letter


def check_letter(
    *, letter_id: UUID, holding: Collection[str], texts: Mapping[str, str], actor: Actor, now: datetime
) -> None:
    """Write which conditions hold, and the opinion; until it is issued it may be written anew.

    Raises Http404, Refused.
    """
    with opened(actor, now=now) as opening:
        letter, ground = locked_letter(actor, letter_id, Use.MARK, today=timezone.localdate(now))
        if not ground.opens(Use.WRITE, SHARING, state=LetterState.CHECKED) or letter.number:
            raise Refused("出した意見書は、書きなおせません。")
        letter.seal(judgement={**texts, "holding": sorted(holding)})
        letter.state, letter.checked_by, letter.checked_at = LetterState.CHECKED, actor.user, now
        letter.version, letter.changed_at = letter.version + 1, now
        letter.save()
        opening.note("opinion.checked", letter, texts)


def issue_letter(
    *, letter_id: UUID, deed: LetterDeed, seen: int, actor: Actor, now: datetime, words: str = ""
) -> OpinionLetter:
    """Issue a letter with the next number of the year, or the same one again, as it was read.

    Raises Http404, Refused, ChangedMeanwhile.
    """
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        letter, ground = locked_letter(actor, letter_id, Use.MARK, today=today)
        if letter.version != seen:
            raise ChangedMeanwhile(OLD_PAGE)
        obey(
            may_issue(
                deed,
                LetterState(letter.state),
                is_lead=Hand.GIVER_LEAD in ground.hands,
                is_writer=letter.checked_by == actor.user,
                lacking=len(lacking(letter)),
                words=words,
            )
        )
        if deed == LetterDeed.ISSUE:
            letter.number = next_number_in_transaction(SERIES, now=now, letter=LETTER)
            letter.state, letter.issued_by, letter.issued_on = LetterState.ISSUED, actor.user, today
        else:
            letter.seal(reissued_because=words)
            letter.state, letter.reissued_on = LetterState.REISSUED, today
        letter.changed_at = now
        letter.save()
        opening.note(f"opinion.{letter.state}", letter, ["number"])
    return letter


def lacking(letter: OpinionLetter) -> list[str]:
    """Return the conditions of a letter that nobody has found to hold."""
    conditions = CONDITIONS[AdditionKind(letter.texts["addition"])]
    found = letter.unseal_data("judgement") if letter.judgement is not None else {}
    assert isinstance(found, dict), "texts lie under names"
    return [each.words for each in conditions if each.code not in found.get("holding", [])]
