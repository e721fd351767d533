"""What a term opens before, in and after it; the promise, the second factor, requests, money, mergers."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from accounts.enums import PublicRole
from directory.enums import MembershipRole
from foundation.audit.models import Entry
from foundation.mail.models import OutgoingMail
from outreach.study_groups.access import standing_in
from outreach.study_groups.committees import queries
from outreach.study_groups.committees.enums import (
    AdviceState,
    EndReason,
    RecommendationState,
    Role,
    UnsignReason,
)
from outreach.study_groups.committees.limits import URGENT_WITHIN
from outreach.study_groups.committees.models import Appointment, Honorarium
from outreach.study_groups.committees.services import appointing, linking, opinions, paying, recommending
from outreach.study_groups.committees.services.appointing import Term
from outreach.study_groups.committees.services.paying import Sum
from outreach.study_groups.committees.services.recommending import Wanted
from outreach.study_groups.committees.sources import expected, trusts
from outreach.study_groups.enums import Action, Capacity, CommunityKind
from outreach.study_groups.exceptions import GroupRefused
from tests.factories.accounts import give_totp, make_person, make_user, sign_in
from tests.factories.committees import make_committee, make_expert, make_seat, make_term
from tests.factories.directory import join, make_agency
from tests.factories.limits import put_limit

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
DAY = timedelta(days=1)
CAPACITIES = {Role.CHAIR: Capacity.CHAIR, Role.MEMBER: Capacity.APPOINTED, Role.OBSERVER: Capacity.OBSERVER}
OF_TERMS = set(CAPACITIES.values())


@pytest.fixture
def committee(transactional_db):
    return make_committee()


@pytest.fixture
def act(manager):
    return {"actor": manager, "now": NOW}


def as_appointed(user, committee, day):
    return standing_in(user, committee, today=day).capacities & OF_TERMS


@pytest.mark.parametrize("role", Role)
def test_a_term_opens_what_it_does_from_its_first_to_its_last_day(committee, role):
    user = make_expert()
    term = make_term(make_seat(committee, role=role), user.person, signed_on=TODAY - 60 * DAY)
    days = {
        term.since - DAY: set(),
        term.since: {CAPACITIES[role]},
        TODAY: {CAPACITIES[role]},
        term.until: {CAPACITIES[role]},
        term.until + DAY: set(),
    }
    assert {day: as_appointed(user, committee, day) for day in days} == days


def test_nothing_opens_before_the_promise_is_signed(committee, act):
    user = make_expert()
    term = make_term(make_seat(committee), user.person, signed=False)
    assert as_appointed(user, committee, TODAY) == set()
    appointing.sign_secrecy(appointment=term, actor=user, now=NOW)
    assert as_appointed(user, committee, TODAY) == {Capacity.APPOINTED}
    assert as_appointed(user, committee, TODAY - DAY) == set()


def test_the_promise_is_made_by_oneself_alone_and_once(committee, act):
    user, other = make_expert(), make_expert(name="別の人")
    term = make_term(make_seat(committee), user.person, signed=False)
    with pytest.raises(GroupRefused):
        appointing.sign_secrecy(appointment=term, actor=other, now=NOW)
    appointing.sign_secrecy(appointment=term, actor=user, now=NOW)
    with pytest.raises(GroupRefused):
        appointing.record_signature(appointment=term, on=TODAY, **act)


def test_who_leaves_stands_there_until_their_last_day(committee, act):
    user = make_expert()
    term = make_term(make_seat(committee), user.person)
    appointing.end_appointment(appointment=term, on=TODAY, because=EndReason.MOVED, **act)
    assert as_appointed(user, committee, TODAY) == {Capacity.APPOINTED}
    assert as_appointed(user, committee, TODAY + DAY) == set()
    with pytest.raises(GroupRefused):
        appointing.renew(appointment=term, **act)


def test_who_works_nowhere_is_nothing_by_a_term(committee):
    user = make_expert()
    make_term(make_seat(committee), user.person)
    user.person.memberships.all().delete()
    assert as_appointed(user, committee, TODAY) == set()


def test_an_officer_who_acts_for_no_agency_comes_in_by_their_seat_alone(committee):
    """The observer of the prefecture works in its section and uses the portal as an officer."""
    officer = make_user(name="木村 健一", roles=[PublicRole.PREFECTURE])
    section = make_agency(name="県の担当課")
    join(officer.person, section, role=MembershipRole.COLLEAGUE)
    make_term(make_seat(committee, name="県", role=Role.OBSERVER), officer.person)
    standing = standing_in(officer, committee, today=TODAY)
    assert standing.capacities == {Capacity.STRANGER, Capacity.OBSERVER}
    assert [standing.may(each) for each in (Action.READ_HOME, Action.READ_SESSION)] == [True, True]
    assert standing.comes_for == (section.pk,)
    other = make_committee(slug="suishin", name="推進委員会")
    assert standing_in(officer, other, today=TODAY).capacities == {Capacity.STRANGER}


def test_a_seat_at_an_agency_that_is_closed_opens_nothing(committee):
    user, agency = make_user(roles=[PublicRole.PREFECTURE]), make_agency()
    join(user.person, agency, role=MembershipRole.COLLEAGUE)
    make_term(make_seat(committee), user.person)
    agency.closed_on = TODAY
    agency.save()
    assert as_appointed(user, committee, TODAY) == set()


def test_observers_neither_vote_nor_write(transactional_db):
    committee = make_committee(kind=CommunityKind.STEERING_COMMITTEE)
    observer, member = make_expert(name="見る人"), make_expert(name="決める人")
    make_term(make_seat(committee, role=Role.OBSERVER), observer.person)
    make_term(make_seat(committee, name="司法"), member.person)
    late = make_expert(name="署名がまだの人")
    make_term(make_seat(committee, name="福祉"), late.person, signed=False)
    votes = {each.name: each.has_vote for each in expected(committee, TODAY)}
    assert votes == {"見る人": False, "決める人": True, "署名がまだの人": False}
    for user, may in ((observer, False), (member, True)):
        standing = standing_in(user, committee, today=TODAY)
        assert [standing.may(each) for each in (Action.VOTE, Action.WRITE_OPINION)] == [may, may]
    said = {"community": committee, "year": 2025, "row": None, "text": "意見", "now": NOW}
    with pytest.raises(GroupRefused):
        opinions.write_opinion(**said, actor=observer)
    assert opinions.write_opinion(**said, actor=member).appointment.person == member.person


def test_appointing_numbers_a_letter_tells_the_person_and_writes_no_name_down(committee, act):
    user = make_expert(name="紅葉坂 静香")
    term = Term(user.person, TODAY, TODAY + 364 * DAY, TODAY)
    made = appointing.appoint(seat=make_seat(committee), term=term, **act)
    assert made.number.split("-")[1].startswith("委")
    mail = OutgoingMail.objects.get()
    assert (mail.to, "/groups/kentou/secrecy/" in mail.text) == (user.email, True)
    written = [*Entry.objects.values_list("fields", flat=True), mail.text, mail.subject]
    assert "紅葉坂" not in str(written)


@pytest.mark.parametrize("taken", ["seat", "person", "chair"])
def test_a_seat_a_person_and_the_chair_are_given_once_at_a_time(committee, act, taken):
    role = Role.CHAIR if taken == "chair" else Role.MEMBER
    first, second = (make_seat(committee, name=name, role=role) for name in ("甲", "乙"))
    user, other = make_expert(), make_expert(name="別の人")
    make_term(first, user.person)
    person = user.person if taken == "person" else other.person
    seat = first if taken == "seat" else second
    with pytest.raises(GroupRefused):
        appointing.appoint(seat=seat, term=Term(person, TODAY, TODAY + DAY, TODAY), **act)
    assert Appointment.objects.count() == 1


def test_only_the_head_appoints_and_the_staff_keeps_the_papers(committee, staff):
    user, seat = make_expert(), make_seat(committee)
    term = Term(user.person, TODAY, TODAY, TODAY)
    with pytest.raises(GroupRefused):
        appointing.appoint(seat=seat, term=term, actor=staff, now=NOW)
    wanted = Wanted(TODAY + DAY, TODAY, TODAY + DAY)
    assert recommending.request_recommendation(seat=seat, wanted=wanted, actor=staff, now=NOW).number


def test_renewing_makes_the_term_that_follows_once(committee, act):
    user = make_expert()
    term = make_term(make_seat(committee), user.person, until=TODAY + 30 * DAY)
    following = appointing.renew(appointment=term, **act)
    assert (following.since, following.signed_on) == (term.until + DAY, None)
    begins = queries.begins_of(committee)
    assert [queries.held(each, begins, today=TODAY).number for each in (term, following)] == [1, 2]
    with pytest.raises(GroupRefused):
        appointing.renew(appointment=term, **act)


def test_what_was_cancelled_stays_written_and_opens_and_takes_nothing(committee, act):
    user, other = make_expert(), make_expert(name="別の人")
    seat = make_seat(committee)
    signed = make_term(seat, user.person)
    with pytest.raises(GroupRefused, match="任期を途中で終えて"):
        appointing.cancel_appointment(appointment=signed, **act)
    coming = make_term(seat, user.person, since=signed.until + DAY, signed_on=TODAY)
    Appointment.objects.filter(pk=signed.pk).update(signed_on=None, signed_way="")
    for term in (signed, coming):
        appointing.cancel_appointment(appointment=term, **act)
        for deed in (
            lambda term=term: appointing.cancel_appointment(appointment=term, **act),
            lambda term=term: appointing.renew(appointment=term, **act),
            lambda term=term: appointing.record_signature(appointment=term, on=TODAY, **act),
            lambda term=term: appointing.sign_secrecy(appointment=term, actor=user, now=NOW),
        ):
            with pytest.raises(GroupRefused, match="取り消して"):
                deed()
    days = (TODAY, coming.since, coming.until)
    assert [as_appointed(user, committee, day) for day in days] == [set()] * 3
    assert (list(trusts(user.person_id)), expected(committee, TODAY)) == ([], [])
    made = appointing.appoint(seat=seat, term=Term(other.person, TODAY, TODAY + DAY, TODAY), **act)
    following = appointing.renew(appointment=made, **act)
    assert (following.since, Appointment.objects.count()) == (TODAY + 2 * DAY, 4)


def test_a_last_day_is_put_right_unless_somebody_else_sits_there(committee, act):
    seat = make_seat(committee)
    term = make_term(seat, make_person())
    moved = {"appointment": term, "because": EndReason.MOVED, **act}
    appointing.end_appointment(on=TODAY, **moved)
    with pytest.raises(GroupRefused, match="もう、途中で"):
        appointing.end_appointment(on=TODAY + DAY, **moved)
    appointing.end_appointment(on=TODAY + 3 * DAY, corrects=True, **moved)
    make_term(seat, make_person(name="次の人"), since=TODAY + 4 * DAY)
    with pytest.raises(GroupRefused, match="もう委員がいます"):
        appointing.end_appointment(on=TODAY + 4 * DAY, corrects=True, **moved)
    term.refresh_from_db()
    assert term.ended_on == TODAY + 3 * DAY


def test_a_signature_on_paper_is_taken_back_with_a_reason_and_one_on_the_screen_never(committee, act):
    user = make_expert()
    term = make_term(make_seat(committee), user.person)
    why = {"because": UnsignReason.WRONG_PERSON, **act}
    appointing.take_back_signature(appointment=term, **why)
    assert as_appointed(user, committee, TODAY) == set()
    assert "because:wrong_person" in str(list(Entry.objects.values_list("fields", flat=True)))
    appointing.sign_secrecy(appointment=term, actor=user, now=NOW)
    with pytest.raises(GroupRefused, match="紙での署名"):
        appointing.take_back_signature(appointment=term, **why)


def test_a_seat_keeps_its_role_once_held_and_goes_when_empty(committee, act):
    seat = make_seat(committee)
    term = make_term(seat, make_person())
    with pytest.raises(GroupRefused):
        appointing.change_seat(seat=seat, name="司法", body="", role=Role.OBSERVER, **act)
    with pytest.raises(GroupRefused):
        appointing.abolish_seat(seat=seat, **act)
    Appointment.objects.filter(pk=term.pk).update(ended_on=TODAY - DAY, ended_because="moved")
    appointing.abolish_seat(seat=seat, **act)
    assert queries.seats_on(committee, today=TODAY) == []


def test_a_request_becomes_an_appointment(committee, act):
    user, seat = make_expert(name="推薦 一郎"), make_seat(committee)
    wanted = Wanted(TODAY + DAY, TODAY, TODAY + DAY)
    asked = recommending.request_recommendation(seat=seat, wanted=wanted, **act)
    with pytest.raises(GroupRefused):
        recommending.request_recommendation(seat=seat, wanted=wanted, **act)
    recommending.answer_recommendation(recommendation=asked, on=TODAY, name="推薦 一郎", job="会長", **act)
    term = Term(user.person, TODAY, TODAY + DAY, TODAY)
    made = appointing.appoint(seat=seat, term=term, recommendation=asked, **act)
    asked.refresh_from_db()
    assert (asked.state, asked.appointment) == (RecommendationState.APPOINTED, made)
    assert (asked.name, asked.job) == ("", "")
    assert "推薦 一郎" not in str(list(Entry.objects.values_list("fields", flat=True)))


def test_money_is_written_for_days_in_office_and_sums_up_from_what_was_written(committee, act):
    people = [
        make_term(make_seat(committee, name=f"席{each}"), make_person(name=f"人{each}")) for each in range(3)
    ]
    days = [TODAY - each * DAY for each in (1, 8)]
    for on in days:
        given = Sum(on, 8_000, 1_230)
        paying.record_honoraria(community=committee, people=people, given=given, **act)
    paying.pay(honorarium=Honorarium.objects.first(), on=TODAY, **act)
    raw = [(each.fee, each.travel, each.paid_on) for each in Honorarium.objects.all()]
    years = {day.year if day.month >= 4 else day.year - 1 for day in days}
    sums = [queries.money_of(queries.honoraria_of(committee, year)) for year in years]
    assert sum(each.total for each in sums) == sum(fee + travel for fee, travel, _ in raw) == 6 * 9_230
    assert sum(each.unpaid for each in sums) == 5 * 9_230
    with pytest.raises(GroupRefused):
        paying.record_honoraria(community=committee, people=people, given=Sum(days[0], 1, 1), **act)
    too_early = Sum(people[0].since - DAY, 1, 1)
    with pytest.raises(GroupRefused):
        paying.record_honoraria(community=committee, people=people, given=too_early, **act)
    assert Honorarium.objects.count() == 6


def test_a_question_to_a_member_is_asked_answered_and_closed(committee, act):
    term = make_term(make_seat(committee), make_person())
    asked = linking.ask_advice(appointment=term, reference="R8-014", is_urgent=True, **act)
    year = TODAY.year if TODAY.month >= 4 else TODAY.year - 1
    later = NOW + timedelta(hours=49)
    assert [each.state for each in queries.advice_of(committee, year, now=later)] == ["late"]
    assert queries.late_advice(now=later, within=timedelta(hours=48)).count() == 1
    put_limit(URGENT_WITHIN, 50, by=act["actor"])
    assert [each.state for each in queries.advice_of(committee, year, now=later)] == ["asked"]
    with pytest.raises(GroupRefused, match="先に、返事"):
        linking.move_advice(advice=asked, to=AdviceState.CLOSED, **act)
    for step in (AdviceState.ANSWERED, AdviceState.CLOSED):
        linking.move_advice(advice=asked, to=step, **act)
        assert queries.advice_of(committee, year, now=later)[0].state == step
        with pytest.raises(GroupRefused, match="もう"):
            linking.move_advice(advice=asked, to=step, **act)


HOME = "/groups/kentou/"


def test_in_office_without_a_second_factor_one_reaches_nothing_but_its_registration(committee):
    user = make_expert()
    term = make_term(make_seat(committee, role=Role.OBSERVER), user.person)
    client = sign_in(Client(), user, with_factor=False)
    for address in (HOME, "/groups/", "/", f"{HOME}secrecy/"):
        assert client.get(address).headers["Location"] == "/accounts/2fa/"
    assert client.get("/accounts/2fa/totp/activate/").status_code in (200, 302)
    Appointment.objects.filter(pk=term.pk).update(ended_on=TODAY - DAY, ended_because="moved")
    assert client.get("/groups/").status_code == 200


def test_in_office_with_a_factor_it_is_shown_first(committee):
    user = make_expert()
    make_term(make_seat(committee), user.person)
    give_totp(user)
    client = sign_in(Client(), user, with_factor=False)
    assert "/accounts/2fa/reauthenticate" in client.get(HOME).headers["Location"]
    assert sign_in(client, user).get(HOME).status_code == 200
    Authenticator.objects.filter(user=user).delete()
    assert client.get(HOME).headers["Location"] == "/accounts/2fa/"


def test_before_a_term_begins_a_factor_is_owed_for_the_promise(committee):
    user = make_expert()
    term = make_term(make_seat(committee), user.person, since=TODAY + DAY, signed=False)
    client = sign_in(Client(), user, with_factor=False)
    for method in (client.get, client.post):
        assert method(f"{HOME}secrecy/", {"promises": "on"}).headers["Location"] == "/accounts/2fa/"
    term.refresh_from_db()
    assert term.signed_on is None
    assert (
        sign_in(Client(), make_expert(name="ほかの人"), with_factor=False).get("/groups/").status_code == 200
    )
