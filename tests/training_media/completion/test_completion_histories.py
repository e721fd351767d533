"""Nobody gets a certificate below the rule, and nobody is held up above it."""

import random

import pytest
from django.utils import timezone

from events.certificates.models import Certificate
from foundation.japanese.text import fold
from tests.factories.completion import (
    MINUTE,
    RIGHT,
    WRONG,
    ask_for,
    ask_question,
    parts_of,
    receive,
    vouch_for,
)
from tests.factories.directory import make_agency
from tests.whole import as_many_as
from training_media.completion.exceptions import CompletionRefused
from training_media.completion.models import Answer, Completion
from training_media.viewing.models import Coverage, Viewer

pytestmark = pytest.mark.django_db

NOW = timezone.now()
HISTORIES = as_many_as(500, few=60)


def test_histories_get_their_certificate_exactly_when_an_oracle_says_so(course, staff):
    """M6 through the service and the database: 0 issued below the rule, 0 withheld above."""
    source = random.Random(6)
    ask_for(course, by=staff, asks_questions=True)
    parts = parts_of(course)
    question = ask_question(parts[0])
    agency, whole = make_agency(name="見本の園"), 10 * MINUTE
    viewers = Viewer.objects.bulk_create(
        Viewer(
            agency=agency,
            name=f"見本 {number}",
            folded_name=fold(f"見本 {number}"),
            agency_name=agency.name,
            spent=((0, 100 * MINUTE),),
        )
        for number in range(HISTORIES)
    )
    expected, coverage, answers, complete = {}, [], [], 0
    for viewer in viewers:
        enough = []
        for part in parts:
            seen = source.choice([whole, whole * 95 // 100, whole * 95 // 100 - 1, source.randint(1, whole)])
            start = source.randint(0, whole - seen)
            field = source.choice(["alone", "together"])
            coverage.append(
                Coverage(viewer=viewer, recording=part.recording, **{field: ((start, start + seen),)})
            )
            enough.append(seen >= whole * 95 // 100)
        chosen = source.choice([RIGHT, RIGHT, RIGHT, WRONG, None])
        if chosen is not None:
            answers.append(
                Answer(
                    viewer=viewer,
                    part=parts[0],
                    text=question.text,
                    choices=question.choices,
                    right=question.right,
                    chosen=chosen,
                    answered_at=NOW,
                )
            )
        is_complete = all(enough) and chosen == RIGHT
        if is_listed := source.choice([True, True, True, False]):
            vouch_for(viewer)
        complete += is_complete
        expected[viewer.pk] = is_complete and is_listed
    Coverage.objects.bulk_create(coverage)
    Answer.objects.bulk_create(answers)
    issued = {}
    for viewer in viewers:
        try:
            issued[viewer.pk] = bool(receive(course, viewer))
        except CompletionRefused:
            issued[viewer.pk] = False
    below = [pk for pk in issued if issued[pk] and not expected[pk]]
    above = [pk for pk in issued if expected[pk] and not issued[pk]]
    assert (below, above) == ([], [])
    assert 0.1 < sum(expected.values()) / HISTORIES < 0.9
    assert (Certificate.objects.count(), Completion.objects.count()) == (sum(expected.values()), complete)
    assert sum(expected.values()) < complete
