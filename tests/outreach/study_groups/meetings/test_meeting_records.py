"""Who came, minutes, decisions and numbered papers are recorded; who reads what; how much is asked."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.enums import PublicRole
from outreach.study_groups.enums import CommunityKind
from outreach.study_groups.meetings.models import (
    Attendance,
    Copy,
    DatePoll,
    Decision,
    Material,
    Meeting,
    MinutesComment,
    MinutesVersion,
)
from outreach.study_groups.meetings.queries.roll import roll_of
from outreach.study_groups.models import PlanRow
from outreach.study_groups.registries import OnTheRoll, handover_parts, roll_sources
from tests.factories.accounts import make_user, sign_in
from tests.factories.directory import join, make_agency
from tests.factories.first_site import place_first_site
from tests.factories.groups import make_community, make_plan
from tests.factories.meetings import (
    MEETINGS,
    make_meeting,
    make_presence,
    make_somebody,
    page_of,
    send,
    write,
)

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()
TODAY = timezone.localdate(NOW)


@pytest.fixture
def meeting_day():
    return TODAY


def test_the_headcount_says_at_once_whether_more_than_half_are_there(community, meeting, desk):
    people = [make_somebody(community, f"会員{number}") for number in range(3)]
    here = page_of(meeting, "attendance/")
    send(desk, here, **{f"person_{people[0].person_id}": "venue", f"person_{people[1].person_id}": "absent"})
    page = desk.get(here)
    head = page.context["head"]
    assert (head.came, head.absent, head.unknown, head.quorum.lacking) == (1, 1, 1, 1)
    assert "過半数に足りません" in page.text
    send(desk, here, **{f"person_{people[0].person_id}": "venue", f"person_{people[1].person_id}": "online"})
    assert "過半数います" in desk.get(here).text
    assert Attendance.objects.get(person=people[1].person).body == "会員1の家"
    Meeting.objects.update(held_on=TODAY)
    shown = sign_in(Client(), people[2]).get(page_of(meeting)).text
    assert ["会員0の家　1人" in shown, "会員0さん" in shown] == [True, False]


def test_minutes_go_from_draft_to_the_chair_to_everybody(community, meeting, desk, member, runner, manager):
    Meeting.objects.update(held_on=TODAY)
    admin = make_user(roles=[PublicRole.PARTNER], email="admin@example.jp")
    join(admin.person, member.person.communities.get().member.agency, role="partner_admin")
    clients = {
        "desk": desk,
        "runner": sign_in(Client(), runner),
        "member": sign_in(Client(), member),
        "admin": sign_in(Client(), admin),
    }

    def readers():
        pages = {name: each.get(page_of(meeting, "minutes/")).text for name, each in clients.items()}
        return {name for name, text in pages.items() if "ひみつの一行" in text}

    assert write(desk, meeting, "ひみつの一行").status_code == 303
    assert readers() == {"desk", "runner"}
    send(desk, page_of(meeting, "minutes/1/send/"))
    assert readers() == {"desk", "runner", "member"}
    assert (
        send(clients["member"], page_of(meeting, "minutes/"), text="「夜」を加えてください。").status_code
        == 303
    )
    assert send(clients["admin"], page_of(meeting, "minutes/"), text="わたしも").status_code == 404
    assert send(clients["member"], page_of(meeting, "minutes/1/confirm/")).status_code == 404
    assert send(desk, page_of(meeting, "minutes/1/confirm/")).status_code == 404
    assert MinutesComment.objects.count() == 1
    send(clients["runner"], page_of(meeting, "minutes/1/confirm/"))
    assert readers() == {"desk", "runner", "member", "admin"}
    assert MinutesVersion.objects.get().confirmed_as == "facilitator"
    assert write(desk, meeting, "あとから", 1).status_code == 422
    assert send(desk, page_of(meeting, "agenda/case/"), reference="R8-014", minutes="5").status_code == 422
    assert "「夜」を加えて" not in clients["admin"].get(page_of(meeting, "minutes/")).text


def test_whoever_wrote_the_latest_version_does_not_confirm_it_but_the_centres_head_may(
    meeting, runner, manager
):
    Meeting.objects.update(held_on=TODAY)
    client = sign_in(Client(), runner)
    write(client, meeting)
    send(client, page_of(meeting, "minutes/1/send/"))
    assert "この内容で確定する" not in client.get(page_of(meeting, "minutes/")).text
    send(client, page_of(meeting, "minutes/1/confirm/"))
    assert MinutesVersion.objects.get().confirmed_at is None
    head = sign_in(Client(), manager)
    write(head, meeting, "書き直しました。", 1)
    send(head, page_of(meeting, "minutes/2/send/"))
    assert "この内容で確定する" in head.get(page_of(meeting, "minutes/")).text
    send(head, page_of(meeting, "minutes/2/confirm/"))
    assert MinutesVersion.objects.get(number=2).confirmed_as == "manager"


def test_minutes_wait_for_the_day_on_which_the_meeting_was_held(meeting, desk, runner):
    write(desk, meeting)
    here, client = page_of(meeting, "minutes/"), sign_in(Client(), runner)
    assert "minutes/1/send/" not in desk.get(here).text
    refused = desk.post(page_of(meeting, "minutes/1/send/"), follow=True)
    assert "先に、開いた日を記録してください。" in refused.text
    assert MinutesVersion.objects.get().sent_at is None
    # Sent before this was asked.
    MinutesVersion.objects.update(sent_at=NOW)
    assert "この内容で確定する" not in client.get(here).text
    refused = client.post(page_of(meeting, "minutes/1/confirm/"), follow=True)
    assert "先に、開いた日を記録してください。" in refused.text
    assert MinutesVersion.objects.get().confirmed_at is None
    send(desk, page_of(meeting, "stage/held/"), on=f"{TODAY:%Y/%m/%d}")
    assert "この内容で確定する" in client.get(here).text
    send(client, page_of(meeting, "minutes/1/confirm/"))
    send(desk, page_of(meeting, "close/"))
    assert Meeting.objects.get().closed_on == TODAY


def test_a_version_that_is_not_the_latest_is_neither_sent_nor_confirmed(meeting, desk, runner):
    Meeting.objects.update(held_on=TODAY)
    write(desk, meeting)
    send(desk, page_of(meeting, "minutes/1/send/"))
    write(desk, meeting, "新しく", 1)
    client = sign_in(Client(), runner)
    for deed in ("1/confirm/", "1/send/", "2/confirm/"):
        send(client, page_of(meeting, f"minutes/{deed}"))
    assert MinutesVersion.objects.filter(confirmed_at__isnull=False).count() == 0


def test_two_who_write_at_once_lose_nothing(meeting, desk, runner):
    other = sign_in(Client(), runner)
    write(desk, meeting, "一人目の文")
    late = write(other, meeting, "二人目の文", seen=0)
    told = [
        each in late.text
        for each in ("第1版ができました", "二人目の文", "一人目の文", "＋ 加えた", "－ 消した")
    ]
    assert (late.status_code, told, MinutesVersion.objects.count()) == (422, [True] * 5, 1)
    again = write(other, meeting, "二人目の文", seen=late.context["seen"])
    assert (again.status_code, MinutesVersion.objects.count()) == (303, 2)
    page = desk.get(page_of(meeting, "minutes/2/changes/")).text
    assert ["<del>一人目の文</del>" in page, "<ins>二人目の文</ins>" in page] == [True, True]


def test_a_member_compares_only_versions_that_they_read(meeting, desk, member):
    Meeting.objects.update(held_on=TODAY)
    write(desk, meeting, "下書きのひみつ")
    write(desk, meeting, "送る文", 1)
    send(desk, page_of(meeting, "minutes/2/send/"))
    client = sign_in(Client(), member)
    for number in (1, 2):
        assert client.get(page_of(meeting, f"minutes/{number}/changes/")).status_code == 404


def test_what_looks_like_somebody_is_asked_about_before_it_stands_in_minutes(meeting, desk):
    page = write(desk, meeting, "花子さんの電話 090-1234-5678")
    assert (page.status_code, "花子さん" in page.text, MinutesVersion.objects.count()) == (422, True, 0)
    assert write(desk, meeting, "花子さんの電話 090-1234-5678", is_sure="on").status_code == 303
    decision = send(desk, page_of(meeting, "decide/"), text="花子さんに聞く")
    assert (decision.status_code, Decision.objects.count()) == (422, 0)
    owned = send(desk, page_of(meeting, "decide/"), text="表を作る", owner="花子さん")
    assert (owned.status_code, Decision.objects.count()) == (422, 0)


def test_decisions_stand_in_one_list_and_late_ones_say_so(meeting, desk, member):
    here = page_of(meeting, "decide/")
    send(desk, here, text="表を作る", owner="東部の家", due_on=f"{TODAY - timedelta(days=1):%Y/%m/%d}")
    send(desk, here, text="また集まる")
    client = sign_in(Client(), member)
    page = client.get(f"{MEETINGS}decisions/")
    assert [each.text for each in page.context["rows"]] == ["表を作る", "また集まる"]
    assert "期限を過ぎました" in page.text
    decision = Decision.objects.get(text="表を作る")
    done = f"{MEETINGS}decisions/{decision.pk}/done/"
    assert send(client, done, on=f"{TODAY:%Y/%m/%d}").status_code == 404
    assert send(desk, done, on=f"{TODAY + timedelta(days=1):%Y/%m/%d}").status_code == 422
    assert send(desk, done, on=f"{TODAY:%Y/%m/%d}").status_code == 303
    assert send(desk, done, on=f"{TODAY:%Y/%m/%d}").status_code == 422
    assert [each.text for each in client.get(f"{MEETINGS}decisions/").context["rows"]] == ["また集まる"]


def test_every_numbered_copy_is_followed_until_it_is_shredded(meeting, desk, member, staff):
    make_presence(meeting, member, now=NOW)
    assert send(desk, page_of(meeting, "papers/add/"), title="計画（案）", count="3部").status_code == 303
    paper = Material.objects.get()
    here = page_of(meeting, f"papers/{paper.pk}/")
    send(desk, here, wish="hand_out")
    assert Copy.objects.get(number=1).person == member.person
    assert send(desk, f"{here}2/", person="", holder="", on=f"{TODAY:%Y/%m/%d}").status_code == 422
    assert send(desk, f"{here}2/", person="", holder="県の担当課", on=f"{TODAY:%Y/%m/%d}").status_code == 303
    assert send(desk, f"{here}2/", person=member.person_id, on=f"{TODAY:%Y/%m/%d}").status_code == 422
    Meeting.objects.update(held_on=TODAY)
    out = desk.get(page_of(meeting, "papers/"))
    assert [each.copy.number for each in out.context["out"]] == [1, 2]
    write(desk, meeting)
    MinutesVersion.objects.update(sent_at=NOW)
    MinutesVersion.objects.update(confirmed_at=NOW, confirmed_by=member, confirmed_as="chair")
    send(desk, page_of(meeting, "close/"))
    assert Meeting.objects.get().closed_on is None
    send(desk, here, wish="back", numbers=["1", "2"])
    assert list(Copy.objects.values_list("returned_on", flat=True)) == [TODAY, TODAY, None]
    send(desk, page_of(meeting, "close/"))
    assert Meeting.objects.get().closed_on == TODAY
    assert send(desk, page_of(meeting, "decide/"), text="あとから決めた").status_code == 422
    assert Decision.objects.count() == 0
    send(desk, here, wish="shred", numbers=["1", "3"])
    assert list(Copy.objects.values_list("shredded_by", flat=True)) == [staff.pk, None, staff.pk]
    assert send(desk, page_of(meeting, "papers/add/"), title="あとから", count="1").status_code == 422


def test_papers_of_a_case_bear_its_number_alone(meeting, desk):
    here = page_of(meeting, "papers/case/")
    assert desk.get(here).status_code == 404
    send(desk, page_of(meeting, "agenda/case/"), reference="R8-014", minutes="30")
    assert send(desk, here, reference="佐藤さん", count="2").status_code == 422
    assert send(desk, here, reference="R8-014", title="佐藤さん", count="2").status_code == 303
    made = Material.objects.get()
    assert (made.title, made.reference, made.copies.count()) == ("", "R8-014", 2)


def test_stages_are_dated_one_by_one(meeting, desk, staff, member):
    send(desk, page_of(meeting, "briefing/"), on=f"{TODAY:%Y/%m/%d}", by=staff.person_id)
    assert "打ち合わせずみ" in desk.get(MEETINGS).text
    send(desk, page_of(meeting, "stage/sent/"), on=f"{TODAY:%Y/%m/%d}")
    assert "資料を送りました" in desk.get(MEETINGS).text
    tomorrow = f"{TODAY + timedelta(days=1):%Y/%m/%d}"
    assert send(desk, page_of(meeting, "stage/held/"), on=tomorrow).status_code == 422
    send(desk, page_of(meeting, "stage/held/"), on=f"{TODAY:%Y/%m/%d}")
    assert "開きました" in desk.get(MEETINGS).text
    send(desk, page_of(meeting, "close/"))
    assert Meeting.objects.get().closed_on is None
    home = sign_in(Client(), member).get("/groups/tobu/").text
    assert page_of(meeting) not in home
    assert "議事要旨が、まだです" in desk.get("/groups/tobu/").text
    assert send(desk, page_of(meeting, "stage/other/"), on="").status_code == 404


def test_a_line_with_records_is_not_taken_out_of_the_plan(meeting, desk):
    send(desk, page_of(meeting, "decide/"), text="表を作る")
    send(desk, f"/groups/tobu/rows/{meeting.row_id}/remove/")
    assert PlanRow.objects.count() == 1
    Decision.objects.all().delete()
    send(desk, f"/groups/tobu/rows/{meeting.row_id}/remove/")
    assert (PlanRow.objects.count(), Meeting.objects.count()) == (0, 0)


def test_a_line_of_the_plan_becomes_a_meeting(community, desk, staff):
    row = make_plan(community, by=staff, now=NOW, approved=False).rows.get()
    send(desk, f"{MEETINGS}begin/{row.pk}/")
    send(desk, f"{MEETINGS}begin/{row.pk}/")
    meeting = Meeting.objects.get(row=row)
    typed = {"day": f"{row.month:%Y/%m/}15", "starts": "13:30", "ends": "15:30", "place": "見本会館"}
    assert desk.post(page_of(meeting, "time/"), typed | {"ends": "12:00"}).status_code == 422
    assert desk.post(page_of(meeting, "time/"), typed).status_code == 303
    assert "見本会館" in desk.get(page_of(meeting)).text


@pytest.mark.parametrize("name", ["agenda.pdf", "attendance.pdf", "minutes.pdf"])
def test_papers_are_pdfs_without_names_in_their_file_name(meeting, desk, member, name):
    send(desk, page_of(meeting, "agenda/case/"), reference="R8-014", minutes="300")
    write(desk, meeting)
    answer = desk.get(page_of(meeting, name))
    assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("name", ["copies.pdf", "covers.pdf"])
def test_numbered_papers_have_a_list_to_sign_and_covers(meeting, desk, member, name):
    send(desk, page_of(meeting, "papers/add/"), title="計画（案）", count="2")
    here = page_of(meeting, f"papers/{Material.objects.get().pk}/{name}")
    assert desk.get(here).content[:5] == b"%PDF-"
    assert sign_in(Client(), member).get(here).status_code == 404


INSIDE = ("", "agenda.pdf", "minutes/")
PREPARING = (
    "time/",
    "briefing/",
    "stage/held/",
    "agenda/",
    "agenda/add/",
    "agenda/case/",
    "poll/",
    "attendance/",
    "attendance.pdf",
    "decide/",
    "minutes/write/",
    "papers/",
    "papers/add/",
)


def test_pages_open_to_whom_the_table_says(community, meeting, desk, member, runner):
    stranger = make_user(roles=[PublicRole.PARTNER], email="far@example.jp")
    join(stranger.person, make_agency(name="ほかの家"))
    others = make_community(slug="seibu", name="西部の会")
    elsewhere = make_somebody(others, "ほかの会の人", runs=True)
    clients = [sign_in(Client(), each) for each in (stranger, elsewhere, member, runner)]
    for rest in INSIDE:
        found = [each.get(page_of(meeting, rest)).status_code for each in [Client(), *clients, desk]]
        assert found == [302, 404, 404, 200, 200, 200], rest
    for rest in PREPARING:
        found = [each.get(page_of(meeting, rest)).status_code for each in [Client(), *clients, desk]]
        assert found == [302, 404, 404, 404, 200, 200], rest
    assert clients[1].get(f"/groups/seibu/meetings/{meeting.pk}/").status_code == 404


def test_a_committee_expects_whom_rooms_name_and_no_delegates(staff, transactional_db, monkeypatch):
    place_first_site()
    committee = make_community(slug="kentou", kind=CommunityKind.REVIEW_COMMITTEE)
    make_somebody(committee, "会員の人")
    seat = OnTheRoll(staff.person_id, staff.person.name, "見本県医師会", "委員", has_vote=True)
    assert roll_of(committee, TODAY) == []
    named = {"test": lambda community, _day: [seat] if community == committee else []}
    monkeypatch.setattr(roll_sources, "_sources", named)
    assert roll_of(committee, TODAY) == [seat]


def test_the_pack_for_the_next_secretariat_has_agendas_confirmed_minutes_and_decisions(
    community, meeting, desk, runner
):
    send(desk, page_of(meeting, "agenda/case/"), reference="R8-014", minutes="30")
    send(desk, page_of(meeting, "decide/"), text="表を作る")
    write(desk, meeting, "下書きの文")
    records = dict(handover_parts.items())["meetings"]
    names = [name for name, _ in records(community, TODAY)]
    assert [name.rpartition("_")[2] for name in names] == ["次第.txt", "会議/決まったこと.csv"]
    Meeting.objects.update(held_on=TODAY)
    send(desk, page_of(meeting, "minutes/1/send/"))
    send(sign_in(Client(), runner), page_of(meeting, "minutes/1/confirm/"))
    parts = dict(records(community, TODAY))
    minutes = next(content for name, content in parts.items() if name.endswith("議事要旨.txt"))
    assert "下書きの文" in minutes.decode("utf-8-sig")
    assert "R8-014" in next(content for name, content in parts.items() if name.endswith("次第.txt")).decode()


def test_lists_ask_as_often_for_three_as_for_one(community, desk, staff):
    counts = []
    for number in range(3):
        meeting = make_meeting(community, by=staff, now=NOW, day=TODAY + timedelta(days=number))
        user = make_somebody(community, f"会員{number}")
        make_presence(meeting, user, now=NOW)
        send(desk, page_of(meeting, "decide/"), text="表を作る")
        send(desk, page_of(meeting, "papers/add/"), title="計画", count="2")
        for each in Meeting.objects.all():
            send(desk, page_of(each, "agenda/case/"), reference=f"R8-00{number}", minutes="5")
        first = Meeting.objects.earliest("pk")
        Meeting.objects.update(held_on=TODAY)
        if number == 0:
            send(desk, page_of(first, "poll/"), day_1="2030/1/1", starts_1="10:00", ends_1="11:00")
        send(desk, page_of(first, "papers/add/"), title=f"計画{number}", count="2")
        addresses = (
            MEETINGS,
            f"{MEETINGS}cases/",
            f"{MEETINGS}decisions/",
            page_of(first),
            page_of(first, "attendance/"),
            page_of(first, "papers/"),
            page_of(first, f"poll/{DatePoll.objects.get().pk}/"),
            "/groups/tobu/",
        )
        for address in addresses:
            desk.get(address)
            with CaptureQueriesContext(connection) as asked:
                desk.get(address)
            counts.append(len(asked))
    size = len(addresses)
    assert counts[:size] == counts[size : 2 * size] == counts[2 * size :]
    assert counts[:size] == [11, 11, 10, 18, 12, 13, 14, 14]
