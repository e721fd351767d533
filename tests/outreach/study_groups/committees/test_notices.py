"""Terms that end are told of early and late, each exactly once, however the job runs."""

import random
from collections import Counter
from datetime import datetime, time, timedelta

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone

from foundation.mail.models import OutgoingMail
from outreach.study_groups.committees.enums import NoticeStage, SigningWay
from outreach.study_groups.committees.models import Appointment, TermNotice
from outreach.study_groups.committees.panels import secrecy_rows
from outreach.study_groups.committees.services import noticing
from outreach.study_groups.committees.services.noticing import tell_of_ending_terms
from tests.factories.accounts import make_person, sign_in
from tests.factories.committees import make_committee, make_seat, make_term
from tests.factories.first_site import place_first_site
from tests.factories.limits import put_limit

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = timezone.localdate()
DAY = timedelta(days=1)
EARLY, LATE = NoticeStage.EARLY, NoticeStage.LATE


def run(day):
    return tell_of_ending_terms(now=timezone.make_aware(datetime.combine(day, time(8, 20))))


@pytest.fixture
def committee(transactional_db, staff):
    return make_committee()


def test_staff_who_owe_a_promise_of_secrecy_are_told_at_the_desk(committee, staff, manager):
    seat = make_seat(committee)
    term = make_term(seat, staff.person, signed=False)
    assert shown(staff) == ["/groups/kentou/secrecy/"]
    assert shown(manager) == []
    Appointment.objects.filter(pk=term.pk).update(signed_on=TODAY, signed_way=SigningWay.PAPER)
    assert shown(staff) == []


def shown(user):
    request = RequestFactory().get("/cms/")
    request.user = user
    return [row.url for row in secrecy_rows(request)]


def make_ending(committee, lefts, *, name="委員"):
    return [
        make_term(
            make_seat(committee, name=f"{name}の席{left}"),
            make_person(name=f"{name}{left}"),
            since=TODAY - 300 * DAY,
            until=TODAY + left * DAY,
        )
        for left in lefts
    ]


def test_over_a_random_calendar_each_term_is_told_of_as_an_oracle_says(committee):
    """Days off, runs twice a day, terms that end anyway: never twice, never both at once."""
    terms = make_ending(committee, range(20, 260, 12))
    chance, told = random.Random(5), {term.pk: [] for term in terms}
    oracle = {term.pk: [] for term in terms}
    for number in range(280):
        day = TODAY + number * DAY
        if chance.random() < 0.25:
            for term in terms:
                left = (term.until - day).days
                known = {stage for _, stage in oracle[term.pk]}
                if 0 <= left <= 30 and LATE not in known:
                    oracle[term.pk].append((day, LATE))
                elif 30 < left <= 90 and not known:
                    oracle[term.pk].append((day, EARLY))
            for _ in range(chance.choice((1, 1, 2))):
                run(day)
    for notice in TermNotice.objects.order_by("told_on"):
        told[notice.appointment_id].append((notice.told_on, notice.stage))
    assert told == oracle
    stages = Counter(len(each) for each in told.values())
    assert stages[2] > 0
    assert max(Counter(day for day, _ in each).most_common(1)[0][1] for each in told.values() if each) == 1


def test_without_the_ledger_a_term_is_told_of_each_day(committee, monkeypatch):
    make_ending(committee, [20])
    real = noticing.rules.notice_due
    monkeypatch.setattr(noticing.rules, "notice_due", lambda left, told, **limits: real(left, (), **limits))
    run(TODAY)
    with pytest.raises(Exception, match="termnotice_once"):
        run(TODAY + DAY)


def test_after_days_off_the_late_notice_comes_alone(committee):
    make_ending(committee, [20])
    assert [run(TODAY), run(TODAY), run(TODAY + DAY)] == [1, 0, 0]
    assert list(TermNotice.objects.values_list("stage", flat=True)) == [LATE]


def test_who_has_a_successor_is_told_of_no_more(committee):
    (term,) = make_ending(committee, [60])
    make_term(term.seat, make_person(name="次の人"), since=term.until + DAY, signed=False)
    assert run(TODAY) == 0


def test_who_leaves_early_is_told_of_by_their_last_day(committee):
    (term,) = make_ending(committee, [300])
    Appointment.objects.filter(pk=term.pk).update(ended_on=TODAY + 10 * DAY, ended_because="moved")
    assert run(TODAY) == 1
    assert TermNotice.objects.get().stage == LATE


def test_the_days_are_the_desk_s_to_choose(committee, manager):
    make_ending(committee, [120])
    assert run(TODAY) == 0
    put_limit("group_committees.early_notice", 180, by=manager)
    assert run(TODAY) == 1


def test_the_mail_goes_to_the_desk_and_names_nobody(committee, staff, manager):
    make_ending(committee, [20, 25], name="紅葉坂")
    run(TODAY)
    mails = OutgoingMail.objects.order_by("to")
    assert [each.to for each in mails] == sorted([staff.email, manager.email])
    text = mails[0].text
    assert ["検討委員会" in text, "/groups/kentou/committee/" in text] == [True, True]
    assert "紅葉坂" not in text + mails[0].subject


def test_the_desk_sees_what_waits(committee, staff):
    place_first_site()
    make_ending(committee, [20])
    make_seat(committee, name="空いた席")
    page = sign_in(Client(), staff).get("/cms/").text
    assert ["次を決める" in page, "空いている委員の席" in page] == [True, True]
