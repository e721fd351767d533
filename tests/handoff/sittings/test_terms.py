"""The edges of a term: the day before, the first, the last, the day after; and enrolment besides."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse

from accounts.enums import PrivateRole
from handoff.access import opened
from handoff.sittings.access import sittings_for
from handoff.sittings.enums import Place
from handoff.sittings.models import Seat, Sitting
from handoff.sittings.services.papers import read_paper
from handoff.sittings.services.planning import end_seat
from handoff.sittings.services.reading import may_come_in, read_sitting
from tests.factories.accounts import sign_in
from tests.factories.cases import NOW, TODAY, acting, make_case, rows
from tests.factories.handoff import make_enrolled_user
from tests.factories.sittings import ask_member, make_committee, make_sitting, put, seat, send
from tests.handoff.sittings.addresses import ARGUMENTS, COMMITTEE, TABLE

pytestmark = pytest.mark.django_db
ONE = timedelta(days=1)


def newcomer(centre, *, since, until, place=Place.MEMBER, role=PrivateRole.COMMITTEE_MEMBER):
    user = make_enrolled_user(name="あとから来た委員", role=role)
    seat(user, place, centre, since=since, until=until)
    return user


def found(user, now):
    """Return which sittings somebody finds, by our filter and by the database alone."""
    today = TODAY + (now - NOW)
    with opened(acting(user, now=now), now=now):
        ours = set(sittings_for(acting(user, now=now), today=today).values_list("number", flat=True))
        assert set(Sitting.objects.values_list("number", flat=True)) == ours
    return ours


@pytest.mark.parametrize(("day", "is_in"), [(-1, False), (0, True), (10, True), (11, False)])
def test_the_room_is_there_from_the_first_to_the_last_day(centre, day, is_in):
    user = newcomer(centre, since=TODAY, until=TODAY + 10 * ONE)
    now = NOW + day * ONE
    assert may_come_in(actor=acting(user, now=now), now=now) == is_in


@pytest.mark.parametrize(("day", "numbers"), [(-1, set()), (0, {2, 3}), (10, {2, 3}), (11, set())])
def test_a_member_finds_the_sittings_of_their_days_alone(centre, day, numbers):
    for held_on in (TODAY - ONE, TODAY, TODAY + 10 * ONE, TODAY + 11 * ONE):
        make_sitting(centre, held_on=held_on)
    user = newcomer(centre, since=TODAY, until=TODAY + 10 * ONE)
    assert found(user, NOW + day * ONE) == numbers


def test_the_cases_of_a_sitting_are_there_on_the_days_of_the_term_alone(centre):
    make_committee(centre)
    sitting = make_sitting(centre, held_on=TODAY + 5 * ONE, readable_until=TODAY + 40 * ONE)
    item = put(make_case(centre), sitting, centre)
    user = newcomer(centre, since=TODAY, until=TODAY + 10 * ONE)
    send(sitting, centre)
    for day, is_in in ((-1, False), (0, True), (10, True), (11, False)):
        now = NOW + day * ONE
        if is_in:
            read_paper(item_id=item.pk, actor=acting(user, now=now), now=now)
            read_sitting(sitting_id=sitting.pk, actor=acting(user, now=now), now=now)
            continue
        for read in (
            lambda at: read_paper(item_id=item.pk, actor=acting(user, now=at), now=at),
            lambda at: read_sitting(sitting_id=sitting.pk, actor=acting(user, now=at), now=at),
        ):
            with pytest.raises(Http404):
                read(now)


def test_a_next_term_keeps_the_sittings_of_the_one_before(centre):
    make_sitting(centre, held_on=TODAY)
    user = newcomer(centre, since=TODAY, until=TODAY + 10 * ONE)
    seat(user, Place.MEMBER, centre, since=TODAY + 11 * ONE, until=TODAY + 20 * ONE)
    assert found(user, NOW + 15 * ONE) == {1}


def test_a_term_that_is_ended_opens_nothing_at_once(centre):
    make_sitting(centre)
    user = newcomer(centre, since=TODAY, until=TODAY)
    assert found(user, NOW) == {1}
    (row,) = rows(Seat.objects.all())
    with pytest.raises(Http404):
        end_seat(seat_id=row.pk, actor=acting(centre["worker"]), now=NOW)
    end_seat(seat_id=row.pk, actor=acting(centre["lead"]), now=NOW)
    assert found(user, NOW) == set()


def test_a_seat_without_its_enrolment_opens_nothing(centre):
    make_sitting(centre)
    user = newcomer(centre, since=TODAY, until=TODAY)
    user.person.enrolments.update(role=PrivateRole.OBSERVER)
    assert found(user, NOW) == set()


@pytest.mark.parametrize("role", sorted(COMMITTEE))
def test_without_a_term_every_address_is_404(centre, role):
    make_committee(centre)
    sitting = make_sitting(centre)
    item = put(make_case(centre), sitting, centre)
    send(sitting, centre)
    client = sign_in(Client(), make_enrolled_user(name="席のない人", role=role))
    page = client.get(reverse("handoff:inbox"))
    assert "委員会室" not in page.text
    known = {"sitting": sitting.pk, "item": item.pk}
    for name, (method, _, _) in TABLE.items():
        arguments = ARGUMENTS[name]
        for pk in known.values():
            address = reverse(name, args=[pk, *arguments[1:]] if arguments else [])
            assert getattr(client, method)(address).status_code == 404, name


def test_whoever_holds_a_seat_is_led_into_the_room(centre):
    user = newcomer(centre, since=TODAY, until=TODAY)
    client = sign_in(Client(), user)
    home = client.get(reverse("handoff:inbox")).text
    assert ("委員会室を開く" in home, "委員会の方へ" in home) == (True, True)
    question = ask_member(make_case(centre), user, centre)
    home = client.get(reverse("handoff:inbox")).text
    assert "あなたに届いた質問が、1件あります" in home
    assert reverse("handoff:quick_question", args=[question.pk]) in home
    page = client.get(reverse("handoff:sitting", args=[make_sitting(centre).pk])).text
    marked = page.split(f'href="{reverse("handoff:committee")}"', 1)[1].split(">", 1)[0]
    assert "aria-current" in marked
