"""How each kind of page stands in the editor."""

import pytest
from wagtail.models import get_page_models

from content.easy.forms import EasyPageForm
from content.models import BasePage
from portal.forms import NewsForm
from portal.models import EasyIndexPage, EasyPage, NewsPage

KINDS = [kind for kind in get_page_models() if issubclass(kind, BasePage)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_the_editor_asks_who_answers_for_each_kind_of_page(kind):
    asked = set(kind.get_edit_handler().get_form_class().base_fields)
    assert {"title", "summary", "responsible"} <= asked


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_the_editor_asks_for_the_day_of_checking_where_a_kind_has_one(kind):
    asked = set(kind.get_edit_handler().get_form_class().base_fields)
    assert ("review_due_on" in asked) == (kind is not NewsPage)


@pytest.mark.parametrize(
    ("kind", "form"), [(NewsPage, NewsForm), (EasyPage, EasyPageForm), (EasyIndexPage, EasyPageForm)]
)
def test_some_kinds_have_a_form_that_knows_more(kind, form):
    assert issubclass(kind.get_edit_handler().get_form_class(), form)
