"""What the database keeps true, whichever way a row is written."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from outreach.role_sheets.guides.models import Guide, GuidePart, Practice, QuestionAnswer
from tests.factories.guides import make_guide, make_part, make_practice, make_question


def refuses(rows, name, **fields):
    """Check that the database refuses this update by the constraint of that name."""
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        rows.update(**fields)


QUESTION, PRACTICE, GUIDE, PART = (
    *("guides_questionanswer", "guides_practice"),
    *("guides_guide", "guides_guidepart"),
)
REVIEWED = [
    ("has_an_owner", {"responsible": " "}),
    ("due_after_its_review", {"reviewed_on": date(2027, 6, 1)}),
]


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        *REVIEWED,
        ("has_a_source", {"source_title": ""}),
        ("has_a_source", {"source_year": " "}),
        ("says_something", {"answer": "\n"}),
        ("says_something", {"question": ""}),
        ("theme_is_known", {"theme": "weather"}),
        ("audiences_are_known", {"audiences": []}),
        ("audiences_are_known", {"audiences": ["office", "moon"]}),
        ("ends_after_it_begins", {"valid_until": date(2022, 3, 31)}),
    ],
)
def test_a_question_is_whole(db, rule, fields):
    make_question()
    refuses(QuestionAnswer.objects.all(), f"{QUESTION}_{rule}", **fields)


def test_versions_of_a_question_never_share_a_day_or_a_number(db):
    make_question(valid_until=date(2024, 3, 31))
    later = QuestionAnswer.objects.filter(pk=make_question(version=2, valid_from=date(2024, 4, 1)).pk)
    refuses(later, f"{QUESTION}_one_answer_at_a_time", valid_from=date(2024, 3, 31))
    refuses(later, f"{QUESTION}_version_once", version=1)


def test_an_answer_is_followed_by_one_of_the_same_question_and_ends_before(db):
    old, other = make_question(1, valid_until=date(2024, 3, 31)), make_question(2)
    rows = QuestionAnswer.objects.filter(pk=old.pk)
    refuses(rows, f"{QUESTION}_followed_by_the_same_question", superseded_by=other)
    next_one = make_question(1, version=2, valid_from=date(2024, 4, 1))
    rows.update(superseded_by=next_one)
    refuses(rows, f"{QUESTION}_ends_before_the_next", valid_until=None)


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        *REVIEWED,
        ("has_a_source", {"source_title": ""}),
        ("says_something", {"result": " "}),
        ("kinds_are_known", {"kinds": []}),
        ("kinds_are_known", {"kinds": ["moon"]}),
    ],
)
def test_a_practice_is_whole(db, rule, fields):
    make_practice()
    refuses(Practice.objects.all(), f"{PRACTICE}_{rule}", **fields)


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        *REVIEWED,
        ("says_something", {"lead": ""}),
        ("slug_fits_an_address", {"slug": "Entry"}),
        ("slug_fits_an_address", {"slug": "a--b"}),
    ],
)
def test_a_guide_is_whole(db, rule, fields):
    make_guide()
    refuses(Guide.objects.all(), f"{GUIDE}_{rule}", **fields)


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("kind_is_known", {"kind": "song"}),
        ("says_something", {"text": " "}),
        ("quotation_says_its_source", {"kind": "quote"}),
        ("source_says_its_year", {"source_title": "見本の資料"}),
        ("source_says_its_year", {"source_year": "令和4年"}),
        ("old_word_has_a_current_one", {"kind": "word", "heading": "古語"}),
        ("old_word_has_a_current_one", {"current_word": "今の語"}),
        ("step_has_a_name", {"kind": "step"}),
    ],
)
def test_a_part_is_whole(db, rule, fields):
    make_part(make_guide())
    refuses(GuidePart.objects.all(), f"{PART}_{rule}", **fields)
