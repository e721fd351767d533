"""The month table is narrowed as the list is, and turned month by month."""

import re
from datetime import datetime

import pytest

from tests.events.test_public_views import centre, of_title, read
from tests.factories.events import TOKYO, make_event

__all__ = ["centre"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def test_the_month_can_be_narrowed_and_stays_so_when_one_turns_the_page(centre):
    of_title("講座", kind="lecture")
    of_title("来年度の研修", starts_at=datetime(2027, 5, 7, 9, 0, tzinfo=TOKYO))
    of_title("研修")
    html = read("/events/", view="month", m="2026-12", kind="lecture")
    table = html[html.index("<table") : html.index("</table>")]
    assert re.findall(r">(講座|研修|申込の締切　講座|申込の締切　研修)<", table) == [
        "申込の締切　講座",
        "講座",
    ]
    assert re.findall(r'href="\?view=month&amp;m=([^"]+)"', html) == [
        "2026-11&amp;kind=lecture",
        "2027-01&amp;kind=lecture",
    ]


@pytest.mark.parametrize(("asked", "shown"), [("2026-12", "令和9年4月"), ("2027-05", "令和9年5月")])
def test_the_month_of_a_wanted_fiscal_year_is_the_nearest_one_of_it(centre, asked, shown):
    make_event()
    of_title("来年度の研修", starts_at=datetime(2027, 5, 7, 9, 0, tzinfo=TOKYO))
    assert f"<caption>{shown}</caption>" in read("/events/", view="month", m=asked, year="2027")
