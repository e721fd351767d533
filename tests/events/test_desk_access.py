"""Every address of the desk, found by walking the resolver: staff and manager come in, nobody else."""

import pytest
from django.test import Client
from django.urls import reverse

from events import desk_urls
from tests.factories.accounts import sign_in
from tests.factories.events import apply, make_event

PATTERNS = [pattern.name for pattern in desk_urls.urlpatterns]
OF_EVENTS = {"event", "edit", "publish", "cancel", "reinstate", "duplicate", "entry", "roster", "notice"}
OF_EVENTS |= {"approvals", "dates"}
OF_APPLICATIONS = {"application", "application_change", "application_cancel", "match", "receipt", "approve"}
OF_APPLICATIONS |= {"decline", "offer", "move", "received", "revive"}
ONLY_BY_POST = {"publish", "duplicate", "approve"}
# Of an application that has its seat nothing of this can be done: they lead back and say why. Calling off
# leads on to the screen of dates.
LEADS_BACK = {"cancel", "reinstate", "decide", "decline", "offer", "move", "received", "revive"}


@pytest.fixture
def addresses(db, today):
    """Return the address of each screen of the desk, for records that exist."""
    session = make_event().sessions.get()
    keys = dict.fromkeys(OF_EVENTS, session.event_id)
    keys |= dict.fromkeys(OF_APPLICATIONS, apply(session).pk)
    keys["attendance"] = session.pk
    found = {
        name: reverse(f"event_desk:{name}", args=[keys[name]] if name in keys else [])
        for name in PATTERNS
        if name != "decide"
    }
    return found | {"decide": reverse("event_desk:decide", args=[session.event_id, session.pk])}


def test_every_address_is_known_to_these_tests(addresses):
    assert len(addresses) == 30


@pytest.mark.parametrize("name", PATTERNS)
@pytest.mark.parametrize("role", ["staff", "manager"])
def test_the_people_of_the_desk_come_in(name, role, addresses, request):
    client = sign_in(Client(), request.getfixturevalue(role))
    expected = 405 if name in ONLY_BY_POST else 302 if name in LEADS_BACK else 200
    status = client.get(addresses[name]).status_code
    assert (302 if status == 303 else status) == expected


@pytest.mark.parametrize("name", PATTERNS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_editor_finds_nothing_there(name, method, addresses, editor):
    client = sign_in(Client(), editor)
    assert getattr(client, method)(addresses[name]).status_code == 404


@pytest.mark.parametrize("name", PATTERNS)
@pytest.mark.parametrize("role", ["partner", "outsider"])
def test_partners_are_sent_away(name, role, addresses, request):
    client = sign_in(Client(), request.getfixturevalue(role))
    answer = client.post(addresses[name])
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/staff/")


@pytest.mark.parametrize("name", PATTERNS)
def test_strangers_are_asked_to_sign_in(name, addresses):
    answer = Client().get(addresses[name])
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/staff/")


@pytest.mark.parametrize("name", sorted(OF_EVENTS | OF_APPLICATIONS | {"attendance"}))
def test_what_is_not_there_is_404(name, desk):
    address = reverse(f"event_desk:{name}", args=[999_999])
    method = desk.post if name in ONLY_BY_POST else desk.get
    assert method(address).status_code == 404
