"""A case is named by its number alone, in all rooms in the same way."""

import pytest
from django.core.exceptions import ValidationError

from outreach.study_groups.committees.forms import AdviceForm, IntroductionForm
from outreach.study_groups.committees.models import Advice, Introduction
from outreach.study_groups.meetings.forms.agenda import CaseItemForm
from outreach.study_groups.meetings.models import AgendaItem
from outreach.study_groups.reference_field import ReferenceField
from outreach.study_groups.references import REFERENCE, contains_reference, is_reference


@pytest.mark.parametrize("text", ["R8-014", "R10-001"])
def test_a_case_is_a_number(text):
    assert is_reference(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "R8-14",
        "R8-0144",
        "r8-014",
        "R8-014 佐藤",
        "R8-014\n",
        "佐藤",
        "R-014",
        "R108-014",
        "8-014",
        "H30-001",
    ],
)
def test_nothing_else_is_a_case(text):
    assert not is_reference(text)


@pytest.mark.parametrize("form", [CaseItemForm, IntroductionForm, AdviceForm])
def test_rooms_ask_for_a_number_by_the_same_box(form):
    box = form.base_fields["reference"]
    assert type(box) is ReferenceField
    assert [box.clean(each) for each in ("R8-014", " ｒ８-０１４ ", "R8 - 014")] == ["R8-014"] * 3
    with pytest.raises(ValidationError, match="番号だけを書いてください"):
        box.clean("R8-014 佐藤さん")


@pytest.mark.parametrize("model", [Advice, Introduction, AgendaItem])
def test_rooms_have_no_shape_of_their_own(model):
    shapes = str([getattr(each, "condition", "") for each in model._meta.constraints])
    assert ("reference__regex" in shapes, repr(REFERENCE) in shapes) == (True, True)


@pytest.mark.parametrize(
    "text", ["R8-014の話", "事例（Ｒ８－０１４）", "r8-014", "前回のR10-001、R10-002", "R8ー014"]
)
def test_a_number_in_words_is_seen_in_any_width(text):
    assert contains_reference(text)


@pytest.mark.parametrize("text", ["", "前回の確認", "R8年度の計画", "R8-0145", "PR8-014", "令和8年14回"])
def test_other_words_are_no_case(text):
    assert not contains_reference(text)
