"""A meeting is planned, polled, prepared, held, minuted and closed on pages that work without scripts."""

from datetime import datetime, time, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.enums import PublicRole
from foundation.mail.models import OutgoingMail
from outreach.study_groups.enums import Place
from outreach.study_groups.meetings.forms import agenda as agenda_forms
from outreach.study_groups.meetings.forms import records as record_forms
from outreach.study_groups.meetings.models import (
    AgendaItem,
    CaseReport,
    DatePoll,
    Meeting,
    PollAnswer,
    PollOption,
    Recusal,
)
from outreach.study_groups.meetings.queries.cases import threads_of
from outreach.study_groups.services.planning import approve_plan
from tests.factories.accounts import make_user, sign_in
from tests.factories.directory import join, make_agency
from tests.factories.meetings import (
    MEETINGS,
    make_meeting,
    make_somebody,
    page_of,
    send,
)

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()
TODAY = timezone.localdate(NOW)


def test_days_of_a_rule_are_shown_first_and_written_into_the_plan_at_once(community, desk, staff):
    first = (TODAY.replace(day=1) + timedelta(days=40)).replace(day=1)
    asked = {
        "theme": "定例の会議",
        "format": "committee_meeting",
        "first_month": first.isoformat(),
        "step": "1",
        "nth": "2",
        "weekday": "2",
        "count": "3",
        "starts": "13:30",
        "ends": "15:30",
        "place": "見本会館",
    }
    page = desk.post(f"{MEETINGS}series/", asked)
    days = [each.day for each, _ in page.context["days"]]
    assert (len(days), Meeting.objects.count(), page.status_code) == (3, 0, 200)
    make_meeting(community, by=staff, now=NOW, day=days[0])
    warned = desk.post(f"{MEETINGS}series/", asked)
    assert [bool(taken) for _, taken in warned.context["days"]] == [True, False, False]
    assert "もう「定例の会議」があります" in warned.text
    kept = [each.isoformat() for each in days[1:]]
    assert desk.post(f"{MEETINGS}series/", asked | {"day": kept, "write": "1"}).status_code == 303
    made = Meeting.objects.exclude(starts_at__date=days[0]).order_by("starts_at")
    assert [timezone.localtime(each.starts_at).replace(tzinfo=None) for each in made] == [
        datetime.combine(day, time(13, 30)) for day in days[1:]
    ]
    far = desk.post(f"{MEETINGS}series/", asked | {"step": "3", "count": "12"})
    assert (far.status_code, "来年度の3月まで" in far.text, "定例の会議" in far.text) == (422, True, True)
    none = desk.post(f"{MEETINGS}series/", asked | {"write": "1"})
    assert (none.status_code, Meeting.objects.count()) == (422, 3)


def test_what_is_odd_in_a_rule_comes_back_with_all_that_was_typed(community, desk):
    page = send(desk, f"{MEETINGS}series/", theme="定例", starts="15:30", ends="13:30", count="40")
    assert (page.status_code, "定例" in page.text, Meeting.objects.count()) == (422, True, 0)
    assert "終わる時刻は、始まる時刻よりあとに" in page.text
    assert "12回までです" in page.text


def test_a_name_in_a_series_or_on_an_agenda_is_asked_about(meeting, desk):
    asked = {
        "theme": "花子さんの会議",
        "format": "committee_meeting",
        "first_month": TODAY.replace(day=1).isoformat(),
        "step": "1",
        "nth": "2",
        "weekday": "2",
        "count": "1",
        "starts": "13:30",
        "ends": "15:30",
    }
    page = desk.post(f"{MEETINGS}series/", asked)
    assert (page.status_code, "読み直してください" in page.text, page.context["days"]) == (422, True, [])
    sure = desk.post(f"{MEETINGS}series/", asked | {"is_sure": "on"})
    assert (sure.status_code, len(sure.context["days"]), 'name="is_sure"' in sure.text) == (200, 1, True)
    item = {"kind": "discussion", "title": "前回の確認", "minutes": "10"}
    make_agency(name="どこかの青空ホーム")
    for words in ({"presenter": "花子さん"}, {"title": "どこかの青空ホームのこと"}):
        assert desk.post(page_of(meeting, "agenda/add/"), item | words).status_code == 422
    for presenter in ("事務局", "どこかの青空ホーム"):
        assert desk.post(page_of(meeting, "agenda/add/"), item | {"presenter": presenter}).status_code == 303


@pytest.mark.parametrize("words", [{"title": "R8-014のこと"}, {"presenter": "Ｒ８－０１４の担当"}])
def test_a_case_is_no_item_of_words(meeting, desk, words):
    item = {"kind": "discussion", "title": "前回の確認", "minutes": "10"}
    page = desk.post(page_of(meeting, "agenda/add/"), item | words)
    told = "「事例を加える」から番号だけで" in page.text
    assert (page.status_code, told, AgendaItem.objects.count()) == (422, True, 0)


def test_people_of_the_roll_answer_a_poll_until_it_is_closed(community, meeting, desk, member, staff):
    first = TODAY + timedelta(days=20)
    typed = {"day_1": f"{first:%Y/%m/%d}", "starts_1": "13:30", "ends_1": "15:00"}
    half = desk.post(page_of(meeting, "poll/"), typed | {"day_2": f"{first:%Y/%m/%d}"})
    assert (half.status_code, f"{first:%Y/%m/%d}" in half.text) == (422, True)
    later = {"day_2": f"{first + timedelta(days=1):%Y/%m/%d}", "starts_2": "10:00", "ends_2": "11:00"}
    assert desk.post(page_of(meeting, "poll/"), typed | later).status_code == 303
    poll = DatePoll.objects.get()
    options = list(PollOption.objects.order_by("starts_at"))
    here = page_of(meeting, f"poll/{poll.pk}/")
    client = sign_in(Client(), member)
    marks = {f"mark_{options[0].pk}": "yes", f"mark_{options[1].pk}": "no"}
    assert client.post(here, marks).status_code == 303
    assert client.post(here, {f"mark_{options[0].pk}": "yes"}).status_code == 422
    assert client.post(here, marks | {f"mark_{options[1].pk}": "maybe"}).status_code == 303
    other = make_somebody(community, "電話の人")
    assert desk.post(here, marks | {"person": other.person_id}).status_code == 303
    page = desk.get(here)
    told = [
        (each.counts["yes"], each.counts["maybe"], each.is_best) for each in page.context["answers"].options
    ]
    assert told == [(2, 0, True), (0, 1, False)]
    assert PollAnswer.objects.filter(person=other.person, entered_by=staff).count() == 2
    assert ["電話の人" in page.text, "電話の人" in client.get(here).text] == [True, False]
    closed = desk.post(f"{here}close/", {"option": options[0].pk})
    meeting.refresh_from_db()
    assert (closed.status_code, meeting.starts_at) == (303, options[0].starts_at)
    assert "終わりました" in client.post(here, marks, follow=True).text
    assert PollAnswer.objects.get(option=options[1], person=member.person).mark == "maybe"
    # Of all this the beginning alone is told.
    assert [each.to for each in OutgoingMail.objects.all()] == [member.email]


def test_nobody_answers_for_others_but_who_prepares_and_nobody_outside_the_roll(
    community, meeting, desk, member
):
    first = TODAY + timedelta(days=20)
    send(desk, page_of(meeting, "poll/"), day_1=f"{first:%Y/%m/%d}", starts_1="13:30", ends_1="15:00")
    poll, option = DatePoll.objects.get(), PollOption.objects.get()
    here = page_of(meeting, f"poll/{poll.pk}/")
    colleague = make_somebody(community, "職員の人", place=Place.COLLEAGUE)
    for user in (member, colleague):
        other = make_somebody(community, f"{user.pk}のほかの人")
        sign_in(Client(), user).post(here, {f"mark_{option.pk}": "yes", "person": other.person_id})
    assert list(PollAnswer.objects.values_list("person", flat=True)) == [member.person_id]
    stranger = make_user(roles=[PublicRole.PARTNER])
    join(stranger.person, make_agency(name="ほかの家"))
    assert sign_in(Client(), stranger).post(here, {f"mark_{option.pk}": "yes"}).status_code == 404


def test_the_chosen_day_stands_in_the_form_that_announces(community, staff, manager, desk):
    meeting = make_meeting(community, by=staff, now=NOW)
    approve_plan(plan=meeting.row.plan, on=TODAY, by="センター長", actor=manager, now=NOW)
    day = meeting.row.month.replace(day=28)
    send(desk, page_of(meeting, "poll/"), day_1=f"{day:%Y/%m/%d}", starts_1="13:30", ends_1="15:00")
    option = PollOption.objects.get()
    way = send(desk, page_of(meeting, f"poll/{option.poll_id}/close/"), option=option.pk)["Location"]
    assert way.startswith(f"/groups/tobu/rows/{meeting.row_id}/announce/?")
    page = desk.get(way)
    found = [f'value="{each}"' in page.text for each in (f"{day:%Y/%-m/%-d}", "13:30", "15:00", "見本会館")]
    assert (page.status_code, found) == (200, [True] * 4)


def test_an_agenda_has_times_and_says_when_it_is_too_long(meeting, desk, member):
    add = page_of(meeting, "agenda/add/")
    send(desk, add, kind="opening", title="開会のあいさつ", minutes="5分")
    send(desk, add, kind="discussion", title="前回の確認", presenter="事務局", minutes="60")
    send(desk, page_of(meeting, "agenda/case/"), reference="ｒ８－０１４", minutes="60")
    page = sign_in(Client(), member).get(page_of(meeting)).text
    told = [each in page for each in ("午後1時35分", "午後2時35分", "事例 R8-014（新規）", "5分はみ出します")]
    assert told == [True] * 4
    assert "専用エリアの委員会室" in page
    first = AgendaItem.objects.get(kind="opening")
    send(desk, page_of(meeting, f"agenda/{first.pk}/move/"), wish="down")
    order = AgendaItem.objects.order_by("position").values_list("kind", flat=True)
    assert list(order) == ["discussion", "opening", "case"]
    send(desk, page_of(meeting, f"agenda/{first.pk}/"), minutes="1")
    send(desk, page_of(meeting, f"agenda/{AgendaItem.objects.get(kind='discussion').pk}/move/"), wish="off")
    assert sorted(AgendaItem.objects.values_list("minutes", flat=True)) == [1, 60]


@pytest.mark.parametrize(
    "typed", ["佐藤さんのこと", "R8-014 佐藤", "R8-14", "R8-014\n住まい", "<b>R8-014</b>", ""]
)
def test_of_a_case_nothing_can_be_typed_but_its_number(meeting, desk, typed):
    page = send(desk, page_of(meeting, "agenda/case/"), reference=typed, minutes="30", title="題", text="話")
    assert (page.status_code, AgendaItem.objects.count()) == (422, 0)


def test_no_form_for_cases_takes_words_or_files():
    """Each field of each such form takes a number, a day, a choice or a case's number; that is all."""
    harmless = {"MinutesField", "CopiesField", "ChoiceField", "DayField", "MultipleChoiceField"}
    forms = (
        agenda_forms.CaseItemForm(),
        agenda_forms.ItemMinutesForm(),
        agenda_forms.RecusalForm(roll=[]),
        agenda_forms.CaseReportForm(today=TODAY),
        record_forms.CaseMaterialForm(references=["R8-014"]),
    )
    for form in forms:
        rest = {type(field).__name__ for field in form.fields.values()} - harmless
        assert rest <= {"ReferenceField"}
        assert not form.is_multipart()
    everything = [form for module in (agenda_forms, record_forms) for form in vars(module).values()]
    files = [
        form
        for form in everything
        if isinstance(form, type) and hasattr(form, "base_fields")
        for field in form.base_fields.values()
        if "File" in type(field).__name__
    ]
    assert files == []


def test_whoever_leaves_the_room_stands_in_the_record_by_place_and_not_by_name(meeting, desk, member):
    send(desk, page_of(meeting, "agenda/case/"), reference="R8-014", minutes="30")
    item = AgendaItem.objects.get()
    here = page_of(meeting, f"agenda/{item.pk}/recusals/")
    stranger = make_user()
    assert send(desk, here, people=[stranger.person_id]).status_code == 422
    assert send(desk, here, people=[member.person_id]).status_code == 303
    page = sign_in(Client(), member).get(page_of(meeting)).text
    assert "席を外す：代表（読む人の家）" in page
    start = desk.get(page_of(meeting, "minutes/write/")).context["form"].initial["text"]
    assert ["R8-014（新規）" in start, "代表（読む人の家）は、席を外した" in start, "読む人は" in start] == [
        True,
        True,
        False,
    ]
    send(desk, here, people=[])
    assert Recusal.objects.count() == 0


def test_only_a_case_has_people_who_leave(meeting, desk, member):
    send(desk, page_of(meeting, "agenda/add/"), kind="report", title="報告", minutes="5")
    item = AgendaItem.objects.get()
    page = send(desk, page_of(meeting, f"agenda/{item.pk}/recusals/"), people=[member.person_id])
    assert (page.status_code, Recusal.objects.count()) == (422, 0)


def test_a_case_is_followed_by_its_number_across_meetings(community, staff, desk):
    early = make_meeting(
        community, by=staff, now=NOW, day=TODAY - timedelta(days=70), held_on=TODAY - timedelta(days=70)
    )
    late = make_meeting(
        community, by=staff, now=NOW, day=TODAY - timedelta(days=10), held_on=TODAY - timedelta(days=10)
    )
    coming = make_meeting(community, by=staff, now=NOW, day=TODAY + timedelta(days=31))
    for meeting, references in (
        (early, ("R8-001", "R8-002")),
        (late, ("R8-001",)),
        (coming, ("R8-001", "R8-003")),
    ):
        for reference in references:
            send(desk, page_of(meeting, "agenda/case/"), reference=reference, minutes="30")
    found = {each.reference: each for each in threads_of(community, today=TODAY, days=60)}
    told = {key: (each.times, each.waits, each.is_late) for key, each in found.items()}
    assert told == {"R8-001": (2, True, False), "R8-002": (1, True, True), "R8-003": (0, False, False)}
    assert (found["R8-001"].next_on, next(iter(found))) == (timezone.localdate(coming.starts_at), "R8-002")
    assert "事例 R8-001（3回目）" in desk.get(page_of(coming)).text
    item = found["R8-002"].last
    here = f"{MEETINGS}cases/{item.pk}/report/"
    before = f"{TODAY - timedelta(days=71):%Y/%m/%d}"
    assert send(desk, here, on=before, outcome="adopted").status_code == 422
    assert send(desk, here, on=f"{TODAY:%Y/%m/%d}", outcome="").status_code == 422
    assert send(desk, here, on=f"{TODAY:%Y/%m/%d}", outcome="adopted").status_code == 303
    assert send(desk, here, on=f"{TODAY:%Y/%m/%d}", outcome="adapted").status_code == 422
    assert "助言のとおりにした" in desk.get(f"{MEETINGS}cases/").text
    assert CaseReport.objects.count() == 1
    assert send(desk, page_of(early, f"agenda/{item.pk}/move/"), wish="off").status_code == 303
    assert AgendaItem.objects.filter(pk=item.pk).exists()
