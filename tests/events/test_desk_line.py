"""The line at the desk: who waits for what, answers to offers, changes of the order with their reasons."""

from datetime import timedelta

import pytest
from django.urls import reverse

from content.start_page import Todo
from events.desk_line import session_blocks
from events.desk_panels import event_desk_rows
from events.enums import Admission, Channel
from events.models import AgencyChoice, Application, KeptSeats
from events.services.changing import cancel_application
from events.services.offering import expire_offers
from foundation.mail.models import OutgoingMail
from tests.factories.directory import make_agency
from tests.factories.events import NOW, apply, make_event, make_session
from tests.factories.shown import as_shown


def page(name, application):
    return reverse(f"event_desk:{name}", args=[application.pk])


def block(desk, session):
    (found,) = desk.get(reverse("event_desk:event", args=[session.event_id])).context["blocks"]
    return found


def states(*applications):
    found = dict(Application.objects.values_list("pk", "state"))
    return [found[each.pk] for each in applications]


def drop_out(application):
    cancel_application(application=application, actor=None, by_staff=True, now=NOW)


# --- the line on the event's page -----------------------------------------------------------------------


def test_the_line_says_place_wish_passes_and_for_whom_seats_are_held(desk):
    session = make_session(venue=3, most_passes=1)
    seated = apply(session, 2)
    big, any_of, small = apply(session, 3), apply(session, 2, least_people=1), apply(session, 1)
    line = [
        (each.place, each.application, each.people, each.wish, each.passes)
        for each in block(desk, session).line
    ]
    assert line == [
        (1, big, 3, "全員いっしょ", 1),
        (2, any_of, 1, "残りは一人ずつでも", 0),
        (3, small, 1, "", 0),
    ]
    drop_out(seated)
    shown = block(desk, session).line
    assert [(each.application, each.is_held_for) for each in shown] == [
        (big, True),
        (any_of, False),
        (small, False),
    ]
    assert "席を確保中" in desk.get(reverse("event_desk:event", args=[session.event_id])).text


@pytest.fixture
def asked(desk):
    """Return a group that is asked about two seats, and the one that comes after it."""
    session = make_session(venue=2, offer_hours=48)
    seated = apply(session, 2)
    first, second = apply(session, 2, agency_name="汐見の家"), apply(session, 1)
    drop_out(seated)
    return first, second


def test_an_offer_that_runs_stands_on_the_event_s_page(desk, asked):
    first, _ = asked
    (offer,) = block(desk, first.session).offers
    assert (offer.application, offer.people, offer.is_by_phone) == (first, 2, False)
    text = desk.get(reverse("event_desk:event", args=[first.session.event_id])).text
    assert [word for word in ("11月26日（木）午前10時まで", page("offer", first)) if word not in text] == []
    assert page("offer", first) in desk.get(page("application", first)).text


@pytest.mark.parametrize(
    ("answer", "after", "words"),
    [
        ("accept", ["confirmed", "waiting"], "席は決まりです"),
        ("decline", ["cancelled", "offered"], "次の組に案内します"),
    ],
)
def test_staff_write_down_what_was_said_by_phone(desk, asked, answer, after, words):
    first, second = asked
    assert "2人分" in desk.get(page("offer", first)).text
    done = desk.post(page("offer", first), {answer: "1"}, follow=True)
    assert (states(first, second), words in done.text) == (after, True)
    assert "返事を待っている席の案内はありません" in desk.get(page("offer", first), follow=True).text
    again = desk.post(page("offer", first), {answer: "1"}, follow=True)
    assert states(first, second) == after
    assert words not in again.text


def test_an_offer_without_mail_or_without_an_end_is_for_the_phone(desk):
    session = make_session(venue=1, offer_hours=48)
    seated, waiting = apply(session, 1), apply(session, 1, email="", reply_way="phone", phone="099-000-1111")
    drop_out(seated)
    (offer,) = block(desk, session).offers
    assert (offer.application, offer.is_by_phone) == (waiting, True)
    text = desk.get(reverse("event_desk:event", args=[session.event_id])).text
    assert [word for word in ("電話で確かめる", "099-000-1111") if word not in text] == []


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("kind", ["line", "offers", "pending"])
def test_the_event_page_takes_as_many_queries_however_many_wait(queries_of, count, kind):
    admission = Admission.AFTER_DEADLINE if kind == "pending" else Admission.FIRST_COME
    session = make_session(venue=count, offer_hours=48, admission=admission)
    seated = [apply(session, 1) for _ in range(count)]
    for _ in range(count):
        apply(session, 1)
    if kind == "offers":
        for each in seated:
            drop_out(each)
    expected = {"line": 17, "offers": 14, "pending": 14}
    assert queries_of(reverse("event_desk:event", args=[session.event_id])) == expected[kind]


# --- the order changes, with a reason -------------------------------------------------------------------


@pytest.fixture
def waiting(desk):
    session = make_session(venue=1)
    apply(session, 1)
    return [apply(session, 1, agency_name=f"事業所{number}") for number in range(3)]


def order(session):
    (found,) = session_blocks([session], now=NOW)
    return [each.application for each in found.line]


def test_staff_move_an_application_and_the_reason_stays(desk, staff, waiting):
    first, second, third = waiting
    assert "事業所2（動かすもの）" in desk.get(page("move", third)).text
    data = {"before": first.pk, "reason": "FAXの続きが届いていなかったため"}
    assert desk.post(page("move", third), data).status_code == 303
    assert order(first.session) == [third, first, second]
    text = desk.get(page("application", third)).text
    words = ("3番目 → 1番目", "FAXの続きが届いていなかったため", staff.person.name)
    assert [word for word in words if word not in text] == []


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"reason": ""}, "reason", "理由を書いてください。"),
        ({"before": ""}, "before", "どの申し込みの前に動かすかを選んでください。"),
    ],
)
def test_without_a_reason_nobody_is_moved_and_what_was_typed_stays(desk, waiting, change, field, words):
    first, second, third = waiting
    answer = desk.post(page("move", third), {"before": first.pk, "reason": "急ぐため"} | change)
    assert (answer.status_code, answer.context["form"].errors[field]) == (422, [words])
    assert order(first.session) == [first, second, third]


def test_who_stands_in_no_line_is_not_moved(desk, waiting):
    seated = Application.objects.get(state="confirmed")
    assert "列に並んでいない" in desk.get(page("move", seated), follow=True).text
    for each in waiting[1:]:
        drop_out(each)
    assert "この申し込みだけです" in desk.get(page("move", waiting[0]), follow=True).text


@pytest.fixture
def paper(waiting):
    session = waiting[0].session
    return apply(session, 1, channel=Channel.FAX, by_staff=True, email="", reply_way="fax", fax="099-000-1")


def test_the_moment_of_a_paper_is_corrected_and_orders_the_line(desk, staff, waiting, paper):
    assert order(paper.session)[-1] == paper
    shown = desk.get(page("received", paper)).context["form"]
    assert [shown[name].value() for name in ("day", "clock")] == ["2026/11/24", "10:00"]
    data = {"day": "11/23", "clock": "16:40", "reason": "受信記録では、前の日に届いていたため"}
    data = as_shown(desk, page("received", paper)) | data
    assert desk.post(page("received", paper), data).status_code == 303
    assert order(paper.session)[0] == paper
    text = desk.get(page("application", paper)).text
    words = ("11月24日（火）午前10時 → 11月23日（月）午後4時40分", "受信記録では、前の日に届いていたため")
    assert [word for word in words if word not in text] == []


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"reason": ""}, "reason", "理由を書いてください。"),
        ({"day": "11/24", "clock": "10:01"}, "clock", "受け取った日時は、入力した日時よりあとにできません。"),
    ],
)
def test_a_wrong_correction_is_told_and_changes_nothing(desk, paper, change, field, words):
    typed = {"day": "11/23", "clock": "16:40", "reason": "記録のため"} | change
    data = as_shown(desk, page("received", paper)) | typed
    answer = desk.post(page("received", paper), data)
    assert (answer.status_code, answer.context["form"].errors[field]) == (422, [words])
    assert Application.objects.get(pk=paper.pk).received_at == NOW


def test_a_moment_that_somebody_else_corrected_is_not_overwritten_unseen(desk, paper):
    late = as_shown(desk, page("received", paper)) | {"reason": "記録のため"}
    data = late | {"day": "11/23", "clock": "16:40"}
    assert desk.post(page("received", paper), data).status_code == 303
    answer = desk.post(page("received", paper), late | {"clock": "9:00"})
    assert (answer.status_code, "まだ保存していません" in answer.text) == (422, True)


def test_what_came_by_web_or_at_the_door_keeps_its_moment(desk, waiting):
    first = waiting[0]
    for channel in (Channel.WEB, Channel.DOOR):
        Application.objects.filter(pk=first.pk).update(channel=channel)
        assert page("received", first) not in desk.get(page("application", first)).text
        assert desk.post(page("received", first), {}).headers["Location"] == page("application", first)


def test_who_did_not_answer_comes_back_into_the_line(desk, asked):
    first, second = asked
    expire_offers(now=NOW + timedelta(days=2))
    assert states(first, second) == ["lapsed", "offered"]
    assert page("revive", first) in desk.get(page("application", first)).text
    assert "前にいた順番の所に並びます" in desk.get(page("revive", first)).text
    answer = desk.post(page("revive", first), follow=True)
    assert (states(first), "列にもどしました" in answer.text) == (["waiting"], True)
    assert desk.get(page("revive", first)).headers["Location"] == page("application", first)


def test_what_has_ended_is_neither_changed_nor_cancelled(desk, asked):
    first, _ = asked
    expire_offers(now=NOW + timedelta(days=2))
    text = desk.get(page("application", first)).text
    assert [name for name in ("application_change", "application_cancel") if page(name, first) in text] == []
    assert desk.get(page("application_cancel", first)).headers["Location"] == page("application", first)


# --- the staff's start page -----------------------------------------------------------------------------


@pytest.fixture
def todos(rf, staff, today):
    def rows():
        request = rf.get("/cms/")
        request.user = staff
        found = [row for row in event_desk_rows(request) if isinstance(row, Todo) and row.count]
        return [
            (row.count, row.text, row.url) for row in found if not row.text.startswith(("新しい", "事業所"))
        ]

    return rows


def test_a_date_past_its_deadline_waits_for_its_decision(todos):
    long_ago = {"opens_at": NOW - timedelta(days=9), "deadline_at": NOW - timedelta(hours=1)}
    session = make_session(admission=Admission.AFTER_DEADLINE, title="決める研修", **long_ago)
    draw = make_session(admission=Admission.LOTTERY, title="くじの研修", **long_ago)
    open_still = make_session(admission=Admission.AFTER_DEADLINE)
    nobody = make_session(admission=Admission.AFTER_DEADLINE, **long_ago)
    assert nobody.applications.count() == 0
    for each in (session, session, draw, open_still):
        apply(each, 1, now=NOW - timedelta(hours=2) if each != open_still else NOW)
    assert todos() == [
        (
            2,
            "「決める研修」の受講を決める",
            reverse("event_desk:decide", args=[session.event_id, session.pk]),
        ),
        (1, "「くじの研修」のくじを引く", reverse("event_desk:decide", args=[draw.event_id, draw.pk])),
    ]


def test_applications_to_be_looked_at_and_offers_to_be_phoned_are_counted(todos):
    approval = make_session(admission=Admission.APPROVAL)
    apply(approval, 1)
    session = make_session(venue=2, offer_hours=48)
    seated = [apply(session, 1) for _ in range(2)]
    apply(session, 1)
    apply(session, 1, email="", reply_way="phone")
    for each in seated:
        drop_out(each)
    applications = reverse("event_desk:applications")
    assert todos() == [
        (1, "申し込みを確かめて、決める", f"{applications}?only=approval"),
        (1, "空いた席を、電話かFAXで案内する", f"{applications}?only=offered"),
    ]


def test_what_an_agency_s_manager_holds_is_not_the_centre_s(desk, staff, todos):
    agency = make_agency()
    AgencyChoice.objects.create(agency=agency, manager_releases=True, changed_by=staff, changed_at=NOW)
    session = make_session(admission=Admission.APPROVAL)
    held = apply(session, 1, agency=agency)
    assert (states(held), todos()) == (["held"], [])
    listed = desk.get(reverse("event_desk:applications"), {"only": "new"}).context["rows"]
    assert listed == []
    assert "まだ、事業所の所属長が確かめていません" in desk.get(page("application", held)).text


def test_a_letter_reaches_whoever_still_waits_for_a_decision(desk):
    session = make_session(admission=Admission.AFTER_DEADLINE)
    apply(session, 1)
    form = desk.get(reverse("event_desk:notice", args=[session.event_id])).context["form"]
    data = {"key": form["key"].value(), "states": ["pending"], "sessions": [session.pk]}
    data |= {"subject": "お知らせ", "text": "会場が決まりました。", "send": "1"}
    desk.post(reverse("event_desk:notice", args=[session.event_id]), data)
    assert OutgoingMail.objects.filter(subject="お知らせ").count() == 1


def test_the_event_page_says_for_whom_seats_are_kept_and_until_when(desk):
    session = make_event().sessions.get()
    address = reverse("event_desk:event", args=[session.event_id])
    assert "取っておく席" not in desk.get(address).text
    KeptSeats.objects.create(
        session=session, kept_for="paper", way="venue", seats=2, until=NOW + timedelta(days=3)
    )
    words = "紙枠（FAX・電話・郵送の人）　会場2席　11月27日（金）午前10時まで"
    assert words in desk.get(address).text
    apply(session, 1, channel="fax", received_at=NOW)
    assert words.replace("2席", "1席") in desk.get(address).text


def test_the_event_page_names_how_it_decides_and_what_is_kept(desk):
    event = make_event(admission=Admission.AFTER_DEADLINE)
    apply(event.sessions.get(), 2)
    text = "".join(desk.get(reverse("event_desk:event", args=[event.pk])).text.split())
    assert [
        word
        for word in ("締切のあとに決める", '<bclass="num">1</b>件（2人）', "締切までは")
        if word not in text
    ] == []
