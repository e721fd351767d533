"""What the head, the staff, members, observers and others see and do on the pages of committees."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.enums import Way
from events.services.applying import PersonRequest
from foundation.mail.models import OutgoingMail
from outreach.study_groups.committees.enums import Role
from outreach.study_groups.committees.models import (
    Advice,
    Appointment,
    Conditions,
    Honorarium,
    Introduction,
    Opinion,
    Recommendation,
    Seat,
)
from outreach.study_groups.enums import CommunityKind
from tests.factories.accounts import make_person, sign_in
from tests.factories.committees import make_committee, make_expert, make_seat, make_term
from tests.factories.directory import make_agency
from tests.factories.events import apply
from tests.factories.first_site import place_first_site
from tests.factories.groups import hold, make_community, make_plan

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
DAY = timedelta(days=1)
YEAR = TODAY.year if TODAY.month >= 4 else TODAY.year - 1
HOME = "/groups/kentou/"
SEATS = f"{HOME}committee/"


@pytest.fixture
def committee(transactional_db):
    place_first_site()
    return make_committee(kind=CommunityKind.STEERING_COMMITTEE)


@pytest.fixture
def desk(committee, staff):
    return sign_in(Client(), staff)


@pytest.fixture
def head(committee, manager):
    return sign_in(Client(), manager)


@pytest.fixture
def member(committee):
    user = make_expert(name="石黒 樹")
    make_term(make_seat(committee), user.person)
    return user


def day(value):
    return f"{value:%Y/%m/%d}"


def test_the_staff_makes_a_seat_asks_a_body_and_the_head_appoints_whom_it_recommends(committee, desk, head):
    desk.post(f"{HOME}seats/add/", {"name": "医療", "body": "青波県医師会", "role": "member"})
    seat = Seat.objects.get()
    until = TODAY + 700 * DAY
    asking = {"reply_by": day(TODAY + 21 * DAY), "since": day(TODAY), "until": day(until)}
    assert desk.post(f"{HOME}seats/{seat.pk}/recommend/", asking).status_code == 303
    asked = Recommendation.objects.get()
    letter = desk.get(f"{HOME}recommendations/{asked.pk}/letter.pdf")
    assert (letter.status_code, letter.headers["Content-Type"]) == (200, "application/pdf")
    user = make_expert(name="見本 医師", agency=make_agency(name="見本病院"))
    answer = f"{HOME}recommendations/{asked.pk}/"
    assert desk.post(answer, {"on": day(TODAY), "name": ""}).status_code == 422
    assert desk.post(answer, {"on": day(TODAY), "name": "見本 医師", "job": "副会長"}).status_code == 303
    give = f"{HOME}seats/{seat.pk}/appoint/?recommendation={asked.pk}"
    assert desk.get(give).status_code == 404
    assert "見本 医師" in head.get(give).text
    term = {"name": "見本医師", "since": day(TODAY), "until": day(until), "lettered_on": day(TODAY)}
    stranger = head.post(give, term | {"agency": ""})
    assert (stranger.status_code, "センターに、この名前の職員がいません" in stranger.text) == (422, True)
    assert head.post(give, term | {"agency": "見本病院"}).status_code == 303
    made = Appointment.objects.get()
    assert (made.person, made.recommendation) == (user.person, asked)
    paper = desk.get(f"{HOME}appointments/{made.pk}/letter.pdf")
    assert (paper.status_code, "見本 医師" in paper.headers["Content-Disposition"]) == (200, False)


def test_an_answer_is_put_right_withdrawn_and_carried_to_the_appointment(committee, desk, head):
    seat = make_seat(committee)
    asking = {"reply_by": day(TODAY + DAY), "since": day(TODAY), "until": day(TODAY + 30 * DAY)}
    seats, ask = f"{HOME}seats/{seat.pk}/", f"{HOME}seats/{seat.pk}/recommend/"
    assert desk.post(ask, asking).status_code == 303
    first = Recommendation.objects.get()
    answer = f"{HOME}recommendations/{first.pk}/"
    assert "?recommendation=" not in head.get(seats).text
    desk.post(answer, {"on": day(TODAY), "name": "ちがう 人", "job": "会長"})
    assert f'href="{answer}"' in desk.get(f"{HOME}recommendations/").text
    assert 'value="ちがう 人"' in desk.get(answer).text
    assert desk.post(answer, {"on": day(TODAY), "name": "見本 医師"}).status_code == 303
    assert f'href="{seats}appoint/?recommendation={first.pk}"' in head.get(seats).text
    assert desk.post(answer, {"on": day(TODAY), "is_declined": "on"}).status_code == 303
    first.refresh_from_db()
    assert (first.state, first.name) == ("declined", "")
    assert desk.post(answer, {"on": day(TODAY), "name": "見本 医師"}).status_code == 422
    assert desk.post(ask, asking).status_code == 303


def test_a_term_is_renewed_by_one_press_ended_with_a_reason_and_signed_on_paper(committee, head, desk):
    term = make_term(make_seat(committee), make_person(), signed=False)
    page = f"{HOME}appointments/{term.pk}/"
    assert "守秘の約束が、まだです" in desk.get(page).text
    assert desk.post(f"{page}signed/", {"on": day(TODAY + DAY)}).status_code == 422
    assert desk.post(f"{page}signed/", {"on": day(TODAY)}).status_code == 303
    assert desk.post(f"{page}renew/").status_code == 404
    asked = head.get(f"{page}renew/").text
    assert ["文書番号を、1つ使います" in asked, Appointment.objects.count()] == [True, 1]
    assert head.post(f"{page}renew/").status_code == 303
    assert Appointment.objects.count() == 2
    unsign = f"{page}unsign/"
    assert f'href="{unsign}"' in desk.get(page).text
    assert [desk.post(unsign, each).status_code for each in ({}, {"because": "no_paper"})] == [422, 303]
    following = Appointment.objects.exclude(pk=term.pk).get()
    away = f"{HOME}appointments/{following.pk}/"
    assert "記録と文書番号は残ります" in head.get(f"{away}cancel/").text
    assert [each.post(f"{away}cancel/").status_code for each in (desk, head)] == [404, 303]
    assert "この委嘱は、取り消しました" in desk.get(away).text
    assert "取り消しました" in desk.get(f"{HOME}seats/{term.seat_id}/").text
    assert head.post(f"{page}end/", {"on": day(term.until + DAY), "because": "moved"}).status_code == 422
    assert head.post(f"{page}end/", {"on": day(TODAY), "because": "moved"}).status_code == 303
    assert "再任する" not in head.get(page).text
    assert head.post(f"{page}end/", {"on": day(TODAY + DAY), "because": "moved"}).status_code == 303
    assert Appointment.objects.get(pk=term.pk).ended_on == TODAY + DAY
    for each in (f"{HOME}seats/{term.seat_id}/", SEATS, f"{HOME}recommendations/"):
        assert head.get(each).status_code == 200


def test_before_signing_one_reads_the_promise_alone_and_after_it_the_committee(committee):
    user = make_expert()
    make_term(make_seat(committee), user.person, signed=False)
    client = sign_in(Client(), user)
    assert [client.get(each).status_code for each in (HOME, SEATS, f"{HOME}secrecy/")] == [404, 404, 200]
    assert f'href="{HOME}secrecy/"' in client.get("/groups/").text
    assert client.post(f"{HOME}secrecy/", {}).status_code == 422
    assert client.post(f"{HOME}secrecy/", {"promises": "on"}).status_code == 303
    assert [client.get(each).status_code for each in (HOME, SEATS, f"{HOME}secrecy/")] == [200, 200, 200]
    assert f'href="{HOME}secrecy/"' not in client.get("/groups/").text
    other = sign_in(Client(), make_expert(name="ほかの人"))
    assert other.get(f"{HOME}secrecy/").status_code == 404
    assert Client().get(f"{HOME}secrecy/").status_code == 302


def test_a_term_far_away_is_refused_and_breaks_no_page(committee, head):
    seat, user = make_seat(committee), make_expert(name="見本 医師", agency=make_agency(name="見本病院"))
    give = f"{HOME}seats/{seat.pk}/appoint/"
    term = {"name": "見本医師", "agency": "見本病院", "since": day(TODAY), "lettered_on": day(TODAY)}
    assert head.post(give, term | {"until": "9999/12/31"}).status_code == 422
    assert head.post(give, term | {"until": day(TODAY + 4000 * DAY)}).status_code == 422
    made = make_term(seat, user.person, until=TODAY.replace(year=2150, month=12, day=31))
    assert head.get(f"{HOME}appointments/{made.pk}/").status_code == 200
    assert head.get(f"{HOME}seats/{seat.pk}/recommend/").status_code == 200


def test_members_see_who_sits_there_and_nothing_of_money_or_papers(committee, member):
    client = sign_in(Client(), member)
    page = client.get(SEATS).text
    assert ["石黒 樹" in page, "推薦のお願い" in page, "謝金" in page] == [True, False, False]
    assert client.get(f"{SEATS}members.pdf").status_code == 200
    term = Appointment.objects.get()
    closed = [
        f"{SEATS}members.xlsx",
        f"{SEATS}conditions/",
        f"{HOME}seats/{term.seat_id}/",
        f"{HOME}appointments/{term.pk}/",
        f"{HOME}appointments/{term.pk}/letter.pdf",
        f"{HOME}recommendations/",
        f"{HOME}money/{YEAR}/",
        f"{HOME}money/{YEAR}/money.xlsx",
        f"{HOME}links/{YEAR}/",
    ]
    assert {each: client.get(each).status_code for each in closed} == dict.fromkeys(closed, 404)


def test_a_community_without_seats_has_no_such_pages(staff):
    place_first_site()
    make_community()
    assert sign_in(Client(), staff).get("/groups/tobu/committee/").status_code == 404


def test_rows_of_another_committee_are_not_there(committee, desk):
    other = make_committee(slug="hoka", name="ほか")
    term = make_term(make_seat(other), make_person())
    assert desk.get(f"{HOME}appointments/{term.pk}/").status_code == 404
    assert desk.get(f"{HOME}seats/{term.seat_id}/").status_code == 404


def test_money_is_offered_as_the_committee_usually_gives_it_and_paid(committee, desk, member):
    assert (
        desk.post(f"{SEATS}conditions/", {"fee": "８,０００円", "travel": "0", "years": "2"}).status_code
        == 303
    )
    assert Conditions.objects.get().fee == 8_000
    page = f"{HOME}money/{YEAR}/"
    assert 'value="8000"' in desk.get(f"{page}add/").text
    term = Appointment.objects.get()
    typed = {"people": [term.pk], "on": day(TODAY), "row": "", "fee": "8000", "travel": "１，２００"}
    assert desk.post(f"{page}add/", typed | {"fee": "たくさん"}).status_code == 422
    assert desk.post(f"{page}add/", typed).status_code == 303
    given = Honorarium.objects.get()
    for wrong in (TODAY - DAY, TODAY + DAY):
        assert desk.post(f"{page}{given.pk}/", {"on": day(wrong)}).status_code == 422
    assert desk.post(f"{page}{given.pk}/", {"on": day(TODAY)}).status_code == 303
    assert desk.post(f"{page}{given.pk}/remove/").status_code == 303
    assert Honorarium.objects.get().paid_on == TODAY
    assert "計9,200円" in desk.get(page).text
    assert [desk.get(f"{page}money.{form}").status_code for form in ("pdf", "xlsx")] == [200, 200]


def test_years_that_are_none_have_no_pages(committee, desk, member):
    term = Appointment.objects.get()
    given = Honorarium.objects.create(appointment=term, on=TODAY, fee=1, travel=1)
    asked = Advice.objects.create(appointment=term, reference="R8-014", asked_at=NOW)
    said = Opinion.objects.create(
        community=committee, appointment=term, fiscal_year=YEAR, text="意見", written_at=NOW
    )
    pages = [
        f"money/{{}}/{given.pk}/",
        f"money/{{}}/{given.pk}/remove/",
        f"links/{{}}/{asked.pk}/move/",
        f"opinions/{{}}/{said.pk}/",
    ]
    for year in (1, 1800, YEAR + 1, 99_999):
        for each in pages:
            address = HOME + each.format(year)
            assert desk.post(address, {"on": day(TODAY), "text": "返事"}).status_code == 404
            assert desk.get(address).status_code in (404, 405)
    asked.refresh_from_db()
    assert (Honorarium.objects.get().paid_on, asked.answered_on, Opinion.objects.get().reply) == (
        None,
        None,
        "",
    )


def test_links_and_questions_take_a_number_and_no_word_about_a_case(committee, desk, member):
    page, term = f"{HOME}links/{YEAR}/", Appointment.objects.get()
    typed = {"member": term.pk, "on": day(TODAY), "body": "病院協会", "reference": "山田さんのこと"}
    refused = desk.post(f"{page}introduced/", typed)
    assert (refused.status_code, "番号だけを書いてください" in refused.text) == (422, True)
    assert desk.post(f"{page}introduced/", typed | {"reference": "ｒ８-014"}).status_code == 303
    assert Introduction.objects.get().reference == "R8-014"
    asked = {"member": term.pk, "reference": "R8-021", "is_urgent": "on"}
    assert desk.post(f"{page}ask/", asked).status_code == 303
    move = f"{page}{Advice.objects.get().pk}/move/"
    assert 'name="to" value="answered"' in desk.get(page).text
    # Pressed twice it is answered, and not over.
    assert [desk.post(move, {"to": "answered"}).status_code for _ in range(2)] == [303, 303]
    assert (Advice.objects.get().answered_on, Advice.objects.get().closed_on) == (TODAY, None)
    assert 'name="to" value="closed"' in desk.get(page).text
    assert desk.post(move, {"to": "closed"}).status_code == 303
    assert Advice.objects.get().closed_on == TODAY
    assert "委員の仲介1件、会議のほかの相談1件（急ぎ1件、返事待ち0件）" in desk.get(page).text


def test_a_member_writes_an_opinion_the_centre_replies_and_an_observer_reads(committee, desk, member):
    client = sign_in(Client(), member)
    page, write = f"{HOME}opinions/{YEAR - 1}/", f"{HOME}opinions/write/"
    typed = {"year": YEAR - 1, "row": "", "text": "山田太郎さんのようすを、もっと知りたいです。"}
    make_agency(name="どこかの青空ホーム")
    for text in (typed["text"], "どこかの青空ホームのようすを知りたいです。"):
        warned = client.post(write, typed | {"text": text})
        assert (warned.status_code, "読み直してください" in warned.text) == (422, True)
    assert client.post(write, typed | {"text": "もっと数字で見たいです。"}).status_code == 303
    said = Opinion.objects.get()
    assert client.get(f"{page}{said.pk}/").status_code == 404
    assert "もっと数字で" in desk.get(f"{page}{said.pk}/").text
    assert desk.post(f"{page}{said.pk}/", {"text": "のせます。"}).status_code == 303
    observer = make_expert(name="見る人")
    make_term(make_seat(committee, name="行政", role=Role.OBSERVER), observer.person)
    reader = sign_in(Client(), observer)
    assert "のせます。" in reader.get(page).text
    assert [reader.get(each).status_code for each in (write, f"{page}opinions.pdf")] == [404, 200]
    assert reader.get(f"{HOME}opinions/").headers["Location"] == page


def test_who_owes_the_promise_finds_it_at_work_until_it_is_signed(committee):
    user = make_expert()
    term = make_term(make_seat(committee), user.person, signed=False)
    client = sign_in(Client(), user)
    assert f'href="{HOME}secrecy/"' in client.get("/my/").text
    Appointment.objects.filter(pk=term.pk).update(signed_on=TODAY, signed_way="screen")
    assert f'href="{HOME}secrecy/"' not in client.get("/my/").text


def test_the_desk_asks_again_for_the_promise_once_a_day(committee, desk):
    make_term(make_seat(committee, name="司法"), make_expert(name="署名 済").person)
    user = make_expert(name="紅葉坂 静香")
    make_term(make_seat(committee), user.person, signed=False)
    # Without an account nobody can sign on the screen.
    make_term(make_seat(committee, name="福祉"), make_person(name="口座 無"), signed=False)
    ask = f"{HOME}secrecy/ask/"
    assert f'action="{ask}"' in desk.get(SEATS).text
    assert "1人にメールで送りました" in desk.post(ask, follow=True).text
    assert "今日もう送ったか" in desk.post(ask, follow=True).text
    mail = OutgoingMail.objects.get()
    assert [mail.to, f"{settings.OWN_URL}{HOME}secrecy/" in mail.text] == [user.email, True]
    assert "紅葉坂" not in mail.subject + mail.text
    OutgoingMail.objects.update(created_at=NOW - DAY, cause="昨日")
    assert "1人にメールで送りました" in desk.post(ask, follow=True).text


def test_who_was_appointed_today_is_not_asked_again_today(committee, desk, head):
    user = make_expert(name="見本 医師", agency=make_agency(name="見本病院"))
    seat = make_seat(committee)
    term = {"agency": "見本病院", "name": "見本 医師", "since": day(TODAY), "until": day(TODAY + 90 * DAY)}
    address = f"{HOME}seats/{seat.pk}/appoint/"
    assert head.post(address, term | {"lettered_on": day(TODAY)}).status_code == 303
    desk.post(f"{HOME}secrecy/ask/")
    assert OutgoingMail.objects.get().to == user.email
    assert desk.get(f"{HOME}secrecy/ask/").status_code == 405


def test_a_member_asks_nobody_for_the_promise(committee, member):
    make_term(make_seat(committee, name="司法"), make_expert(name="署名 未").person, signed=False)
    client = sign_in(Client(), member)
    assert "署名のお願いを送る" not in client.get(SEATS).text
    assert client.post(f"{HOME}secrecy/ask/").status_code == 404


def test_the_home_knows_that_a_member_has_answered(committee, manager):
    agency = make_agency(name="見本病院")
    user = make_expert(name="見本 医師", agency=agency)
    make_term(make_seat(committee), user.person)
    event = hold(make_plan(committee, by=manager, now=NOW).rows.get(), by=manager, now=NOW)
    client = sign_in(Client(), user)
    assert "出席を知らせる" in client.get(HOME).text
    people = [PersonRequest(way=Way.VENUE, name=user.person.name)]
    apply(event.sessions.get(), people, agency=agency, actor=user, now=NOW)
    text = client.get(HOME).text
    assert ["出席を知らせる" in text, "1人で出席すると、知らせています" in text] == [False, True]


def test_the_home_tells_members_their_term_and_the_desk_what_is_empty(committee, desk, member):
    make_seat(committee, name="司法")
    own = sign_in(Client(), member).get(HOME).text
    assert ["あなたの任期" in own, "空いている席" in own] == [True, False]
    page = desk.get(HOME).text
    # Seats are the roster of a committee: no agencies are members of it.
    assert [f'href="{SEATS}"' in page, f'href="{HOME}members/"' in page] == [True, False]
    assert ["あなたの任期" in page, "空いている席" in page, "1席" in page] == [False, True, True]


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        (SEATS, 14),
        (f"{HOME}money/{YEAR}/", 14),
        (f"{HOME}links/{YEAR}/", 13),
        (f"{HOME}opinions/{YEAR}/", 12),
    ],
)
def test_three_rows_ask_no_more_than_one(committee, desk, address, queries):
    counts = []
    for number in (1, 2, 3):
        term = make_term(make_seat(committee, name=f"席{number}"), make_person(name=f"人{number}"))
        Honorarium.objects.create(appointment=term, on=TODAY, fee=1, travel=1)
        Introduction.objects.create(appointment=term, on=TODAY, body="協会")
        Advice.objects.create(appointment=term, reference="R8-014", asked_at=NOW)
        Opinion.objects.create(
            community=committee, appointment=term, fiscal_year=YEAR, text="意見", written_at=NOW
        )
        if number != 2:
            desk.get(address)
            with CaptureQueriesContext(connection) as asked:
                assert desk.get(address).status_code == 200
            counts.append(len(asked))
    assert counts == [queries, queries]
