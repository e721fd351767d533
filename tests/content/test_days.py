"""Days that staff type into the CMS: of our time alone, for pages show them and count from them."""

import pytest
from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.forms.models import formfield_for_dbfield


@pytest.mark.parametrize("year", ["1500", "9999"])
@pytest.mark.parametrize(("column", "rest"), [(models.DateField(), ""), (models.DateTimeField(), " 23:30")])
def test_a_form_of_the_cms_refuses_a_year_that_nobody_means(column, rest, year):
    with pytest.raises(ValidationError, match="1868年から2099年までの日"):
        formfield_for_dbfield(column).clean(f"{year}-12-31{rest}")


@pytest.mark.parametrize(("column", "rest"), [(models.DateField(), ""), (models.DateTimeField(), " 23:30")])
def test_a_form_of_the_cms_takes_a_day_of_our_time(column, rest):
    assert f"{formfield_for_dbfield(column).clean(f'2026-12-31{rest}'):%Y-%m-%d}" == "2026-12-31"
