"""The committee's room on the screen: from the plan to the feedback, by staff and by members."""

from datetime import timedelta

import pytest
from django.urls import reverse

from foundation.japanese.dates import short_date
from handoff.access import opened
from handoff.actors import CLOCK
from handoff.sittings.enums import ItemState, Presence, SittingState
from handoff.sittings.models import Advice, AgendaLine, CaseItem, QuickQuestion, Recusal, Seat, Sitting
from tests.factories.cases import CANARIES, NOW, TODAY, fresh, make_basis, make_case, rows
from tests.factories.handoff import make_agency
from tests.factories.sittings import (
    ADVICE,
    OUTLINE,
    advise,
    ask_member,
    hold,
    make_sitting,
    put,
    send,
)
from tests.handoff.clients import as_, day
from tests.handoff.sittings.reading import words_of

pytestmark = pytest.mark.django_db


def at(name, *arguments):
    return reverse(f"handoff:{name}", args=[getattr(each, "pk", each) for each in arguments])


def a_sitting(**changes):
    facts = {"starts_at": "午後1時30分", "ends_at": "15:30", "place": "第2会議室"}
    return day("held_on", TODAY) | facts | changes


def test_a_sitting_is_kept_from_nothing_to_its_end_on_the_screen(centre, committee):
    lead, worker, chair = as_(centre["lead"]), as_(centre["worker"]), as_(committee["chair"])
    case = make_case(centre)
    lead.post(at("new_sitting"), a_sitting())
    (sitting,) = rows(Sitting.objects.all())
    assert "委員会" in worker.get(at("case", case)).text
    worker.post(at("put_case", case), {"sitting": sitting.pk, "kind": "new", "minutes": "40", "basis": ""})
    (item,) = rows(CaseItem.objects.all())
    worker.post(at("write_case_paper", item), {"outline": OUTLINE, "question": "どうするか"})
    assert OUTLINE in worker.get(at("write_case_paper", item)).text
    assert "まだありません" in worker.get(at("case_item", item)).text
    shown = lead.get(at("case_paper", item))
    assert OUTLINE in shown.text
    lead.post(at("approve_case_paper", item), {"seen": shown.context["reading"].seen})
    assert "approve" not in lead.get(at("case_paper", item)).text
    lines = rows(AgendaLine.objects.filter(sitting=sitting))
    order = {f"place_{line.pk}": (number + 1) * 10 for number, line in enumerate(lines)}
    times = {f"minutes_{line.pk}": 20 for line in lines}
    assert lead.get(at("write_agenda", sitting)).status_code == 200
    extra = {"word": "exchange", "word_place": "35", "word_minutes": "10"}
    lead.post(at("write_agenda", sitting), order | times | extra)
    assert "意見交換" in lead.get(at("sitting", sitting)).text
    brief = {"seen": "planned", "how": "meeting"} | day("on", TODAY)
    lead.post(at("sitting_step", sitting, "brief"), brief)
    assert case.reference not in chair.get(at("sitting", sitting)).text
    lead.post(at("sitting_step", sitting, "send"), {"seen": "briefed"})
    assert case.reference in chair.get(at("sitting", sitting)).text
    assert "資料を読む" in chair.get(at("sitting", sitting)).text
    seats = {f"seat_{each.pk}": Presence.PRESENT for each in rows(Seat.objects.all())}
    lead.post(at("sitting_step", sitting, "hold"), {"seen": "sent"} | seats)
    worker.post(at("new_advice", item), {"text": ADVICE, "given_by": committee["member"].person.pk})
    worker.post(at("write_minutes", item), {"words": "話し合った"})
    assert "（案）" in chair.get(at("sitting_minutes", sitting)).text
    known = chair.get(at("sitting_step", sitting, "confirm")).context["form"].initial
    chair.post(at("sitting_step", sitting, "confirm"), known)
    lead.post(at("sitting_step", sitting, "close"), {"seen": "minuted"})
    assert fresh(sitting).state == SittingState.CLOSED
    (advice,) = rows(Advice.objects.all())
    assert case.reference in worker.get(at("unanswered_advice")).text
    assert ADVICE in worker.get(at("advice_response", advice)).text
    worker.post(at("advice_response", advice), {"response": "adapted", "reason": "月1回にした"})
    assert case.reference not in worker.get(at("unanswered_advice")).text
    worker.post(at("advice_effect", advice), {"effect": "落ち着いた", "next_sitting": ""})
    worker.post(at("case_item_step", item, "followed_up"))
    assert fresh(item).state == ItemState.FOLLOWED_UP
    sheet = words_of(as_(committee["member"]).post(at("feedback_paper", item)))
    for words in (ADVICE, "月1回にした", "落ち着いた", case.reference):
        assert words in sheet


@pytest.mark.parametrize("name", ["agenda_paper", "digest_paper", "minutes_paper", "copy_list_paper"])
def test_each_sheet_is_a_paper_named_by_a_number_alone(centre, committee, name):
    sitting = make_sitting(centre)
    item = put(make_case(centre), sitting, centre)
    send(sitting, centre)
    hold(sitting, centre)
    advise(item, centre["worker"])
    answer = as_(centre["lead"]).post(at(name, sitting))
    assert answer["Content-Type"] == "application/pdf"
    assert "第1回" in words_of(answer)
    assert answer["Content-Disposition"].startswith('attachment; filename="sitting-1-')


def test_a_member_finds_the_next_sitting_and_what_was_asked_and_answers(centre, committee):
    case, member = make_case(centre), as_(committee["member"])
    sitting = make_sitting(centre)
    question = ask_member(case, committee["member"], centre)
    page = member.get(at("committee")).text
    for words in ("次の会", "あなたに届いた質問", str(sitting), case.reference, "あと48時間"):
        assert words in page
    assert member.get(at("case", case)).status_code == 404
    empty = member.post(at("quick_question", question), {"words": ""})
    assert empty.status_code == 422
    assert "返事を書いてください。" in empty.text
    member.post(at("quick_question", question), {"words": "近くの宿"})
    assert case.reference not in member.get(at("committee")).text
    worker = as_(centre["worker"])
    assert "近くの宿" in worker.get(at("quick_question", question)).text
    worker.post(at("close_question", question))
    assert as_(centre["lead"]).post(at("question_seen", question)).status_code == 302


def test_nowhere_stands_who_it_is(centre, committee):
    sitting = make_sitting(centre)
    item = put(make_case(centre), sitting, centre)
    send(sitting, centre)
    hold(sitting, centre)
    advise(item, centre["worker"])
    for user in (committee["chair"], centre["lead"]):
        client = as_(user)
        for name, subject in (("sitting", sitting), ("case_item", item), ("sitting_minutes", sitting)):
            words = client.get(at(name, subject)).text
            assert not any(value in words for value in CANARIES.values())


def test_a_question_is_written_from_the_page_of_the_case(centre, committee):
    case, worker = make_case(centre), as_(centre["worker"])
    asked = {"asked_of": committee["member"].person.pk, "question": "泊まり先は", "basis": ""}
    refused = worker.post(at("new_question", case), asked)
    assert refused.status_code == 422
    assert "泊まり先は" in refused.text
    worker.post(at("new_question", case), asked | {"tells_nobody": "on"})
    assert len(rows(QuickQuestion.objects.all())) == 1
    linked = {"linked_by": committee["member"].person.pk, "body": "見本クリニック"} | day("linked_on", TODAY)
    worker.post(at("new_introduction", case), linked)
    page = worker.get(at("committee_thread", case)).text
    assert "見本クリニック" in page
    assert "あと48時間" in page
    assert "1件" in worker.get(at("introductions")).text


def test_a_member_recuses_themselves_by_one_page(centre, committee):
    sitting = make_sitting(centre)
    item = put(make_case(centre), sitting, centre)
    send(sitting, centre)
    member = as_(committee["member"])
    assert "もとには、もどせません" in member.get(at("recuse", item)).text
    answer = member.post(at("recuse", item), {"reason": ""}, follow=True)
    assert "記録しました" in answer.text
    assert [each.person_id for each in rows(Recusal.objects.all())] == [committee["member"].person_id]
    staff = as_(centre["worker"])
    chosen = {"person": committee["other"].person.pk, "by": "chair", "reason": "勤め先の方"}
    staff.post(at("recuse", item), chosen)
    assert len(rows(Recusal.objects.all())) == 2


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("new_sitting", a_sitting(ends_at="午前9時"), "終わりの時刻は"),
        ("new_sitting", a_sitting(starts_at="いつか"), "時刻として読み取れません"),
        ("new_sitting", a_sitting(place=""), "場所を書いてください。"),
        ("new_seat", {"place": "member"}, "だれを選んでください。"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(centre, committee, name, data, says):
    answer = as_(centre["lead"]).post(at(name), data)
    assert answer.status_code == 422
    assert says in answer.text
    assert all(str(value) in answer.text for value in data.values())


def test_a_basis_needs_its_tick_and_a_reason_its_words(centre, committee):
    sitting = make_sitting(centre)
    item = put(make_case(centre), sitting, centre)
    send(sitting, centre)
    hold(sitting, centre)
    advice = advise(item, centre["worker"])
    worker = as_(centre["worker"])
    refused = worker.post(at("advice_response", advice), {"response": "not_used", "reason": ""})
    assert refused.status_code == 422
    assert "わけを書いてください" in refused.text
    late = as_(centre["lead"]).post(
        at("settle_sitting", sitting), a_sitting(**day("held_on", TODAY + timedelta(9)))
    )
    assert late.status_code == 422
    assert "場所と、資料を読める最後の日だけ" in late.text


def test_no_sitting_is_planned_for_a_day_that_is_over_nor_moved_there(centre):
    lead, yesterday = as_(centre["lead"]), TODAY - timedelta(1)
    past = lead.post(at("new_sitting"), a_sitting(**day("held_on", yesterday)))
    assert (past.status_code, "今日か、これからの日" in past.text) == (422, True)
    assert rows(Sitting.objects.all()) == []
    sitting = make_sitting(centre)
    answer = lead.post(at("settle_sitting", sitting), a_sitting(**day("held_on", yesterday)))
    assert (answer.status_code, fresh(sitting).held_on) == (422, TODAY)


def test_advice_without_an_answer_stands_with_the_day_of_its_sitting(centre, committee):
    held = TODAY - timedelta(3)
    sitting = make_sitting(centre)
    item = put(make_case(centre), sitting, centre)
    send(sitting, centre)
    advise(item, centre["worker"], given_by=committee["member"].person)
    with opened(CLOCK, now=NOW):
        Sitting.objects.update(held_on=held)
    assert f"{fresh(sitting)}　{short_date(held)}" in as_(centre["worker"]).get(at("unanswered_advice")).text


def test_what_the_committee_has_by_a_consent_is_named_before_it_is_withdrawn(centre, committee):
    case = make_case(centre)
    basis = make_basis(case, centre, receivers=[make_agency()])
    sitting = make_sitting(centre)
    put(case, sitting, centre, basis=basis)
    send(sitting, centre)
    ask_member(case, committee["member"], centre, basis=basis, tells_nobody=False)
    page = as_(centre["worker"]).get(at("withdraw_basis", case, basis)).text
    assert f"{fresh(sitting)}の検討：委員は、資料と議事録を読めなくなります" in page
    assert f"{committee['member'].person.name}さんへの急ぎの質問" in page


def test_a_seat_is_given_and_ended_on_the_screen(centre, committee):
    lead = as_(centre["lead"])
    page = lead.get(at("committee_seats"))
    assert len(page.context["lines"]) == 4
    (seat,) = rows(Seat.objects.filter(person=committee["other"].person))
    ask_member(make_case(centre), committee["other"], centre)
    page = lead.get(at("end_seat", seat)).text
    assert ("委員会室に、入れなくなります" in page, "質問が、1件あります" in page) == (True, True)
    assert fresh(seat).ended_at is None
    lead.post(at("end_seat", seat))
    assert lead.get(at("end_seat", seat)).status_code == 404
    assert fresh(seat).ended_at is not None
    again = {"person": committee["other"].person.pk, "place": "member"}
    lead.post(at("new_seat"), again | day("since", TODAY) | day("until", TODAY))
    assert len(rows(Seat.objects.filter(ended_at=None))) == 4


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "who", "queries"),
    [
        ("sittings", "lead", 15),
        ("committee", "member", 24),
        ("unanswered_advice", "lead", 12),
        ("committee_seats", "lead", 12),
    ],
)
def test_the_lists_ask_as_often_for_three_as_for_one(
    centre, committee, name, who, queries, count, django_assert_num_queries
):
    for number in range(count):
        sitting = make_sitting(centre, held_on=TODAY + timedelta(days=number))
        item = put(make_case(centre), sitting, centre)
        send(sitting, centre)
        advise(item, centre["worker"])
        ask_member(make_case(centre), committee["member"], centre)
    client = as_(centre["lead"] if who == "lead" else committee["member"])
    client.get(at(name))
    with django_assert_num_queries(queries):
        assert client.get(at(name)).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("who", "queries"), [("lead", 25), ("chair", 23)])
def test_the_page_of_a_sitting_asks_as_often_for_three_cases_as_for_one(
    centre, committee, who, queries, count, django_assert_num_queries
):
    sitting = make_sitting(centre)
    for _ in range(count):
        put(make_case(centre), sitting, centre, minutes=20)
    send(sitting, centre)
    client = as_(centre["lead"] if who == "lead" else committee["chair"])
    client.get(at("sitting", sitting))
    with django_assert_num_queries(queries):
        client.get(at("sitting", sitting))
