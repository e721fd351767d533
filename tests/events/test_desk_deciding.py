"""The centre decides at its desk: after the deadline in one table, by lot, or one by one."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from directory.models import MunicipalityInArea, WelfareArea
from events.decision_sheet import wish_words
from events.enums import Admission, Channel
from events.models import Application, KeptSeats, Session
from foundation.audit.models import Entry
from foundation.mail.models import OutgoingMail
from tests.events.filled import Form
from tests.factories.accounts import sign_in
from tests.factories.directory import make_agency, make_municipality
from tests.factories.events import NOW, STARTS_AT, apply, make_event, make_session

LATER = STARTS_AT - timedelta(days=6)


@pytest.fixture
def today():
    """Let views read the clock of the day after the deadline."""
    with time_machine.travel(LATER, tick=False):
        yield LATER


@pytest.fixture
def later(db):
    return make_session(venue=4, admission=Admission.AFTER_DEADLINE)


def address(session):
    return reverse("event_desk:decide", args=[session.event_id, session.pk])


def states(*applications):
    found = dict(Application.objects.values_list("pk", "state"))
    return [found[each.pk] for each in applications]


def given(*pairs, **more):
    return {f"verdict-{application.pk}": verdict for application, verdict in pairs} | more


def shown(answer):
    return [(row.application.pk, row.verdict.value) for row in answer.context["sheet"].rows]


# --- the table ------------------------------------------------------------------------------------------


def test_the_table_proposes_by_the_order_of_arrival_and_says_what_is_used(desk, later):
    first = apply(later, 3)
    second = apply(later, 2, channel=Channel.FAX, by_staff=True, email="", reply_way="phone")
    third = apply(later, 1)
    answer = desk.get(address(later))
    assert shown(answer) == [(first.pk, "chosen"), (second.pk, "waiting"), (third.pk, "chosen")]
    text = "".join(answer.text.split())
    for words in ('席を使います。残りは<bclass="num">0</b>席です。', "はじめて", "全員いっしょ", "FAX"):
        assert words in text
    assert "全員を受講決定にして" not in text


@pytest.mark.parametrize(
    ("asked", "order"),
    [({}, ["known", "new"]), ({"new": "on"}, ["new", "known"])],
)
def test_newcomers_come_first_where_the_criteria_say_so(desk, later, asked, order):
    agency = make_agency(name="古くからの家")
    past = make_session(starts_at=STARTS_AT - timedelta(days=10), deadline_at=STARTS_AT - timedelta(days=11))
    apply(past, 1, agency=agency).participants.update(attendance="attended", marked_at=NOW)
    names = {apply(later, 3, agency=agency).pk: "known", apply(later, 2).pk: "new"}
    answer = desk.get(address(later), {"propose": "1"} | asked)
    assert [names[pk] for pk, _ in shown(answer)] == order
    assert "これまで1人" in answer.text


@pytest.fixture
def near(db):
    """Return an area with one municipality, and an agency that lies there."""
    place = make_municipality()
    area = WelfareArea.objects.create(scheme="own", name="能登中部", valid_from=NOW.date())
    MunicipalityInArea.objects.create(
        municipality=place, area=area, scheme=area.scheme, valid_from=area.valid_from
    )
    return area, make_agency(name="近くの家", municipality=place)


def test_an_area_comes_first_and_has_to_be_named(desk, later, near):
    area, agency = near
    far, close = apply(later, 3), apply(later, 2, agency=agency)
    refused = desk.get(address(later), {"propose": "1", "near": "on"})
    assert (refused.status_code, refused.context["form"].errors["area"]) == (
        422,
        ["先にする圏域を選んでください。"],
    )
    answer = desk.get(address(later), {"propose": "1", "near": "on", "area": area.pk})
    assert [pk for pk, _ in shown(answer)] == [close.pk, far.pk]
    assert "選んだ圏域" in answer.text
    sent = Form(answer).sent(press=("check", "1"))
    sure = desk.post(address(later), sent)
    assert [pk for pk, _ in shown(sure)] == [close.pk, far.pk]


def test_a_cap_that_is_no_number_is_told(desk, later):
    apply(later, 1)
    answer = desk.get(address(later), {"propose": "1", "cap": "たくさん"})
    assert (answer.status_code, answer.context["form"].errors["cap"]) == (422, ["数字で書いてください。"])


def test_seats_kept_for_an_area_are_proposed_to_nobody_else(desk, near):
    area, agency = near
    session = make_session(venue=4, admission=Admission.AFTER_DEADLINE)
    KeptSeats.objects.create(
        session=session, kept_for="area", area=area, way="venue", seats=2, until=STARTS_AT
    )
    far, close = apply(session, 3), apply(session, 2, agency=agency)
    assert shown(desk.get(address(session))) == [(far.pk, "waiting"), (close.pk, "chosen")]


def test_counting_again_keeps_what_was_chosen(desk, later):
    first, second = apply(later, 3), apply(later, 2)
    answer = desk.post(address(later), given((first, "declined"), (second, "chosen"), count="1"))
    assert (answer.status_code, shown(answer)) == (200, [(first.pk, "declined"), (second.pk, "chosen")])
    assert states(first, second) == ["pending", "pending"]


def test_too_many_seats_are_said_in_words_and_everything_chosen_stays(desk, later):
    first, second = apply(later, 3), apply(later, 2)
    answer = desk.post(address(later), given((first, "chosen"), (second, "chosen"), check="1"))
    assert (answer.status_code, shown(answer)) == (422, [(first.pk, "chosen"), (second.pk, "chosen")])
    assert "席が足りません。会場で1人分を減らしてください。" in answer.text


def test_before_the_decision_it_is_said_who_is_told_and_how(desk, later, staff):
    first, second = apply(later, 3), apply(later, 2, email="", reply_way="phone", agency_name="汐見の家")
    third = apply(later, 2, least_people=1)
    sure = desk.post(
        address(later),
        given((first, "chosen"), (second, "declined"), (third, "waiting"), check="1", cap="3", new="on"),
    )
    assert [len(sure.context[name]) for name in ("by_mail", "by_other_ways")] == [2, 1]
    counts = [(each.word, each.applications, each.people) for each in sure.context["sheet"].counts]
    assert counts == [("受講決定", 1, 3), ("空き待ち", 1, 2), ("お断り", 1, 2)]
    assert sure.context["sheet"].seated_after == (1, 1)
    assert "1事業所3人まで、はじめて参加する事業所を先に、届いた順" in sure.text
    assert OutgoingMail.objects.filter(subject__contains="決まりました").count() == 0
    done = desk.post(address(later), Form(sure).sent(press=("decide", "1")), follow=True)
    assert states(first, second, third) == ["confirmed", "declined", "partly"]
    assert "3件を決定しました。2件はメールで知らせます。FAXか電話の1件は、「送るもの」から" in done.text
    later.refresh_from_db()
    assert later.criteria == "1事業所3人まで、はじめて参加する事業所を先に、届いた順"
    assert Entry.objects.latest("id").verb == "events.session_decided"
    assert Entry.objects.latest("id").actor_id == staff.pk


def test_if_all_fit_one_press_decides(desk, later):
    first, second = apply(later, 2), apply(later, 2)
    answer = desk.get(address(later))
    form = {f"verdict-{each.pk}": "chosen" for each in (first, second)}
    assert "全員を受講決定にして、知らせる" in answer.text
    assert desk.post(address(later), form | {"decide": "all"}).headers["Location"] == address(later)
    assert states(first, second) == ["confirmed", "confirmed"]


def test_what_arrives_while_staff_decide_is_shown_and_nothing_is_decided(desk, later):
    first = apply(later, 3)
    late = apply(later, 1, channel=Channel.FAX, by_staff=True, now=LATER)
    answer = desk.post(address(later), given((first, "chosen"), decide="1"))
    assert (answer.status_code, shown(answer)) == (422, [(first.pk, "chosen"), (late.pk, "chosen")])
    assert "あとから届きました" in answer.text
    assert states(first, late) == ["pending", "pending"]


def test_what_is_gone_while_staff_decide_is_told(desk, later):
    first = apply(later, 3)
    answer = desk.post(address(later), given((first, "chosen"), decide="1") | {"verdict-999": "chosen"})
    assert (answer.status_code, states(first)) == (422, ["pending"])
    assert "申し込みが変わりました" in answer.text


def test_a_decided_date_shows_its_criteria_and_order_and_is_not_decided_again(desk, later):
    first, second = apply(later, 4), apply(later, 1)
    desk.post(address(later), given((first, "chosen"), (second, "waiting"), decide="1"))
    answer = desk.get(address(later))
    assert [(row.place, row.application, state.word) for row, state in answer.context["rows"]] == [
        (1, first, "席あり"),
        (2, second, "空き待ち"),
    ]
    again = desk.post(address(later), given((first, "declined"), (second, "chosen"), decide="1"), follow=True)
    assert "もう決定しています" in again.text
    assert states(first, second) == ["confirmed", "waiting"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"admission": Admission.FIRST_COME}, "まとめて決めるものではありません"),
        ({"admission": Admission.AFTER_DEADLINE, "deadline_at": LATER + timedelta(days=1)}, "締切のあとに"),
        ({"admission": Admission.AFTER_DEADLINE, "publish": False}, "公開している"),
    ],
)
def test_what_cannot_be_decided_now_leads_back_with_the_reason(desk, options, words):
    session = make_session(**options)
    for answer in (desk.get(address(session), follow=True), desk.post(address(session), follow=True)):
        assert words in answer.text
    assert Session.objects.get().decided_at is None


def test_a_date_of_another_event_is_404(desk, later):
    other = make_event(title="ほかの研修")
    assert desk.get(reverse("event_desk:decide", args=[other.pk, later.pk])).status_code == 404


def test_nobody_applied_and_nothing_is_asked(desk, later):
    answer = desk.get(address(later))
    assert "決めるものはありません" in answer.text
    assert "決定する</button>" not in answer.text


@pytest.mark.parametrize("count", [1, 3])
def test_the_table_takes_as_many_queries_for_three_rows_as_for_one(queries_of, later, count):
    for number in range(count):
        apply(later, 1, agency=make_agency(name=f"家 {number}"))
    assert queries_of(address(later)) == 9


@pytest.mark.parametrize(
    ("people", "least", "words"),
    [(1, None, ""), (3, None, "全員いっしょ"), (3, 3, "全員いっしょ"), (3, 2, "2人から"), (3, 1, "一人でも")],
)
def test_what_a_group_wants_is_said_in_words(people, least, words):
    assert wish_words(people, least) == words


# --- by lot ---------------------------------------------------------------------------------------------


@pytest.fixture
def lottery(db):
    return make_session(venue=3, admission=Admission.LOTTERY)


def test_the_draw_is_explained_then_made_once_and_shown(desk, lottery):
    applications = [apply(lottery, 2), apply(lottery, 1), apply(lottery, 2)]
    asked = desk.get(address(lottery))
    assert [
        word
        for word in ("SHA-256", "引きなおしはできません", "くじを引いて、知らせる")
        if word not in asked.text
    ] == []
    assert states(*applications) == ["pending"] * 3
    done = desk.post(address(lottery), follow=True)
    lottery.refresh_from_db()
    assert [word for word in (lottery.draw_seed, "SHA-256") if word not in done.text] == []
    assert "waiting" in states(*applications)
    seed = lottery.draw_seed
    desk.post(address(lottery))
    lottery.refresh_from_db()
    assert lottery.draw_seed == seed


# --- one by one -----------------------------------------------------------------------------------------


@pytest.fixture
def approval(db):
    return make_session(venue=2, admission=Admission.APPROVAL, asks_for_manager=True)


def page(name, application):
    return reverse(f"event_desk:{name}", args=[application.pk])


def test_what_waits_to_be_looked_at_stands_on_one_page(desk, approval):
    first = apply(approval, 2, manager_name="宮﨑 ひかり", accommodations=["wheelchair"], note="駐車場を1台")
    second = apply(approval, 1, manager_name="林 学")
    answer = desk.get(reverse("event_desk:approvals", args=[approval.event_id]))
    words = (
        first.number,
        "見本 1",
        "宮﨑 ひかり",
        "車いすの席",
        "駐車場を1台",
        "全員いっしょ",
        "空いている席 2",
    )
    assert [word for word in words if word not in answer.text] == []
    assert [row.application.pk for row, _, _ in answer.context["rows"]] == [first.pk, second.pk]


def test_an_application_is_let_in_with_one_press(desk, approval):
    first = apply(approval, 2, manager_name="宮﨑 ひかり")
    second = apply(approval, 1, manager_name="林 学")
    answer = desk.post(page("approve", first), follow=True)
    assert (states(first, second), answer.redirect_chain[0][0]) == (
        ["confirmed", "pending"],
        reverse("event_desk:approvals", args=[approval.event_id]),
    )
    assert f"{first.number} を認めました（席あり）。メールで知らせます。" in answer.text
    last = desk.post(page("approve", second), follow=True)
    assert (states(second), last.redirect_chain[0][0]) == (["waiting"], page("application", second))
    assert "もう決まっているか" in desk.post(page("approve", second), follow=True).text


def test_an_application_is_turned_down_after_a_look(desk, approval):
    first = apply(approval, 2, manager_name="宮﨑 ひかり", email="", reply_way="phone")
    assert "電話（000-000-4567）で知らせてください。" in desk.get(page("decline", first)).text
    assert states(first) == ["pending"]
    answer = desk.post(page("decline", first), follow=True)
    assert (states(first), "「送るもの」から、電話で知らせてください。" in answer.text) == (
        ["declined"],
        True,
    )
    assert desk.get(page("decline", first)).headers["Location"] == page("application", first)


def test_the_application_s_own_page_has_the_same_two_answers(desk, approval):
    first = apply(approval, 2, manager_name="宮﨑 ひかり")
    text = desk.get(page("application", first)).text
    assert [link for link in ("approve", "decline") if page(link, first) not in text] == []
    desk.post(page("approve", first))
    assert page("approve", first) not in desk.get(page("application", first)).text


@pytest.mark.parametrize("count", [1, 3])
def test_approvals_take_as_many_queries_for_three_rows_as_for_one(queries_of, approval, count):
    for _ in range(count):
        apply(approval, 1, manager_name="林 学")
    assert queries_of(reverse("event_desk:approvals", args=[approval.event_id])) == 7


def test_editors_decide_nothing(later, editor, today):
    first = apply(later, 1)
    client = sign_in(Client(), editor)
    assert client.post(address(later), given((first, "chosen"), decide="1")).status_code == 404
    assert states(first) == ["pending"]
