"""The phone box of the easy pages: the number, and whether somebody answers now."""

import re

import pytest
from django.template.loader import render_to_string

from content.furigana.queries import unconfirmed
from foundation.centre.models import CentreProfile
from foundation.centre.queries import current_centre
from foundation.centre.rules import OpenState
from tests.factories.first_site import place_first_site

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("state", "says"),
    [
        (OpenState(True, "今日は午後5時まで"), ["いま、電話できます。", "今日は午後5時まで です。"]),
        (OpenState(False, "明日 午前8時30分から"), ["いまは、休みです。", "明日 午前8時30分から です。"]),
    ],
)
def test_under_the_number_stands_whether_somebody_answers_now(state, says):
    CentreProfile.objects.create(pk=1, name="見本センター", phone="099-000-1234")
    place_first_site()
    context = {"centre": current_centre(), "centre_open": state, "call": "電話"}
    box = render_to_string("easy/phone.html", context)
    assert re.findall('<p class="no-print">(.*?)</p>', box) == says
    # Both are read by the readings that come with the product and by rule: nobody has to confirm them.
    assert unconfirmed(says) == []
