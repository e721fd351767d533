"""The registers of this door ask the database as often for three rows as for one."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.accounts import sign_in
from tests.factories.cases import make_case, make_safeguard, staff_of_centre
from tests.factories.handoff import make_agency

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("cases", 14), ("safeguards", 11)])
def test_the_lists_ask_as_often_for_three_as_for_one(name, queries, count, django_assert_num_queries):
    centre, city = staff_of_centre(), make_agency()
    for _ in range(count):
        make_case(centre)
        make_safeguard(city, centre)
    client = sign_in(Client(), centre["worker"])
    client.get(reverse(f"handoff:{name}"))
    with django_assert_num_queries(queries):
        page = client.get(reverse(f"handoff:{name}"))
    assert len(page.context["lines"]) == count
