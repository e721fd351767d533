"""What strangers, partners, members and those who run a community see and do on its pages."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.enums import PublicRole
from directory.enums import MembershipRole
from directory.models import Membership
from events.models import Application, Session
from foundation.mail.models import OutgoingMail
from outreach.study_groups.enums import Action, CommunityState, Joining, JoinWay, Place
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.models import Delegate, Guest, JoinRequest, MemberAgency, PlanRow, YearPlan
from outreach.study_groups.services.joining import Named, answer_request, leave, name_delegate
from outreach.study_groups.services.making import change_community, create_community
from tests.factories.accounts import make_user, sign_in
from tests.factories.directory import join, make_agency
from tests.factories.events import apply
from tests.factories.first_site import place_first_site
from tests.factories.groups import (
    hold,
    make_community,
    make_delegate,
    make_facilitation,
    make_member_of,
    make_plan,
)

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
YEAR = TODAY.year if TODAY.month >= 4 else TODAY.year - 1
HOME = "/groups/tobu/"
PLAN = f"{HOME}plan/{YEAR}/"
NEXT_WEEK = TODAY + timedelta(days=7)


@pytest.fixture
def community(transactional_db):
    place_first_site()
    return make_community()


def worker(agency, *, name="見本 一郎", role=MembershipRole.PARTNER):
    user = make_user(name=name, roles=[PublicRole.PARTNER])
    join(user.person, agency, role=role)
    return user


@pytest.fixture
def agency(transactional_db):
    return make_agency(name="会員の家")


@pytest.fixture
def delegate(community, agency):
    """Somebody who stands for a member agency."""
    user = worker(agency, name="佐久間 礼子")
    make_delegate(make_member_of(community, agency), user.person)
    return user


@pytest.fixture
def facilitator(community):
    user = worker(make_agency(name="世話人の家"), name="世話 太郎")
    make_facilitation(community, user.person)
    return user


def test_a_stranger_reads_what_a_community_is_and_nothing_of_its_inside(community, delegate, manager):
    make_plan(community, by=manager, now=NOW)
    page = Client().get(HOME)
    assert (page.status_code, community.aim in page.text) == (200, True)
    assert ["住まいが決まらないとき" in page.text, "佐久間" in page.text] == [False, False]
    assert community.name in Client().get("/groups/").text
    for inside in ("members/", f"plan/{YEAR}/"):
        assert Client().get(f"{HOME}{inside}").status_code == 302
        other = sign_in(Client(), worker(make_agency(name="ほかの家")))
        assert other.get(f"{HOME}{inside}").status_code == 404


@pytest.mark.parametrize("state", [CommunityState.PREPARING, CommunityState.CLOSED])
def test_what_is_not_alive_is_not_there_for_strangers(community, state, delegate):
    type(community).objects.update(state=state)
    assert Client().get(HOME).status_code == 404
    assert community.name not in Client().get("/groups/").text
    assert sign_in(Client(), delegate).get(HOME).status_code == 200


def test_an_agency_asks_and_is_admitted_by_whoever_runs_the_community(community, facilitator):
    asking = worker(make_agency(name="申し込む家"), name="見本 花子")
    client = sign_in(Client(), asking)
    assert client.post(f"{HOME}join/", {"words": "よろしくお願いします", "is_shown": "on"}).status_code == 303
    assert client.get(f"{HOME}members/").status_code == 404
    again = client.post(f"{HOME}join/", {"words": ""})
    assert (again.status_code, "もう届いています" in again.text) == (422, True)
    running = sign_in(Client(), facilitator)
    page = running.get(f"{HOME}members/")
    assert "よろしくお願いします" in page.text
    asked = JoinRequest.objects.get()
    assert sign_in(Client(), asking).post(f"{HOME}requests/{asked.pk}/", {"accept": "1"}).status_code == 404
    running.post(f"{HOME}requests/{asked.pk}/", {"accept": "1"})
    member = MemberAgency.objects.get()
    assert (member.way, member.delegates.get().person) == (JoinWay.REQUEST, asking.person)
    assert "見本 花子（代表）" in client.get(HOME).text


def test_a_refusal_needs_a_reason(community, facilitator):
    asking = worker(make_agency(name="申し込む家"))
    sign_in(Client(), asking).post(f"{HOME}join/", {"words": ""})
    asked = JoinRequest.objects.get()
    running = sign_in(Client(), facilitator)
    running.post(f"{HOME}requests/{asked.pk}/", {"reason": " "})
    asked.refresh_from_db()
    assert asked.answer == ""
    running.post(f"{HOME}requests/{asked.pk}/", {"reason": "圏域の外の機関なので"})
    asked.refresh_from_db()
    assert (asked.answer, MemberAgency.objects.count()) == ("refused", 0)


def test_where_it_is_open_an_agency_is_a_member_at_once(community):
    type(community).objects.update(joining=Joining.OPEN)
    client = sign_in(Client(), worker(make_agency()))
    client.post(f"{HOME}join/", {"words": ""})
    assert MemberAgency.objects.get().way == JoinWay.SELF
    assert client.post(f"{HOME}join/", {"words": ""}).status_code in (404, 422)


def test_the_link_lets_an_agency_in_until_it_is_made_anew(community, facilitator):
    from outreach.study_groups.services.making import renew_link

    type(community).objects.update(joining=Joining.INVITED)
    old = f"/groups/join/{community.join_key}/"
    client = sign_in(Client(), worker(make_agency(name="一つ目の家")))
    assert "招待で入れます" in client.get(HOME).text
    assert client.get(old).status_code == 200
    client.post(old, {"words": ""})
    assert MemberAgency.objects.get().way == JoinWay.LINK
    renew_link(community=community, actor=facilitator, now=NOW)
    other = sign_in(Client(), worker(make_agency(name="二つ目の家")))
    assert (other.get(old).status_code, other.post(old, {}).status_code) == (404, 404)


def test_an_agency_names_its_people_and_history_stays(community, delegate, agency):
    member = MemberAgency.objects.get()
    other = worker(agency, name="髙橋 慎")
    client, page = sign_in(Client(), delegate), f"{HOME}members/{member.pk}/"
    assert "髙橋 慎" in client.get(page).text
    client.post(page, {"person": other.person_id, "place": Place.DELEGATE, "is_shown": "on"})
    now = Delegate.objects.on(TODAY)
    assert [each.person for each in now] == [other.person]
    assert Delegate.objects.count() == 2
    # Whoever stood there before is inside no more.
    assert client.get(f"{HOME}members/").status_code == 404
    stranger = worker(make_agency(name="ほかの家"), name="外の人")
    refused = sign_in(Client(), other).post(page, {"person": stranger.person_id, "place": Place.DEPUTY})
    assert refused.status_code == 422


def test_nobody_names_people_of_another_member(community, delegate):
    theirs = make_member_of(community, make_agency(name="ほかの家"))
    client = sign_in(Client(), delegate)
    assert client.get(f"{HOME}members/{theirs.pk}/").status_code == 404
    assert client.post(f"{HOME}members/{theirs.pk}/leave/").status_code == 404
    assert MemberAgency.objects.on(TODAY).count() == 2


def test_speaking_for_one_member_does_not_speak_for_another_where_one_is_a_colleague(community, delegate):
    away = make_agency(name="ほかの家")
    join(delegate.person, away)
    theirs = make_member_of(community, away)
    make_delegate(theirs, delegate.person, place=Place.COLLEAGUE)
    client, page = sign_in(Client(), delegate), f"{HOME}members/{theirs.pk}/"
    assert [client.get(page).status_code, client.post(f"{page}leave/").status_code] == [404, 404]
    assert "ほかの家の会員を決める" not in client.get(HOME).text
    assert "会員の家の会員を決める" in client.get(HOME).text
    named = Named(delegate.person, Place.DELEGATE)
    with pytest.raises(GroupRefused, match="もう会員ではありません"):
        name_delegate(member=theirs, named=named, actor=delegate, now=NOW)
    with pytest.raises(GroupRefused, match="もう会員ではありません"):
        leave(member=theirs, actor=delegate, now=NOW)
    assert MemberAgency.objects.on(TODAY).count() == 2
    Delegate.objects.filter(member=theirs).update(place=Place.DEPUTY)
    assert client.get(page).status_code == 200


def test_the_centre_names_people_for_a_member_and_does_not_leave_for_one(community, delegate, staff):
    join(staff.person, own := make_agency(name="兼務の家"), role=MembershipRole.PARTNER_ADMIN)
    make_member_of(community, own)
    theirs = MemberAgency.objects.get(agency__name="会員の家")
    client, page = sign_in(Client(), staff), f"{HOME}members/{theirs.pk}/"
    answer = client.get(page)
    assert (answer.status_code, "会をやめる" in answer.text) == (200, False)
    assert client.post(f"{page}leave/").status_code == 404


def test_the_roster_names_who_agreed_and_nobody_else_to_other_agencies(community, delegate):
    away = make_agency(name="ほかの家")
    shown, hidden = worker(away, name="見せる 人"), worker(away, name="見せない 人")
    member = make_member_of(community, away)
    make_delegate(member, shown.person, is_shown=True)
    make_delegate(member, hidden.person, place=Place.DEPUTY)
    read = [sign_in(Client(), each).get(f"{HOME}members/").text for each in (delegate, hidden)]
    assert ["見せる 人" in page for page in read] == [True, True]
    assert ["見せない 人" in page for page in read] == [False, True]
    Membership.objects.filter(person=shown.person).update(valid_to=TODAY)
    assert "見せる 人" not in sign_in(Client(), delegate).get(f"{HOME}members/").text


def test_leaving_ends_the_agency_and_its_people(community, delegate):
    client, member = sign_in(Client(), delegate), MemberAgency.objects.get()
    client.post(f"{HOME}members/{member.pk}/leave/")
    assert (MemberAgency.objects.on(TODAY).count(), Delegate.objects.on(TODAY).count()) == (0, 0)
    assert client.get(f"{HOME}members/").status_code == 404
    assert "入会を申し込む" in client.get(HOME).text


def test_an_agency_that_leaves_comes_to_no_session_of_this_community(community, delegate, agency, manager):
    other = make_community(slug="seibu", name="西部の会")
    make_member_of(other, agency)
    plan = make_plan(community, by=manager, now=NOW, themes=("一", "二", "三"))
    events = [hold(row, by=manager, now=NOW) for row in plan.rows.all()]
    events.append(hold(make_plan(other, by=manager, now=NOW).rows.get(), by=manager, now=NOW))
    for event in events:
        apply(event.sessions.get(), 1, agency=agency, by_staff=True, now=NOW, email="uketsuke@example.jp")
    Session.objects.filter(event=events[1]).update(starts_at=NOW - timedelta(hours=1))
    away = make_agency(name="ほかの家")
    apply(events[0].sessions.get(), 1, agency=away, by_staff=True, now=NOW)
    row = plan.rows.get(event=events[2])
    Guest.objects.create(community=community, agency=agency, event=row.event, invited_at=NOW)
    OutgoingMail.objects.all().delete()
    leave(member=MemberAgency.objects.get(community=community), actor=delegate, now=NOW)
    gone = Application.objects.filter(state="cancelled")
    assert [each.session.event for each in gone] == [events[0]]
    assert gone.get().agency == agency
    assert OutgoingMail.objects.get().to == "uketsuke@example.jp"


def test_the_roster_leads_whoever_may_to_people_and_to_leaving(community, delegate, facilitator):
    away = make_member_of(community, make_agency(name="ほかの家"))
    own = MemberAgency.objects.get(agency__name="会員の家")
    end = f"{HOME}members/{away.pk}/end/"
    member, running = sign_in(Client(), delegate), sign_in(Client(), facilitator)
    page = member.get(f"{HOME}members/").text
    assert [f"members/{each.pk}/" in page for each in (own, away)] == [True, False]
    assert [member.get(end).status_code, member.post(end).status_code] == [404, 404]
    page = running.get(f"{HOME}members/").text
    assert [f"members/{each.pk}/end/" in page for each in (own, away)] == [True, True]
    assert f'members/{away.pk}/"' not in page
    asked = running.get(end)
    assert (asked.status_code, "ほかの家の退会を書く" in asked.text) == (200, True)
    assert MemberAgency.objects.on(TODAY).count() == 2
    assert running.post(end, {"confirmed": "1"}).status_code == 303
    assert [each.agency.name for each in MemberAgency.objects.on(TODAY)] == ["会員の家"]
    assert running.post(end, {"confirmed": "1"}).status_code == 404


def test_who_asks_is_told_the_answer_and_who_answers_that_somebody_asks(community, facilitator, staff):
    asking = worker(make_agency(name="申し込む家"), name="見本 花子")
    client = sign_in(Client(), asking)
    client.post(f"{HOME}join/", {"words": "よろしく"})
    told = OutgoingMail.objects.get()
    assert told.to == facilitator.email
    assert [word in told.text for word in ("申し込む家", "花子", "よろしく")] == [False] * 3
    page = client.get(HOME).text
    assert ["返事を待っています" in page, "入会を申し込む" in page] == [True, False]
    answer_request(
        request=JoinRequest.objects.get(), accept=False, reason="圏域の外", actor=facilitator, now=NOW
    )
    told = OutgoingMail.objects.latest("pk")
    assert (told.to, "圏域の外" in told.text) == (asking.email, True)
    page = client.get(HOME).text
    assert ["お断りの理由：圏域の外" in page, "入会を申し込む" in page] == [True, True]
    client.post(f"{HOME}join/", {"words": ""})
    asked = JoinRequest.objects.get(answer="")
    answer_request(request=asked, accept=True, actor=facilitator, now=NOW)
    told = OutgoingMail.objects.latest("pk")
    assert (told.to, "受け付けました" in told.text) == (asking.email, True)
    assert "お断り" not in sign_in(Client(), worker(make_agency(name="べつの家"))).get(HOME).text


def test_where_nobody_runs_it_the_centre_is_told_who_asks(community, staff):
    sign_in(Client(), worker(make_agency(name="申し込む家"))).post(f"{HOME}join/", {"words": ""})
    assert OutgoingMail.objects.get().to == staff.email


def test_a_form_to_join_speaks_for_the_agency_it_was_opened_for(community):
    asking = worker(first := make_agency(name="一つ目の家"))
    join(asking.person, second := make_agency(name="二つ目の家"))
    client = sign_in(Client(), asking)
    client.session.save()
    page = client.get(HOME).text
    assert f'name="speaks_for" value="{first.public_id}"' in page
    client.post(f"{HOME}join/", {"words": "", "speaks_for": second.public_id})
    assert JoinRequest.objects.get().agency == second


def test_an_address_fills_in_when_and_where_and_nothing_else(community, facilitator, manager):
    row = make_plan(community, by=manager, now=NOW).rows.get()
    known = {
        "day": "2026/12/11",
        "venue": "見本会館",
        "online_url": "https://bad.example/",
        "summary": "うそ",
    }
    page = sign_in(Client(), facilitator).get(f"{HOME}rows/{row.pk}/announce/", known).text
    assert [each in page for each in ('value="2026/12/11"', 'value="見本会館"')] == [True, True]
    assert ['value="https://bad.example/"' in page, 'value="うそ"' in page] == [False, False]


def test_two_who_make_a_community_at_one_address_are_told_apart(community, staff):
    details = {"kind": "community", "name": "べつの会", "name_kana": "ベツノカイ", "slug": community.slug}
    with pytest.raises(GroupRefused, match="もう使われています"):
        create_community(details=details | {"aim": "話す"}, actor=staff, now=NOW)
    other = make_community(slug="seibu", name="西部の会")
    with pytest.raises(GroupRefused, match="もう使われています"):
        change_community(community=other, details={"slug": community.slug}, actor=staff, now=NOW)
    other.refresh_from_db()
    assert other.slug == "seibu"


def test_a_year_runs_on_its_pages_from_the_first_line_to_an_answer(community, facilitator, manager, delegate):
    running, member = sign_in(Client(), facilitator), sign_in(Client(), delegate)
    month = TODAY.replace(day=1).isoformat()
    line = {
        "month": month,
        "format": "case_study",
        "theme": "お金の管理",
        "owner": "社協",
        "people": "２０人",
    }
    assert running.post(f"{PLAN}add/", line | {"theme": ""}).status_code == 422
    running.post(f"{PLAN}add/", line)
    row = PlanRow.objects.get()
    assert (row.people, YearPlan.objects.get().state) == (20, "draft")
    assert member.post(f"{PLAN}add/", line).status_code == 404
    assert running.get(f"{PLAN}approve/").status_code == 404
    boss = sign_in(Client(), manager)
    boss.post(f"{PLAN}approve/", {"on": f"{TODAY:%Y/%m/%d}", "by": "総会"})
    announced = {
        "day": f"{NEXT_WEEK:%Y/%m/%d}",
        "starts": "14:00",
        "ends": "13:00",
        "deadline": f"{TODAY + timedelta(days=5):%Y/%m/%d}",
        "venue": "見本会館",
        "venue_capacity": "30",
    }
    wrong = running.post(f"{HOME}rows/{row.pk}/announce/", announced)
    assert (wrong.status_code, "始まる時刻よりあと" in wrong.text) == (422, True)
    running.post(f"{HOME}rows/{row.pk}/announce/", announced | {"ends": "16:00"})
    row.refresh_from_db()
    page = member.get(HOME).text
    assert ["次は" in page, "まだ返事がありません" in page, "出席を知らせる" in page] == [True] * 3
    assert member.get(row.event.get_absolute_url()).status_code == 200


def test_a_plan_asks_about_what_looks_like_somebody_and_lets_go_who_read_it_again(community, facilitator):
    client = sign_in(Client(), facilitator)
    make_agency(name="どこかの青空ホーム")
    line = {"month": TODAY.replace(day=1).isoformat(), "format": "case_study", "owner": "どこかの青空ホーム"}
    for words in (
        {"theme": "花子さんのこと"},
        {"theme": "どこかの青空ホームの話"},
        {"theme": "一", "owner": "花子さん"},
    ):
        page = client.post(f"{PLAN}add/", line | words)
        asked = ["読み直してください" in page.text, 'name="is_sure"' in page.text]
        assert (page.status_code, asked, PlanRow.objects.count()) == (422, [True, True], 0)
    assert 'name="is_sure"' not in client.get(f"{PLAN}add/").text
    client.post(f"{PLAN}add/", line | {"theme": "花子さんのこと", "is_sure": "on"})
    client.post(f"{PLAN}add/", line | {"theme": "お金の管理"})
    client.post(f"{PLAN}add/", line | {"theme": "夜の電話", "owner": "事務局"})
    rows = PlanRow.objects.order_by("pk")
    assert [each.theme for each in rows] == ["花子さんのこと", "お金の管理", "夜の電話"]
    for place, typed in (("aim/", "target"), ("close/", "words")):
        assert client.post(f"{PLAN}{place}", {typed: "花子さんのこと"}).status_code == 422
    off = client.post(f"{HOME}rows/{rows[0].pk}/off/", {"because": "花子さんのため"})
    assert (off.status_code, PlanRow.objects.filter(called_off_at__isnull=False).count()) == (422, 0)


def test_the_home_asks_as_often_for_three_of_everything_as_for_one(community, delegate, manager):
    plan = make_plan(community, by=manager, now=NOW, themes=("一", "二", "三"))
    rows = list(plan.rows.all())
    client, counts = sign_in(Client(), delegate), []
    client.get(HOME)
    for row in rows:
        hold(row, by=manager, now=NOW)
        make_member_of(community, make_agency(name=f"家{row.pk}"))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(HOME).status_code == 200
        counts.append(len(asked))
    assert counts == [counts[0]] * 3
    assert Action.READ_HOME
