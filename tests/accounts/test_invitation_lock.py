"""An invitation opens once: whoever comes second waits, and finds it used; without the lock, both get in."""

import pytest
from django.db import transaction

from accounts import services
from accounts.enums import PublicRole
from accounts.models import Invitation
from tests.beside import Beside
from tests.factories.accounts import PASSWORD, invite, make_person, make_user
from tests.factories.events import NOW

pytestmark = pytest.mark.django_db(transaction=True)


def accepted_twice_at_once(monkeypatch, *, locked):
    """Use an invitation while another uses it too; return what the second was told."""
    if not locked:
        read = services.usable_invitation
        monkeypatch.setattr(
            services, "usable_invitation", lambda code, *, now, for_update: read(code, now=now)
        )
    manager = make_user(roles=[PublicRole.MANAGER])
    _, code = invite(person=make_person(), roles=[PublicRole.PARTNER], actor=manager, now=NOW)
    with transaction.atomic():
        Invitation.objects.update(used_at=NOW)
        second = Beside(
            lambda: services.accept_invitation(
                code=code, email="second@example.jp", login_id="", password=PASSWORD, now=NOW
            )
        )
        second.waits_for_a_lock()
    second.join()
    return second.error


def test_whoever_comes_second_finds_the_invitation_used(monkeypatch):
    assert isinstance(accepted_twice_at_once(monkeypatch, locked=True), services.InvitationNotUsable)


def test_without_the_lock_the_second_gets_in_as_well(monkeypatch):
    assert accepted_twice_at_once(monkeypatch, locked=False) is None
