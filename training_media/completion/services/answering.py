"""Whoever watches answers the question of a part."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from foundation.audit import chain
from training_media.completion.exceptions import CompletionRefused
from training_media.completion.models import Answer
from training_media.courses.models import PartQuestion
from training_media.courses.rules import is_right
from training_media.models import Part

from .completing import note_in_transaction

CHANGED = "質問が変わりました。もう一度、読んでから答えてください。"
NO_CHOICE = "選択肢の中から選んでください。"


@transaction.atomic(durable=True)
def answer_question(
    *, part: Part, seen: PartQuestion, chosen: Mapping[int, int], is_together: bool, now: datetime
) -> dict[int, bool]:
    """Write down what these viewers, by id, chose (from 0), and return who was right: each on their own.

    `seen` is the question as it was read. Whoever is complete by this is written down too. Raises
    CompletionRefused when the question was changed meanwhile, or for what is no choice.
    """
    # Whoever changes the question waits until it is judged; so does whoever answers at the same moment.
    asked = PartQuestion.objects.select_for_update(no_key=True).filter(part=part).first()
    read = (seen.text, seen.choices, seen.right)
    if asked is None or (asked.text, asked.choices, asked.right) != read:
        raise CompletionRefused(CHANGED)
    if any(not 0 <= each < len(asked.choices) for each in chosen.values()):
        raise CompletionRefused(NO_CHOICE)
    rows = Answer.objects.bulk_create(
        Answer(
            viewer_id=viewer,
            part=part,
            text=asked.text,
            choices=asked.choices,
            right=asked.right,
            chosen=choice,
            is_together=is_together,
            answered_at=now,
        )
        for viewer, choice in sorted(chosen.items())
    )
    if rows:
        fields = [f"people:{len(rows)}"]
        note_in_transaction(part.course, list(chosen), now)
        chain.record("completion.answered", actor=None, subject=rows[-1], now=now, fields=fields)
    return {viewer: is_right(choice, right=asked.right) for viewer, choice in chosen.items()}
