"""Numbers that come with an address are numbers, or the page is not there."""

import pytest
from django.test import Client

from outreach.study_groups.views.frame import whole_number
from tests.factories.accounts import sign_in
from tests.factories.committees import make_committee, make_seat
from tests.factories.first_site import place_first_site


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("0", 0),
        ("12", 12),
        ("１２", 12),
        ("9" * 12, 999_999_999_999),
        ("9" * 13, None),
        ("", None),
        ("-1", None),
        ("1.5", None),
        ("²", None),
        ("十", None),
        ("1 2", None),
        ("x", None),
    ],
)
def test_a_number_is_whole_and_not_too_long(written, found):
    assert whole_number(written) == found


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("written", ["x", "²", "-1", "9" * 13, "9" * 40, "7"])
def test_an_appointment_by_a_request_that_is_none_has_no_page(manager, written):
    place_first_site()
    seat = make_seat(make_committee())
    head, address = sign_in(Client(), manager), f"/groups/kentou/seats/{seat.pk}/appoint/"
    assert head.get(address).status_code == 200
    assert head.get(f"{address}?recommendation={written}").status_code == 404
