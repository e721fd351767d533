"""A general meeting is prepared, agencies send proxies, it counts, is closed, and carried out."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.enums import PublicRole
from foundation.audit.models import Entry
from outreach.study_groups.associations import queries
from outreach.study_groups.associations.enums import Choice, Effect, Presence, ProxyWay, Result
from outreach.study_groups.associations.models import Assembly, Proxy, Resolution, Vote, Voter
from outreach.study_groups.associations.models.assembly import COUNTS
from outreach.study_groups.associations.services.agenda import add_resolution, recuse
from outreach.study_groups.associations.services.counting import (
    carry_out,
    close_assembly,
    record_attendance,
)
from outreach.study_groups.associations.services.sending import Sender, give_proxy, vote_in_writing
from outreach.study_groups.enums import PlanState
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.models import Delegate, MemberAgency
from tests.factories.accounts import make_user, sign_in
from tests.factories.associations import (
    PLAIN,
    attend,
    make_assembly,
    make_association,
    make_rules,
    make_voter,
    vote,
)
from tests.factories.directory import join, make_agency
from tests.factories.first_site import place_first_site

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()
DAY = timedelta(days=1)
MEETING_DAY = NOW + 7 * DAY


@pytest.fixture
def community(transactional_db):
    place_first_site()
    found = make_association()
    make_rules(found)
    return found


@pytest.fixture
def voters(community):
    return [make_voter(community, name) for name in ("いち", "に", "さん", "よん", "ご")]


@pytest.fixture
def assembly(community, voters, manager):
    return make_assembly(community, by=manager, now=NOW)


def page(assembly, rest=""):
    return f"/groups/tobu/assemblies/{assembly.pk}/{rest}"


def send(user, assembly, **typed):
    return sign_in(Client(), user).post(page(assembly, "send/"), {"giver": user.agency.pk} | typed)


def counted(assembly):
    return queries.counting_of(Assembly.objects.get(pk=assembly.pk))


# Proxies and votes in writing


def test_an_agency_that_cannot_come_lets_another_vote_for_it_pressed_twice_it_is_one(assembly, voters):
    first, second, *_ = voters
    typed = {"way": "agency", "holder": second.agency.pk}
    assert [send(first, assembly, **typed).status_code for _ in range(2)] == [303, 303]
    assert (Proxy.objects.get().holder, Proxy.objects.get().way) == (second.agency, ProxyWay.SCREEN)
    assert "にに任せています" in sign_in(Client(), first).get(page(assembly)).text
    assert send(first, assembly, way="chair").status_code == 303
    assert [each.holder for each in counted(assembly).meeting.entrusted] == [None]
    sign_in(Client(), first).post(page(assembly, "withdraw/"), {"agency": first.agency.public_id})
    assert counted(assembly).meeting.entrusted == ()


def test_what_an_agency_says_last_counts(assembly, voters):
    user, resolution = voters[0], Resolution.objects.get()
    send(user, assembly, way="chair")
    assert send(user, assembly, way="written").status_code == 422
    send(user, assembly, way="written", **{f"vote-{resolution.pk}": "no"})
    meeting = counted(assembly).meeting
    assert (meeting.entrusted, meeting.written) == ((), {user.agency.pk})
    send(user, assembly, way="chair")
    meeting = counted(assembly).meeting
    assert (len(meeting.entrusted), meeting.written) == (1, set())


def test_nobody_sends_for_another_agency_to_oneself_or_after_the_deadline(assembly, voters, manager):
    first, second, *_ = voters
    stolen = sign_in(Client(), first).post(
        page(assembly, "send/"), {"giver": second.agency.pk, "way": "chair"}
    )
    assert (stolen.status_code, Proxy.objects.count()) == (422, 0)
    own = send(first, assembly, way="agency", holder=first.agency.pk)
    assert (own.status_code, "自分の機関に" in own.text) == (422, True)
    assert send(first, assembly, way="agency", holder="").status_code == 422
    Assembly.objects.update(proxies_until=NOW - DAY)
    late = send(first, assembly, way="chair")
    assert (late.status_code, "締切を過ぎました" in late.text, Proxy.objects.count()) == (422, True, 0)
    on_time = Sender(first.agency, timezone.localdate(NOW - DAY))
    give_proxy(assembly=assembly, sender=on_time, holder=None, actor=manager, now=NOW)
    too_late = Sender(second.agency, timezone.localdate(NOW))
    with pytest.raises(GroupRefused, match="締切のあと"):
        give_proxy(assembly=assembly, sender=too_late, holder=None, actor=manager, now=NOW)


def test_a_colleague_sends_nothing_and_a_stranger_finds_nothing(community, assembly, voters):
    colleague = make_voter(community, "しょくいん", place="colleague")
    other = make_user(roles=[PublicRole.PARTNER])
    join(other.person, make_agency(name="ほかの家"))
    for user in (colleague, other):
        assert sign_in(Client(), user).get(page(assembly, "send/")).status_code == 404
    found = [sign_in(Client(), each).get(page(assembly)).status_code for each in (colleague, other)]
    assert (found, Client().get(page(assembly)).status_code) == ([200, 404], 302)


def test_papers_are_written_down_by_the_office_alone(assembly, voters, manager):
    user = voters[0]
    typed = {"giver": user.agency.pk, "way": "chair", "came_on": f"{timezone.localdate(NOW):%Y/%m/%d}"}
    assert sign_in(Client(), user).post(page(assembly, "papers/"), typed).status_code == 404
    assert sign_in(Client(), manager).post(page(assembly, "papers/"), typed).status_code == 303
    assert Proxy.objects.get().way == ProxyWay.PAPER
    own = sign_in(Client(), user).get(page(assembly, f"papers/{user.agency.public_id}.pdf"))
    assert (own.status_code, own.content[:4]) == (200, b"%PDF")
    assert user.agency.name not in own.headers["Content-Disposition"]
    assert (
        sign_in(Client(), user).get(page(assembly, f"papers/{voters[1].agency.public_id}.pdf")).status_code
        == 404
    )
    assert sign_in(Client(), user).get(page(assembly, "papers/blank.pdf")).status_code == 200


def test_after_votes_in_writing_the_agenda_stands(assembly, voters, manager):
    resolution = Resolution.objects.get()
    sender, choices = Sender(voters[0].agency), {resolution.pk: Choice.YES}
    vote_in_writing(assembly=assembly, sender=sender, choices=choices, actor=voters[0], now=NOW)
    with pytest.raises(GroupRefused, match="議案は変えられません"):
        add_resolution(assembly=assembly, details=PLAIN, actor=manager, now=NOW)
    recuse(resolution=resolution, agencies=[voters[1].agency], actor=manager, now=NOW)
    assert resolution.recusals.count() == 1


# The day


def test_who_answers_that_they_come_and_who_sends_counts_so_far(assembly, voters):
    send(voters[0], assembly, way="chair")
    so_far = counted(assembly).so_far
    assert (so_far.members, so_far.counted, so_far.needed, so_far.is_enough) == (5, 1, 3, False)
    # As long as nobody is there, nobody holds that proxy.
    assert counted(assembly).attended.counted == 0


def test_attendance_and_votes_are_written_on_the_day_and_not_before(assembly, voters, manager):
    with pytest.raises(GroupRefused, match="総会の日になってから"):
        attend(assembly, voters[:3], by=manager, now=NOW)
    attend(assembly, voters[:3], by=manager, now=MEETING_DAY)
    assert counted(assembly).attended.is_enough
    with pytest.raises(GroupRefused, match="出席していない機関"):
        vote(Resolution.objects.get(), yes=voters, by=manager, now=MEETING_DAY)
    with pytest.raises(GroupRefused, match="議長は、出席している"):
        attend(assembly, voters[:2], chair=voters[4], by=manager, now=MEETING_DAY)
    presences = {make_agency(name="よその家").pk: Presence.DELEGATE}
    with pytest.raises(GroupRefused, match="会員である機関だけ"):
        record_attendance(assembly=assembly, presences=presences, chair=None, actor=manager, now=MEETING_DAY)


def test_a_meeting_is_closed_when_all_is_written_and_a_tie_is_broken(assembly, voters, manager):
    resolution = Resolution.objects.get()
    attend(assembly, voters[:4], by=manager, now=MEETING_DAY)
    with pytest.raises(GroupRefused, match="賛否が、まだ"):
        close_assembly(assembly=assembly, actor=manager, now=MEETING_DAY)
    vote(resolution, yes=voters[:2], no=voters[2:4], by=manager, now=MEETING_DAY)
    with pytest.raises(GroupRefused, match="賛成と反対が同じ数です"):
        close_assembly(assembly=assembly, actor=manager, now=MEETING_DAY)
    vote(resolution, yes=voters[:2], no=voters[2:4], casting=Choice.YES, by=manager, now=MEETING_DAY)
    close_assembly(assembly=assembly, actor=manager, now=MEETING_DAY)
    resolution.refresh_from_db()
    assert (resolution.result, resolution.yes, resolution.no) == (Result.CARRIED, 2, 2)
    with pytest.raises(GroupRefused, match="もう閉じました"):
        attend(assembly, voters, by=manager, now=MEETING_DAY)


def closed(assembly, voters, manager, *, effect=None):
    """Hold a meeting with one that came, one by proxy, one in writing, one recused; close it."""
    resolution = Resolution.objects.get()
    sender = Sender(voters[1].agency)
    give_proxy(assembly=assembly, sender=sender, holder=voters[0].agency, actor=voters[1], now=NOW)
    choices = {resolution.pk: Choice.NO}
    vote_in_writing(
        assembly=assembly, sender=Sender(voters[2].agency), choices=choices, actor=voters[2], now=NOW
    )
    attend(assembly, [voters[0], voters[3]], by=manager, now=MEETING_DAY)
    recuse(resolution=resolution, agencies=[voters[3].agency], actor=manager, now=MEETING_DAY)
    vote(resolution, yes=[voters[0]], by=manager, now=MEETING_DAY)
    close_assembly(assembly=assembly, actor=manager, now=MEETING_DAY)
    return Resolution.objects.get()


def test_what_was_frozen_is_what_the_rows_come_to_also_once_members_have_left(assembly, voters, manager):
    resolution = closed(assembly, voters, manager)
    frozen = Assembly.objects.get()
    # In the day's roll both votes stay, whoever leaves or joins afterwards.
    MemberAgency.objects.filter(agency=voters[0].agency).update(until=timezone.localdate(NOW))
    make_voter(frozen.row.plan.community, "あとから")
    make_rules(frozen.row.plan.community, version=2, quorum="two_thirds", on=timezone.localdate(NOW))
    counting = queries.counting_of(frozen)
    (again,) = queries.voted_of(counting, queries.resolutions_of(frozen))
    assert [getattr(frozen, name) for name in COUNTS] == [getattr(counting.attended, name) for name in COUNTS]
    assert [getattr(frozen, name) for name in COUNTS] == [5, 2, 1, 1, 4, 3]
    outcome = again.outcome
    assert (resolution.result, resolution.yes, resolution.no, resolution.abstain) == (
        outcome.result,
        outcome.yes,
        outcome.no,
        outcome.abstain,
    )
    assert (resolution.yes, resolution.no, resolution.abstain, resolution.members) == (2, 1, 0, 4)
    # The guard: a row that was changed afterwards shows.
    Vote.objects.filter(agency=voters[0].agency).update(choice=Choice.NO)
    (changed,) = queries.voted_of(queries.counting_of(frozen), queries.resolutions_of(frozen))
    assert changed.outcome.result != resolution.result


def test_a_record_on_a4_and_an_audit_without_names(assembly, voters, manager):
    client = sign_in(Client(), voters[0])
    assert client.get(page(assembly, "record.pdf")).status_code == 404
    closed(assembly, voters, manager)
    paper = client.get(page(assembly, "record.pdf"))
    assert (paper.status_code, paper.content[:4]) == (200, b"%PDF")
    assert "可決" in client.get(page(assembly)).text
    told = str(list(Entry.objects.values_list("verb", "fields")))
    assert [user.person.name in told for user in voters] == [False] * 5


# What follows


def test_a_plan_is_approved_by_its_own_general_meeting(community, voters, manager, staff):
    assembly = make_assembly(community, by=staff, now=NOW, resolutions=())
    plan = assembly.row.plan
    details = PLAIN | {"effect": Effect.PLAN, "plan_id": plan.pk}
    resolution = add_resolution(assembly=assembly, details=details, actor=staff, now=NOW)
    with pytest.raises(GroupRefused, match="可決された議案だけ"):
        carry_out(resolution=resolution, actor=staff, now=NOW)
    attend(assembly, voters[:3], by=staff, now=MEETING_DAY)
    vote(resolution, yes=voters[:3], by=staff, now=MEETING_DAY)
    close_assembly(assembly=assembly, actor=staff, now=MEETING_DAY)
    plan.refresh_from_db()
    assert plan.state == PlanState.DRAFT
    # Staff do not approve plans themselves: the general meeting has.
    assert sign_in(Client(), staff).get(f"/groups/tobu/plan/{plan.fiscal_year}/approve/").status_code == 404
    sign_in(Client(), staff).post(page(assembly, f"resolutions/{resolution.pk}/done/"))
    plan.refresh_from_db()
    day = timezone.localdate(MEETING_DAY)
    words = f"{day.month}月{day.day}日の総会（第1号議案）"
    assert (plan.state, plan.approved_on, plan.approved_by) == (PlanState.APPROVED, day, words)
    with pytest.raises(GroupRefused, match="もうそのとおりに"):
        carry_out(resolution=Resolution.objects.get(), actor=staff, now=MEETING_DAY)


def test_a_plan_stays_as_it_was_voted_on_until_it_is_carried_out(community, voters, staff):
    assembly = make_assembly(community, by=staff, now=NOW, resolutions=())
    plan, client = assembly.row.plan, sign_in(Client(), staff)
    details = PLAIN | {"effect": Effect.PLAN, "plan_id": plan.pk}
    resolution = add_resolution(assembly=assembly, details=details, actor=staff, now=NOW)
    row = {"month": plan.rows.get().month.isoformat(), "format": "lecture", "theme": "あとの行"}
    add = f"/groups/tobu/plan/{plan.fiscal_year}/add/"
    assert client.post(add, row).status_code == 303
    attend(assembly, voters[:3], by=staff, now=MEETING_DAY)
    vote(resolution, yes=voters[:3], by=staff, now=MEETING_DAY)
    changed = client.post(f"/groups/tobu/rows/{plan.rows.last().pk}/", row | {"theme": "ほか"})
    for answer in (changed, client.post(add, row), client.post(f"{add[:-4]}aim/", {"target": "ほか"})):
        assert (answer.status_code, "総会で採決しています" in answer.text) == (422, True)
    client.post(f"/groups/tobu/rows/{plan.rows.last().pk}/remove/")
    close_assembly(assembly=assembly, actor=staff, now=MEETING_DAY)
    assert client.post(add, row).status_code == 422
    assert plan.rows.count() == 2
    carry_out(resolution=resolution, actor=staff, now=MEETING_DAY)
    assert client.post(add, row).status_code == 303


def test_a_lost_resolution_approves_nothing(community, voters, staff):
    assembly = make_assembly(community, by=staff, now=NOW, resolutions=())
    plan = assembly.row.plan
    details = PLAIN | {"effect": Effect.PLAN, "plan_id": plan.pk}
    resolution = add_resolution(assembly=assembly, details=details, actor=staff, now=NOW)
    attend(assembly, voters[:3], by=staff, now=MEETING_DAY)
    vote(resolution, no=voters[:3], by=staff, now=MEETING_DAY)
    close_assembly(assembly=assembly, actor=staff, now=MEETING_DAY)
    sign_in(Client(), staff).post(page(assembly, f"resolutions/{resolution.pk}/done/"))
    plan.refresh_from_db()
    assert (plan.state, Resolution.objects.get().result) == (PlanState.DRAFT, Result.LOST)


def test_the_whole_day_goes_through_the_pages_without_scripts(assembly, voters, manager, monkeypatch):
    resolution, client = Resolution.objects.get(), sign_in(Client(), manager)
    monkeypatch.setattr(timezone, "now", lambda: MEETING_DAY)
    client = sign_in(Client(), manager)
    marks = {f"agency-{user.agency.pk}": "absent" for user in voters}
    marks |= {f"agency-{user.agency.pk}": "delegate" for user in voters[:3]}
    assert (
        client.post(page(assembly, "attendance/"), marks | {"chair": voters[4].agency.pk}).status_code == 422
    )
    assert (
        client.post(page(assembly, "attendance/"), marks | {"chair": voters[0].agency.pk}).status_code == 303
    )
    said = {f"agency-{user.agency.pk}": "yes" for user in voters[:3]}
    votes = page(assembly, f"resolutions/{resolution.pk}/votes/")
    assert client.post(votes, {"casting": ""}).status_code == 422
    assert client.post(votes, said | {"casting": ""}).status_code == 303
    assert "賛成3・反対0・棄権0" in client.get(page(assembly)).text
    assert client.post(page(assembly, "close/")).status_code == 303
    assert Assembly.objects.get().is_closed
    assert client.post(page(assembly, "close/")).status_code == 303
    assert Voter.objects.count() == 5


def opened(client, address):
    """Return what a browser would send back from a page that nobody has touched."""
    form = client.get(address).context["form"]
    return {each.html_name: str(each.value() or "") for each in form}


def test_two_telephones_mark_at_once_and_lose_nothing(assembly, voters, manager, staff, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: MEETING_DAY)
    first, second = sign_in(Client(), manager), sign_in(Client(), staff)
    door = page(assembly, "attendance/")
    one, other = opened(first, door), opened(second, door)
    agencies = [user.agency.pk for user in voters]
    mine = {f"agency-{agencies[0]}": "delegate", "chair": agencies[0]}
    assert first.post(door, one | mine).status_code == 303
    assert second.post(door, other | {f"agency-{agencies[1]}": "deputy"}).status_code == 303
    assert counted(assembly).meeting.there == set(agencies[:2])
    assert Assembly.objects.get().chair_id == agencies[0]
    votes = page(assembly, f"resolutions/{Resolution.objects.get().pk}/votes/")
    said = {f"agency-{agencies[0]}": "yes", f"agency-{agencies[1]}": "no"}
    one, other = opened(first, votes), opened(second, votes)
    assert first.post(votes, one | said | {"casting": "yes"}).status_code == 303
    # A page that was opened before, and one that was opened afterwards and changes one mark.
    assert second.post(votes, other | said | {f"agency-{agencies[1]}": "abstain"}).status_code == 303
    assert second.post(votes, opened(second, votes) | {f"agency-{agencies[0]}": "no"}).status_code == 303
    assert dict(Vote.objects.values_list("agency", "choice")) == {agencies[0]: "no", agencies[1]: "abstain"}
    assert Resolution.objects.get().casting == "yes"


def test_a_resolution_that_was_removed_meanwhile_takes_no_votes(assembly, voters, manager):
    resolution = Resolution.objects.get()
    attend(assembly, voters[:3], by=manager, now=MEETING_DAY)
    Resolution.objects.filter(pk=resolution.pk).delete()
    with pytest.raises(GroupRefused, match="もうありません"):
        vote(resolution, yes=voters[:3], by=manager, now=MEETING_DAY)


def test_the_meeting_asks_as_often_for_three_agencies_and_resolutions_as_for_one(community, manager):
    counts = []
    make_voter(community, "はじめ")
    assembly = make_assembly(community, by=manager, now=NOW)
    client = sign_in(Client(), manager)
    for name in ("ひとつ", "ふたつ", "みっつ"):
        user = make_voter(community, name)
        add_resolution(assembly=assembly, details=PLAIN, actor=manager, now=NOW)
        give_proxy(assembly=assembly, sender=Sender(user.agency), holder=None, actor=user, now=NOW)
        recuse(resolution=Resolution.objects.last(), agencies=[user.agency], actor=manager, now=NOW)
        for address in (page(assembly), "/groups/tobu/assemblies/", page(assembly, "attendance/")):
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            counts.append(len(asked))
    assert counts[:3] == counts[3:6] == counts[6:]
    assert counts[:3] == [22, 10, 17]


def test_delegates_alone_are_asked_for_and_a_home_stays_below_its_bar(community, assembly, voters):
    client = sign_in(Client(), voters[0])
    client.get("/groups/tobu/")
    with CaptureQueriesContext(connection) as asked:
        page_of = client.get("/groups/tobu/").text
    assert ["規則（第1版）" in page_of, "いまのところ0機関（3機関で成り立ちます）" in page_of] == [True, True]
    assert len(asked) == 15
    send(voters[1], assembly, way="chair")
    assert "いまのところ1機関" in client.get("/groups/tobu/").text
    assert Delegate.objects.count() == 5
