from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.core.management import call_command
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from accounts.access import for_roles, has_role, is_centre_staff
from accounts.enums import PublicRole
from accounts.models import User
from foundation.registry import role_permissions

pytestmark = pytest.mark.django_db
PUBLIC_ROLES = [
    "editor",
    "facilitator",
    "manager",
    "partner",
    "partner_admin",
    "prefecture",
    "staff",
    "system_admin",
]

DESK = frozenset({PublicRole.STAFF, PublicRole.MANAGER})


@pytest.fixture
def registered(monkeypatch):
    """Let a test register rights and forget them afterwards."""
    monkeypatch.setattr(role_permissions, "_sources", {})
    return role_permissions


def sync():
    call_command("sync_roles", stdout=StringIO())


def rights_of(role):
    return list(
        Group.objects.get(name=role).permissions.order_by("codename").values_list("codename", flat=True)
    )


def test_the_public_door_has_exactly_its_roles():
    assert list(Group.objects.order_by("name").values_list("name", flat=True)) == PUBLIC_ROLES


def test_syncing_again_changes_nothing():
    before = list(Group.objects.order_by("pk").values_list("pk", "name"))
    sync()
    assert list(Group.objects.order_by("pk").values_list("pk", "name")) == before


def test_a_role_holds_what_every_app_registered_for_it_and_nothing_more(registered):
    registered.register("one", {"staff": ("accounts.view_person",)})
    registered.register("two", {"staff": ("accounts.change_person",), "manager": ("accounts.view_person",)})
    sync()
    assert rights_of("staff") == ["change_person", "view_person"]
    assert rights_of("manager") == ["view_person"]
    registered._sources.clear()
    sync()
    assert rights_of("staff") == []


def test_a_right_that_does_not_exist_is_an_error(registered):
    registered.register("one", {"staff": ("accounts.fly",)})
    with pytest.raises(KeyError):
        sync()


def test_roles_are_asked_of_active_accounts_only(staff, partner):
    assert has_role(staff, DESK)
    assert is_centre_staff(staff)
    assert not has_role(partner, DESK)
    assert not has_role(AnonymousUser(), frozenset(PublicRole))
    User.objects.filter(pk=staff.pk).update(is_active=False)
    assert not is_centre_staff(User.objects.get(pk=staff.pk))


def test_a_view_for_roles_asks_strangers_to_sign_in_and_hides_from_everybody_else(staff, partner):
    view = for_roles(DESK)(lambda request: HttpResponse("desk"))
    request = RequestFactory().get("/desk/?page=2")
    request.user = AnonymousUser()
    assert view(request).url == "/accounts/login/?next=/desk/%3Fpage%3D2"
    request.user = staff
    assert view(request).content == b"desk"
    request.user = partner
    with pytest.raises(Http404):
        view(request)
