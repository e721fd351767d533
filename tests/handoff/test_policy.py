"""Every address of this door × every role: one table, no wrong cell."""

import pytest
from django.core.checks import run_checks
from django.http import HttpResponse
from django.urls import get_resolver, include, path, reverse

from accounts.enums import PrivateRole
from handoff import checks
from handoff.access import OPEN_VIEWS, policy
from tests.factories.accounts import sign_in
from tests.factories.handoff import make_enrolled_user, make_enrolment
from tests.handoff.addresses import ARGUMENTS, TABLE


def declared_views():
    return {name: view for name, _, view in checks.views(get_resolver().url_patterns)}


def address(name, enrolment):
    return reverse(name, args=ARGUMENTS.get(name, [enrolment.pk]))


def test_the_table_holds_every_view_of_ours_and_no_other():
    assert {name for name in declared_views() if name not in OPEN_VIEWS} == set(TABLE)


def test_every_open_view_is_there_to_be_opened():
    assert set(declared_views()) - set(TABLE) == OPEN_VIEWS


def test_each_view_declares_the_roles_of_the_table():
    views = declared_views()
    assert {name: views[name].open_to for name in TABLE} == {name: row[1] for name, row in TABLE.items()}


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(PrivateRole))
def test_each_role_gets_what_the_table_says_and_404_elsewhere(client, role):
    enrolment = make_enrolment(is_approved=False)
    sign_in(client, make_enrolled_user(role=role))
    got = {name: getattr(client, row[0])(address(name, enrolment)).status_code for name, row in TABLE.items()}
    assert got == {name: row[2] if role in row[1] else 404 for name, row in TABLE.items()}


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_strangers_get_nothing_but_the_way_to_sign_in(client, method):
    enrolment = make_enrolment(is_approved=False)
    for name in TABLE:
        target = address(name, enrolment)
        answer = getattr(client, method)(target)
        assert (name, answer.status_code, answer.url) == (name, 302, f"/accounts/login/?next={target}")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["approve_enrolment", "mail_invitation", "print_invitation"])
def test_deeds_are_done_by_post_only(client, lead, name):
    enrolment = make_enrolment(is_approved=False)
    assert sign_in(client, lead).get(reverse(f"handoff:{name}", args=[enrolment.pk])).status_code == 405


@pytest.mark.django_db
def test_an_enrolment_that_is_not_there_is_404(client, lead):
    sign_in(client, lead)
    for name in TABLE.keys() - ARGUMENTS.keys():
        assert getattr(client, TABLE[name][0])(reverse(name, args=[0])).status_code == 404


def plain(request):
    return HttpResponse()


def errors_of(patterns, settings):
    settings.ROOT_URLCONF = tuple(patterns)
    return [error.msg for error in checks.every_view_declares_its_policy(None)]


def test_the_check_finds_every_view_that_declares_nothing(settings):
    inner = ([path("forgotten/", plain, name="forgotten"), path("nameless/", plain)], "inner")
    declared = policy(open_to=[PrivateRole.LEAD])(plain)
    patterns = [
        path("", declared, name="declared"),
        path("deep/", include(inner)),
        path("healthz", plain, name="healthz"),
    ]
    assert errors_of(patterns, settings) == [
        "deep/forgotten/: the view declares no policy.",
        "deep/nameless/: the view declares no policy.",
    ]


def test_a_name_is_open_only_where_it_is_listed(settings):
    stolen = ([path("x/", plain, name="healthz")], "inner")
    assert errors_of([path("", include(stolen))], settings) == ["x/: the view declares no policy."]


def test_the_check_runs_with_the_others_and_this_door_passes_it():
    assert [error for error in run_checks() if error.id == "handoff.E001"] == []
