"""The demo world shows the directory alive: data taken in twice, words of agencies, what waits for staff.

Asked by `portal/test_demo_world.py`, which makes one world for all.
"""

from django.utils import timezone

from accounts.models import User
from content.start_page import start_page
from directory.declared.models import Declaration, Vacancy
from directory.declared.queries import age_of
from directory.enums import OfficialSource
from directory.finding.limits import VACANCY_HOLDS
from directory.finding.rules import Grade
from directory.models import Agency
from directory.official.models import ImportRun, OfficialRecord
from foundation.limits.queries import limit

TABLES = (Agency, OfficialRecord)


def the_directory_is_alive(rf):
    official_data_was_taken_in_twice_and_changed_between()
    what_agencies_say_is_of_every_age()
    each_desk_has_something_to_do(rf)
    nobody_has_these_numbers()


def official_data_was_taken_in_twice_and_changed_between():
    runs = list(ImportRun.objects.order_by("pk"))
    assert [run.state for run in runs] == ["applied", "applied", "applied", "read"]
    counts = runs[2].counts
    assert (counts["new"], counts["changed"] > 0, counts["missing"]) == (3, True, 2)
    assert set(OfficialRecord.objects.values_list("source", flat=True)) == set(OfficialSource.values)
    assert (
        not OfficialRecord.objects.filter(latitude=None, agency__follows_official=True)
        .exclude(office_number__startswith="1799")
        .exists()
    )


def what_agencies_say_is_of_every_age():
    today = timezone.localdate()
    ages = {age_of(each, today=today).grade for each in Declaration.objects.filter(live=True)}
    assert ages == set(Grade)
    days = sorted((today - each).days for each in Vacancy.objects.values_list("as_of", flat=True))
    holds = limit(VACANCY_HOLDS, on=today)
    assert [each > holds for each in days] == [False, False, True]


def each_desk_has_something_to_do(rf):
    request = rf.get("/cms/")
    request.user = User.objects.get(email="staff@example.jp")
    waiting = {row.text: row.count for row in start_page(request).todos}
    assert {
        "名簿の内容を見て、公開する": 1,
        "「だれに見せるか」の希望を見て、決める": 1,
        "名簿の確認に返事のない機関に、電話する": 1,
        "名簿を確かめてもらう手紙を印刷する": 1,
        "年度替わりの手紙を印刷する": 1,
        "登録の申し込みを、電話で確かめる": 2,
        "公表データを見て、取り入れる": 1,
        "公表データが、どの機関のものかを決める": 1,
        "同じ機関かもしれないものを、見くらべる": 1,
        "関係機関と、次にすることをする": 1,
        "受け入れの意向を確かめる": 1,
    }.items() <= waiting.items()


def nobody_has_these_numbers():
    phones = {phone for table in TABLES for phone in table.objects.values_list("phone", flat=True)}
    assert all(phone.startswith("000-") for phone in phones if phone)
