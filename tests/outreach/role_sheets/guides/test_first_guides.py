"""What a new site and the demo world begin with: facts of public papers, each with its year."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from content.terms.first_terms import load_first_terms_in_transaction
from content.terms.queries import check_texts
from foundation.transactions import NotInTransaction
from outreach.role_sheets.guides.enums import PartKind
from outreach.role_sheets.guides.first_guides import load_first_guides_in_transaction
from outreach.role_sheets.guides.models import Guide, GuidePart, Practice, QuestionAnswer

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=ZoneInfo("Asia/Tokyo"))


@pytest.fixture
def first(db):
    with transaction.atomic():
        return load_first_guides_in_transaction(publish=True, now=NOW)


def test_a_new_site_has_eight_questions_two_guides_and_seven_practices(first):
    assert first == 9 + 2 + 7
    assert QuestionAnswer.objects.values("number").distinct().count() == 8
    assert sorted(Guide.objects.values_list("slug", flat=True)) == ["entry", "exit"]
    assert list(Practice.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6, 7]
    assert {row.reviewed_on for row in (*QuestionAnswer.objects.all(), *Guide.objects.all())} == {None}
    assert set(Practice.objects.values_list("try_here", flat=True)) == {""}


def test_what_is_there_is_never_touched(first):
    QuestionAnswer.objects.filter(number=1).update(answer="センターが書いた答え")
    Practice.objects.filter(number__gt=1).delete()
    with transaction.atomic():
        assert load_first_guides_in_transaction(publish=True, now=NOW) == 0
    assert QuestionAnswer.objects.get(number=1).answer == "センターが書いた答え"
    assert Practice.objects.count() == 1


def test_drafts_are_read_by_nobody(db):
    with transaction.atomic():
        load_first_guides_in_transaction(publish=False, now=NOW)
    rows = [*QuestionAnswer.objects.all(), *Guide.objects.all(), *Practice.objects.all()]
    assert {row.is_open for row in rows} == {False}


def test_it_is_loaded_inside_a_transaction_alone(transactional_db):
    with pytest.raises(NotInTransaction):
        load_first_guides_in_transaction(publish=True, now=NOW)


def test_the_additions_of_2022_ended_and_the_answer_of_2024_follows(first):
    old, new = QuestionAnswer.objects.filter(number=5).order_by("version")
    assert (old.superseded_by, str(old.valid_until), str(new.valid_from)) == (new, "2024-03-31", "2024-04-01")
    assert re.findall(r"\d+単位", old.answer) == ["670単位", "306単位", "12単位", "480単位", "200単位"]
    assert "障害者支援施設だけ、体制加算の1日12単位を足します" in old.answer


def test_no_day_that_cannot_be_right_is_told(first):
    said = " ".join(
        f"{row.source_title}{row.source_year}{row.answer}" for row in QuestionAnswer.objects.all()
    )
    assert "2021" not in said
    assert "令和3年4月1日" not in said
    assert QuestionAnswer.objects.get(number=8).valid_until.year == 2023


def test_quotations_are_short_and_nothing_of_the_scan_came_along(first):
    quotes = GuidePart.objects.filter(kind=PartKind.QUOTE)
    assert [len(each.text) < 60 for each in quotes] == [True, True]
    texts = [
        *GuidePart.objects.values_list("text", flat=True),
        *Practice.objects.values_list("done", flat=True),
    ]
    assert not re.search("人口段階|摘発和放|フオロ|苦勞", " ".join(texts))


def test_old_words_stand_only_where_they_are_explained(first):
    with transaction.atomic():
        load_first_terms_in_transaction(now=NOW)
    told = [(f"q{row.pk}", f"{row.question}{row.answer}") for row in QuestionAnswer.objects.all()]
    told += [
        (f"p{row.pk}", f"{row.title}{row.summary}{row.background}{row.done}{row.result}{row.try_here}")
        for row in Practice.objects.all()
    ]
    told += [(f"g{row.pk}", row.text) for row in GuidePart.objects.exclude(kind=PartKind.QUOTE)]
    assert list(check_texts(told)) == []
