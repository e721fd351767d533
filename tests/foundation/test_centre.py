from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError

from foundation.centre.models import CentreProfile
from foundation.centre.queries import current_centre
from foundation.centre.rules import OpeningHours, OpenState, open_state
from foundation.japanese.business_days import Closures, YearlyClosure

HOURS = OpeningHours(time(8, 30), time(17, 0), Closures(yearly=(YearlyClosure((12, 29), (1, 3)),)))


def at(*moment):
    return datetime(*moment, tzinfo=ZoneInfo("Asia/Tokyo"))


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (at(2026, 11, 24, 8, 29), OpenState(False, "今日 午前8時30分から")),
        (at(2026, 11, 24, 8, 30), OpenState(True, "今日は午後5時まで")),
        (at(2026, 11, 24, 16, 59), OpenState(True, "今日は午後5時まで")),
        (at(2026, 11, 24, 17, 0), OpenState(False, "明日 午前8時30分から")),
        # Sunday before a public holiday on Monday
        (at(2026, 11, 22, 12, 0), OpenState(False, "11月24日（火） 午前8時30分から")),
        # the year's end: 4 January is a Monday
        (at(2026, 12, 29, 12, 0), OpenState(False, "1月4日（月） 午前8時30分から")),
    ],
)
def test_the_phone_says_when_somebody_answers(now, state):
    assert open_state(HOURS, now) == state


@pytest.mark.django_db
def test_there_is_one_centre():
    CentreProfile.objects.create(pk=1, name="見本センター", phone="000-000-0001")
    with pytest.raises(IntegrityError, match="centre_centreprofile_one_row"):
        CentreProfile.objects.create(pk=2, name="もう一つ", phone="000-000-0002")


@pytest.mark.django_db
def test_before_it_is_filled_in_a_page_does_not_fail():
    assert (current_centre().name, current_centre().phone) == ("地域生活定着支援センター", "")


@pytest.mark.django_db
def test_a_letter_is_signed_by_the_head_by_name_where_it_is_known():
    profile = CentreProfile.objects.create(pk=1, name="見本センター", operator="見本会", phone="0")
    assert current_centre().signature == ("見本会", "見本センター", "センター長")
    profile.director = "見本 太郎"
    profile.save()
    assert current_centre().signature == ("見本会", "見本センター", "センター長　見本 太郎")


@pytest.mark.django_db
def test_a_centre_cannot_close_before_it_opens():
    with pytest.raises(IntegrityError, match="centre_centreprofile_opens_before_it_closes"):
        CentreProfile.objects.create(pk=1, name="見本", phone="0", opens_at=time(17), closes_at=time(9))
