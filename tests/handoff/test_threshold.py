"""Nothing but an enrolment of today opens this door."""

import datetime as dt

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.urls import path, resolve

from accounts.enums import PrivateRole
from accounts.models import User
from handoff.access import current_enrolments, policy
from handoff.middleware import NOT_ENROLLED, EnrolmentMiddleware
from handoff.models import Enrolment
from tests.factories.accounts import PASSWORD, give_totp, make_user, sign_in, totp_code
from tests.factories.handoff import LONG_AGO, make_agency, make_enrolled_user, make_enrolment

INBOX = "/handoff/"
LOGIN = "/accounts/login/"
pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 24, 3, tzinfo=dt.UTC)


def test_the_root_leads_to_the_inbox(client):
    assert client.get("/").url == INBOX


def test_strangers_are_asked_to_sign_in(client):
    assert client.get(INBOX).url == "/accounts/login/?next=/handoff/"


def test_who_is_enrolled_and_has_shown_a_factor_finds_the_empty_inbox(client, agency_worker):
    page = sign_in(client, agency_worker).get(INBOX)
    assert page.status_code == 200
    for words in (
        "いま、わたしたちの番のものはありません",
        "読んだことは、すべて記録されます。15分使わないと、自動的に閉じます。",
        "グループホームみなも　事業所職員C さん",
        "部屋を出る",
    ):
        assert words in page.text
    assert "no-store" in page.headers["Cache-Control"]


def test_everybody_needs_a_factor_here(client, agency_worker):
    sign_in(client, agency_worker, with_factor=False)
    assert client.get(INBOX).url == "/accounts/2fa/"
    give_totp(agency_worker)
    assert client.get(INBOX).url == "/accounts/2fa/reauthenticate/?next=%2Fhandoff%2F"


def test_the_whole_way_in_by_password_and_code(client, agency_worker):
    give_totp(agency_worker)
    first = client.post(LOGIN, {"login": agency_worker.email, "password": PASSWORD})
    assert first.url == "/accounts/2fa/authenticate/"
    assert client.post(first.url, {"code": totp_code()}).url == INBOX


@pytest.mark.parametrize(
    "change",
    [
        {"ended_at": LONG_AGO},
        {"is_approved": False},
        {"valid_from": dt.date(2098, 1, 1)},
        {"valid_until": dt.date(2021, 1, 1)},
        {"agency": {"closed_on": dt.date(2021, 1, 1)}},
    ],
)
@pytest.mark.parametrize("address", [INBOX, "/accounts/", "/accounts/2fa/", "/", "/nothing/"])
def test_who_has_no_enrolment_of_today_is_signed_out_wherever_they_go(client, change, address):
    user = make_user(roles=[PrivateRole.AGENCY_WORKER])
    agency = make_agency(**change.get("agency", {}))
    make_enrolment(person=user.person, role=PrivateRole.AGENCY_WORKER, **(change | {"agency": agency}))
    sign_in(client, user)
    answer = client.get(address)
    assert answer.url == LOGIN
    assert "_auth_user_id" not in client.session
    assert [str(message) for message in get_messages(answer.wsgi_request)] == [NOT_ENROLLED]


def test_a_role_held_by_group_alone_opens_nothing(client):
    sign_in(client, make_user(roles=list(PrivateRole)))
    assert client.get(INBOX).url == LOGIN


def test_another_persons_enrolment_opens_nothing(client, case_worker):
    sign_in(client, make_user())
    assert client.get(INBOX).url == LOGIN


def test_an_enrolment_opens_on_its_first_day_and_closes_after_its_last_by_the_clock_of_japan():
    user = make_user()
    make_enrolment(person=user.person, valid_from=dt.date(2026, 11, 24), valid_until=dt.date(2026, 11, 25))
    midnight = dt.datetime(2026, 11, 23, 15, tzinfo=dt.UTC)
    second = dt.timedelta(seconds=1)
    moments = [
        midnight - second,
        midnight,
        midnight + dt.timedelta(days=2) - second,
        midnight + dt.timedelta(days=2),
    ]
    assert [current_enrolments(user, now=moment).count() for moment in moments] == [0, 1, 1, 0]


def test_a_closed_account_has_no_session(client, case_worker):
    sign_in(client, case_worker)
    User.objects.filter(pk=case_worker.pk).update(is_active=False)
    assert client.get(INBOX).url == "/accounts/login/?next=/handoff/"


@pytest.mark.parametrize(("minutes", "status"), [(15, 200), (16, 302)])
def test_a_session_rests_for_fifteen_minutes_at_most(client, case_worker, minutes, status):
    with time_machine.travel(NOON, tick=False) as clock:
        sign_in(client, case_worker)
        assert client.get(INBOX).status_code == 200
        clock.shift(dt.timedelta(minutes=minutes))
        assert client.get(INBOX).status_code == status


@pytest.mark.parametrize("count", [1, 3])
def test_the_threshold_asks_as_often_for_three_enrolments_as_for_one(
    client, django_assert_num_queries, count
):
    user = make_enrolled_user(role=PrivateRole.OBSERVER, agency=make_agency())
    for _ in range(count - 1):
        make_enrolment(person=user.person, role=PrivateRole.OBSERVER, agency=make_agency())
    sign_in(client, user).get(INBOX)
    # session, user, enrolments, factors, person, centre; begin, who asks, hand-offs, what waits in each room,
    # parcels, questions to the committee, who asked, end; and the seat that opens its room in the menu
    with django_assert_num_queries(29):
        assert client.get(INBOX).status_code == 200


def undeclared(request):
    return HttpResponse("leak")


@pytest.fixture
def with_undeclared_view(settings):
    """A URLconf with a view that declares nothing, as somebody might add it one day."""
    settings.ROOT_URLCONF = (path("forgotten/", undeclared, name="forgotten"), *own_patterns())


def own_patterns():
    from portal.urls.private import urlpatterns

    return urlpatterns


def test_a_view_that_declares_no_policy_answers_404_even_to_the_lead(client, lead, with_undeclared_view):
    assert resolve("/forgotten/").func is undeclared
    assert sign_in(client, lead).get("/forgotten/").status_code == 404


def test_a_declared_view_hides_from_other_roles(lead, case_worker):
    view = policy(open_to=[PrivateRole.LEAD])(lambda request: HttpResponse("for the lead"))
    request = RequestFactory().get("/")
    request.user, request.enrolments = lead, tuple(Enrolment.objects.filter(person=lead.person))
    assert view(request).content == b"for the lead"
    request.user = case_worker
    request.enrolments = tuple(Enrolment.objects.filter(person=case_worker.person))
    with pytest.raises(Http404):
        view(request)


def test_a_view_called_without_the_threshold_opens_to_nobody(lead):
    view = policy(open_to=list(PrivateRole))(lambda request: HttpResponse("open"))
    request = RequestFactory().get("/")
    request.user = lead
    with pytest.raises(AttributeError):
        view(request)


def test_the_threshold_stands_last_so_that_nothing_comes_after_it(settings):
    name = f"{EnrolmentMiddleware.__module__}.{EnrolmentMiddleware.__qualname__}"
    assert settings.MIDDLEWARE[-1] == name
