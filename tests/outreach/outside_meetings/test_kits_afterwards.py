"""A kit after it was given: taken back, answered by mail, forgotten; and what two do at one time."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.enums import PublicRole
from directory.models import Membership
from foundation.mail.models import OutgoingMail
from outreach.outside_meetings.exceptions import OutsideRefused
from outreach.outside_meetings.models import Attendance, HostQuestion, HostSending, OutsideMeeting
from outreach.outside_meetings.services.forgetting import forget_questions
from outreach.outside_meetings.services.hosts import answer, ask, date_step, say_read, take_back
from outreach.outside_meetings.services.meetings import change_visit
from tests.beside import Beside
from tests.factories.accounts import make_user, sign_in
from tests.factories.directory import make_agency, make_partner
from tests.factories.first_site import place_first_site
from tests.factories.outside import give, go_to, make_host_kit, make_meeting

pytestmark = pytest.mark.django_db(transaction=True)

DESK, HOSTS = "/cms/outside-meetings/", "/hosts/first/"
DAY = timedelta(days=1)


@pytest.fixture
def desk(staff):
    place_first_site()
    return sign_in(Client(), staff)


@pytest.fixture
def office(transactional_db):
    return make_agency(name="はじめての家", email="hajimete@agency.example.jp")


@pytest.fixture
def sending(staff, office, now):
    return give(make_host_kit(by=staff, now=now), office, by=staff, now=now)


@pytest.fixture
def reader(office):
    return make_partner(agency=office)


def test_a_kit_given_by_mistake_is_taken_back_with_its_mail_and_given_anew(
    desk, staff, office, sending, reader, now
):
    other = give(sending.kit, make_agency(name="ほか", email="hoka@agency.example.jp"), by=staff, now=now)
    page = f"{DESK}hosts/{sending.pk}/"
    assert "渡したことを取り消す" in desk.get(page).text
    assert desk.post(f"{page}take-back/").status_code == 303
    assert list(HostSending.objects.all()) == [other]
    assert [each.to for each in OutgoingMail.objects.all()] == ["hoka@agency.example.jp"]
    assert sign_in(Client(), reader).get(f"{HOSTS}{sending.pk}/").status_code == 404
    give(sending.kit, office, by=staff, now=now)
    assert HostSending.objects.filter(agency=office).count() == 1


@pytest.mark.parametrize(
    "used",
    [
        lambda sending, reader, staff, now: say_read(sending=sending, actor=reader, now=now),
        lambda sending, reader, staff, now: ask(sending=sending, text="夜は？", actor=reader, now=now),
        lambda sending, reader, staff, now: date_step(
            sending=sending, step="talked", on=timezone.localdate(now), actor=staff, now=now
        ),
    ],
)
def test_a_kit_that_was_read_is_not_taken_back(used, desk, staff, sending, reader, now):
    used(sending, reader, staff, now)
    page = f"{DESK}hosts/{sending.pk}/"
    assert "渡したことを取り消す" not in desk.get(page).text
    told = desk.post(f"{page}take-back/", follow=True)
    assert "もう読まれているので、取り消せません" in told.text
    assert HostSending.objects.get() == sending


def test_others_take_nothing_back(desk, sending, partner):
    editor = make_user(name="編集者E", roles=[PublicRole.EDITOR])
    for user, status in ((editor, 404), (partner, 302)):
        assert sign_in(Client(), user).post(f"{DESK}hosts/{sending.pk}/take-back/").status_code == status
    assert HostSending.objects.count() == 1


def test_what_is_done_with_a_kit_that_was_taken_back_meanwhile_is_refused_in_words(
    staff, sending, reader, now
):
    take_back(sending=HostSending.objects.get(), actor=staff, now=now)
    for act in (
        lambda: say_read(sending=sending, actor=reader, now=now),
        lambda: ask(sending=sending, text="？", actor=reader, now=now),
        lambda: date_step(sending=sending, step="read", on=timezone.localdate(now), actor=staff, now=now),
        lambda: take_back(sending=sending, actor=staff, now=now),
    ):
        with pytest.raises(OutsideRefused, match="取り消されています"):
            act()


def test_whoever_leaves_the_office_while_they_say_that_they_read_is_told_so(desk, sending, reader):
    client = sign_in(Client(), reader)
    answers = []
    with transaction.atomic():
        HostSending.objects.select_for_update().get(pk=sending.pk)
        saying = Beside(lambda: answers.append(client.post(f"{HOSTS}{sending.pk}/read/", follow=True)))
        assert saying.waits_for_a_lock()
        Membership.objects.filter(person=reader.person).update(valid_to=timezone.localdate())
    saying.join()
    assert saying.error is None
    assert "あなたの機関に届いたものではありません" in answers[0].text
    assert HostSending.objects.get().read_on is None


def test_the_office_hears_once_that_its_question_was_answered_and_nothing_of_it(
    desk, office, sending, reader, now
):
    question = ask(sending=sending, text="夜は一人でよいですか。", actor=reader, now=now)
    OutgoingMail.objects.all().delete()
    for text in ("二人で見てください。", "はじめは、二人で見てください。"):
        assert desk.post(f"{DESK}hosts/questions/{question.pk}/", {"text": text}).status_code == 303
    letter = OutgoingMail.objects.get()
    assert (letter.to, f"{HOSTS}{sending.pk}/" in letter.text) == (office.email, True)
    for words in ("夜は一人", "二人で", office.name, reader.person.name, sending.kit.title):
        assert words not in letter.subject + letter.text


def test_without_a_mail_the_desk_is_told_to_telephone(desk, staff, now):
    silent = make_agency(name="メールのない家")
    sending = give(make_host_kit(by=staff, now=now), silent, by=staff, now=now)
    question = ask(sending=sending, text="夜は？", actor=make_partner(agency=silent), now=now)
    page = desk.post(f"{DESK}hosts/questions/{question.pk}/", {"text": "二人で。"}, follow=True)
    assert ["電話などで知らせてください" in page.text, OutgoingMail.objects.count()] == [True, 0]


def test_questions_go_three_years_after_their_last_word(staff, sending, reader, now):
    long_ago, since = now - timedelta(days=1097), now - timedelta(days=1095)
    old, answered, fresh = (
        ask(sending=sending, text=text, actor=reader, now=now) for text in ("前の", "答えのある", "近ごろの")
    )
    HostQuestion.objects.update(asked_at=long_ago)
    HostQuestion.objects.filter(pk=fresh.pk).update(asked_at=since)
    answer(question=answered, text="はい。", actor=staff, now=since)
    assert forget_questions(now=now) == 1
    assert set(HostQuestion.objects.all()) == {answered, fresh}
    assert forget_questions(now=now + 2 * DAY) == 2
    assert old.sending == HostSending.objects.get()


def test_of_two_visits_that_are_moved_to_one_day_at_one_time_the_second_is_refused(staff, now):
    meeting, today = make_meeting(by=staff, now=now), timezone.localdate(now)
    one, other = (
        go_to(meeting, by=staff, now=now, day=today + number * DAY, attended=False) for number in (1, 2)
    )
    there = today + 5 * DAY
    with transaction.atomic():
        OutsideMeeting.objects.select_for_update().get(pk=meeting.pk)
        moving = Beside(lambda: change_visit(visit=one, day=there, place="", people=[], actor=staff, now=now))
        assert moving.waits_for_a_lock()
        Attendance.objects.filter(pk=other.pk).update(day=there)
    moving.join()
    assert isinstance(moving.error, OutsideRefused)
    assert Attendance.objects.filter(day=there).count() == 1
