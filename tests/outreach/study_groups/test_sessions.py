"""A line of the plan becomes a session that members and guests alone find, read and answer."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.enums import PublicRole
from events.exceptions import ApplicationRefused
from events.models import Application, Event
from events.services.publishing import cancel_event
from outreach.study_groups import queries
from outreach.study_groups.enums import CommunityState, RowState
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.models import Community
from outreach.study_groups.services.planning import (
    add_row,
    approve_plan,
    begin_plan,
    call_off,
    close_year,
    remove_row,
    take_back_call_off,
)
from outreach.study_groups.services.sessions import invite_guest
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
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def community(transactional_db):
    place_first_site()
    return make_community()


@pytest.fixture
def plan(community, manager):
    return make_plan(community, by=manager, now=NOW, themes=("住まい", "お金"))


def signed_in(agency=None, *, roles=(PublicRole.PARTNER,)):
    user = make_user(roles=roles)
    if agency is not None:
        join(user.person, agency)
    return user, sign_in(Client(), user)


def test_members_and_guests_alone_find_a_session(community, plan, manager):
    home, guest, other = (make_agency(name=name) for name in ("会員の家", "招かれた家", "ほかの家"))
    member, inside = signed_in(home)
    make_delegate(make_member_of(community, home), member.person)
    row = plan.rows.first()
    event = hold(row, by=manager, now=NOW)
    page = f"/events/{event.slug}/"
    _, invited = signed_in(guest)
    _, colleague = signed_in(home)
    _, outside = signed_in(other)
    assert [each.get(page).status_code for each in (inside, invited, colleague, outside, Client())] == [
        200,
        404,
        404,
        404,
        404,
    ]
    row.refresh_from_db()
    assert invite_guest(row=row, agency=guest, words="", actor=manager, now=NOW) is not None
    assert [each.get(page).status_code for each in (invited, outside)] == [200, 404]
    assert "private" in inside.get(page).headers["Cache-Control"]
    for public in ("/events/", "/events/calendar.ics", "/sitemap.xml", "/search/?q=住まい"):
        assert event.slug not in Client().get(public).text
        assert event.title not in inside.get(public).text


def test_a_draft_of_a_session_is_the_centres_alone(community, plan, manager):
    home = make_agency()
    member, inside = signed_in(home)
    make_delegate(make_member_of(community, home), member.person)
    event = hold(plan.rows.first(), by=manager, now=NOW)
    Event.objects.filter(pk=event.pk).update(state="draft")
    assert inside.get(f"/events/{event.slug}/").status_code == 404


def test_what_became_of_each_line_is_told_apart(community, plan, manager):
    held, coming = plan.rows.all()
    hold(held, by=manager, now=NOW)
    later = NOW + 30 * DAY
    words = {each.row.theme: each.state for each in queries.lines_of(plan, now=NOW)}
    assert words == {"住まい": RowState.ANNOUNCED, "お金": RowState.PLANNED}
    call_off(row=coming, because="台風", actor=manager, now=NOW)
    extra = add_row(
        plan=plan,
        details={"month": held.month, "format": "other", "theme": "思い立った回"},
        actor=manager,
        now=NOW,
    )
    event = hold(extra, by=manager, now=NOW)
    found = queries.counted(queries.lines_of(plan, now=later))
    assert (found.planned, found.held, found.cancelled, found.coming, found.added) == (2, 2, 1, 0, 1)
    cancel_event(event=event, reason="会場が使えません", actor=manager, now=NOW)
    found = queries.counted(queries.lines_of(plan, now=later))
    assert (found.planned, found.held, found.cancelled, found.coming, found.added) == (2, 1, 2, 0, 1)


def test_sessions_are_numbered_by_their_days_and_keep_the_number_they_were_announced_with(plan, manager):
    first, second = plan.rows.all()
    titles = [
        hold(row, by=manager, now=NOW, starts_at=NOW + days * DAY).title
        for row, days in ((second, 9), (first, 7))
    ]
    details = {"month": first.month, "format": "other", "theme": "思い立った回"}
    extra = add_row(plan=plan, details=details, actor=manager, now=NOW)
    titles.append(hold(extra, by=manager, now=NOW, starts_at=NOW + 8 * DAY).title)
    assert [each.removeprefix("東部くらしの会　") for each in titles] == [
        "第2回「お金」",
        "第1回「住まい」",
        "第3回「思い立った回」",
    ]


def test_a_session_waits_for_the_plan_to_be_approved_and_is_announced_once(community, manager):
    plan = make_plan(community, by=manager, now=NOW, approved=False)
    row = plan.rows.get()
    with pytest.raises(GroupRefused, match="承認されてから"):
        hold(row, by=manager, now=NOW)
    approve_plan(plan=plan, on=timezone.localdate(NOW), by="総会", actor=manager, now=NOW)
    hold(row, by=manager, now=NOW)
    with pytest.raises(GroupRefused, match="もう案内しています"):
        hold(row, by=manager, now=NOW)
    assert Event.objects.count() == 1


def test_staff_write_a_plan_and_only_a_manager_approves_it(community, staff, manager):
    plan = make_plan(community, by=staff, now=NOW, approved=False)
    with pytest.raises(GroupRefused, match="計画を承認する"):
        approve_plan(plan=plan, on=timezone.localdate(NOW), by="職員", actor=staff, now=NOW)
    empty = begin_plan(community=community, year=plan.fiscal_year + 1, target="", actor=staff, now=NOW)
    with pytest.raises(GroupRefused, match="1行もありません"):
        approve_plan(plan=empty, on=timezone.localdate(NOW), by="総会", actor=manager, now=NOW)


def test_an_approved_line_is_called_off_and_never_removed(plan, manager):
    row = plan.rows.first()
    with pytest.raises(GroupRefused, match="消せません"):
        remove_row(row=row, actor=manager, now=NOW)
    call_off(row=row, because="台風", actor=manager, now=NOW)
    with pytest.raises(GroupRefused, match="やめることになっています"):
        hold(row, by=manager, now=NOW)


def test_a_year_is_summed_up_once_it_is_over_and_every_line_has_its_end(plan, manager):
    first, second = plan.rows.all()
    hold(first, by=manager, now=NOW)
    after = NOW + 400 * DAY
    with pytest.raises(GroupRefused, match="年度が終わってから"):
        close_year(plan=plan, words="", actor=manager, now=NOW)
    with pytest.raises(GroupRefused, match="1行あります"):
        close_year(plan=plan, words="", actor=manager, now=after)
    call_off(row=second, because="人が集まらなかった", actor=manager, now=NOW)
    close_year(plan=plan, words="話せる人が増えました。", actor=manager, now=after)
    with pytest.raises(GroupRefused, match="もうまとめました"):
        add_row(
            plan=plan,
            details={"month": first.month, "format": "other", "theme": "あとから"},
            actor=manager,
            now=after,
        )


def test_an_agency_answers_for_its_people(community, plan, manager):
    home = make_agency()
    member, inside = signed_in(home)
    make_delegate(make_member_of(community, home), member.person)
    event = hold(plan.rows.first(), by=manager, now=NOW)
    assert inside.get(f"/events/{event.slug}/apply/").status_code == 200
    assert Client().get(f"/events/{event.slug}/apply/").status_code == 404
    other, _ = signed_in(make_agency(name="よその家"))
    session = event.sessions.get()
    for user, agency in ((other, other.person.memberships.get().agency), (None, home)):
        with pytest.raises(ApplicationRefused, match="招かれた方だけ"):
            apply(session, 1, agency=agency, actor=user, now=NOW)
    assert Application.objects.count() == 0
    apply(session, 1, agency=home, actor=member, now=NOW)
    Community.objects.update(state=CommunityState.CLOSED)
    with pytest.raises(ApplicationRefused, match="招かれた方だけ"):
        apply(session, 1, agency=home, actor=member, now=NOW)


def test_who_works_at_a_member_and_at_another_agency_comes_for_the_member_alone(community, plan, manager):
    other = make_agency(name="よその家")
    member, inside = signed_in(other)
    join(member.person, home := make_agency(name="会員の家"))
    make_delegate(make_member_of(community, home), member.person)
    event = hold(plan.rows.first(), by=manager, now=NOW)
    address, session = f"/events/{event.slug}/apply/", event.sessions.get()
    page = inside.get(address).text
    assert [home.name in page, other.name in page] == [True, False]
    assert f'name="agency" value="{home.public_id}"' in page
    for sent in ({"agency": other.public_id}, {}):
        refused = inside.post(address, sent | {"send": "seats"})
        assert (refused.status_code, "招かれた機関の名前で申し込みます" in refused.text) == (422, True)
    for agency in (other, None):
        with pytest.raises(ApplicationRefused, match="招かれた機関の名前で"):
            apply(session, 1, agency=agency, actor=member, now=NOW)
    assert apply(session, 1, agency=home, actor=member, now=NOW).agency == home
    assert apply(session, 1, agency=None, actor=manager, by_staff=True, now=NOW).agency is None


def test_whoever_stands_there_by_themselves_comes_for_the_agency_they_act_for(community, plan, manager):
    agency = make_agency(name="世話人の家")
    user, client = signed_in(agency)
    make_facilitation(community, user.person)
    event = hold(plan.rows.first(), by=manager, now=NOW)
    assert agency.name in client.get(f"/events/{event.slug}/apply/").text
    assert apply(event.sessions.get(), 1, agency=agency, actor=user, now=NOW).agency == agency


def test_who_keeps_no_place_for_an_invited_agency_finds_the_form_closed(community, plan, staff, manager):
    event = hold(plan.rows.first(), by=manager, now=NOW)
    page = sign_in(Client(), staff).get(f"/events/{event.slug}/apply/")
    assert "招かれた機関の名前で申し込めます" in page.text
    with pytest.raises(ApplicationRefused, match="招かれた方だけ"):
        apply(event.sessions.get(), 1, agency=None, actor=staff, now=NOW)


def test_a_deadline_that_is_over_is_asked_for_again_and_nothing_is_lost(community, plan, manager):
    _, desk = signed_in(roles=[PublicRole.MANAGER])
    row, day = plan.rows.first(), timezone.localdate()
    typed = {
        "day": f"{day:%Y-%m-%d}",
        "deadline": f"{day - DAY:%Y-%m-%d}",
        "starts": "10:00",
        "ends": "11:00",
        "venue": "見本会館",
        "venue_capacity": "20",
    }
    answer = desk.post(f"/groups/tobu/rows/{row.pk}/announce/", typed)
    assert answer.status_code == 422
    assert "締切が、もう過ぎています" in answer.text
    assert "見本会館" in answer.text
    long = f"https://example.jp/{'a' * 500}"
    answer = desk.post(f"/groups/tobu/rows/{row.pk}/announce/", typed | {"online_url": long})
    assert (answer.status_code, "500" in answer.context["form"].errors["online_url"][0]) == (422, True)
    row.refresh_from_db()
    assert row.event is None


def test_what_was_called_off_by_mistake_is_planned_again_unless_it_was_announced(community, plan, manager):
    held, row = plan.rows.order_by("pk")
    facilitator, client = signed_in(make_agency(name="世話人の家"))
    make_facilitation(community, facilitator.person)
    where = f"/groups/tobu/rows/{row.pk}/off/undo/"
    assert "やめることになっていません" in client.post(where, follow=True).text
    call_off(row=row, because="まちがい", actor=manager, now=NOW)
    assert where in client.get(f"/groups/tobu/plan/{plan.fiscal_year}/").text
    assert "予定にもどしました" in client.post(where, follow=True).text
    row.refresh_from_db()
    states = [each.state for each in queries.lines_of(plan, now=NOW)]
    assert (row.called_off_because, states) == ("", [RowState.PLANNED] * 2)
    cancel_event(event=hold(held, by=manager, now=NOW), reason="台風のため", actor=manager, now=NOW)
    with pytest.raises(GroupRefused, match="案内した回の中止は、取り消せません"):
        take_back_call_off(row=held, actor=manager, now=NOW)
