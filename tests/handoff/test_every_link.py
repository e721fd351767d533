"""Every link leads somewhere, for everybody of the invented world, also after a case is gone."""

import re
from collections import Counter

import pytest
from django.test import Client
from django.urls import resolve
from django.utils import timezone

from accounts.models import User
from handoff.access import opened
from handoff.actors import CLOCK
from handoff.cases.models import Case
from handoff.machine.models import Handoff
from handoff.vault import store
from portal.demo.people import cast_of
from portal.demo.world import build
from tests.factories.accounts import sign_in

LINK = re.compile(r'href="(/handoff/[^"#]*)')
LEADS_SOMEWHERE, GONE = {200, 302}, 410
# Of each kind of page so many are opened by each person.
MOST_OF_A_ROUTE = 1
# Between them they read every room.
READERS = {"lead", "agency_coordinator", "committee_member", "privacy_officer"}


def crawl(member):
    """Return the status of each page that links lead this person to."""
    client = sign_in(Client(raise_request_exception=False), User.objects.get(email=member.email))
    found, routes, waiting = {}, Counter(), ["/handoff/"]
    while waiting:
        address = waiting.pop()
        route = resolve(address.partition("?")[0]).view_name
        if address in found or routes[route] == MOST_OF_A_ROUTE:
            continue
        routes[route] += 1
        answer = client.get(address)
        found[address] = answer.status_code
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            waiting += [each.replace("&amp;", "&") for each in LINK.findall(answer.content.decode())]
    return found


def destroy_all():
    """Destroy every case as its certificate would say it; who may do that is the tests of retention's."""
    now = timezone.now()
    with opened(CLOCK, now=now):
        cases = list(Case.objects.all())
        for case in cases:
            store.destroy(case.key)
        ids = [case.pk for case in cases]
        Case.objects.filter(pk__in=ids).update(shredded_at=now, closed_on=timezone.localdate(now))
        Handoff.objects.filter(case__in=ids).update(shredded_at=now)


@pytest.mark.django_db
def test_every_link_leads_somewhere_and_after_a_case_is_gone_says_so():
    build(door="private", now=timezone.now())
    cast = cast_of("private")
    before = {member.key: crawl(member) for member in cast}
    dead = {
        (key, address, status)
        for key, found in before.items()
        for address, status in found.items()
        if status not in LEADS_SOMEWHERE
    }
    assert dead == set()
    # Nobody stood before a closed door.
    assert all(before[member.key] != {"/handoff/": 200} for member in cast)
    destroy_all()
    after = {(each.key, *page) for each in cast if each.key in READERS for page in crawl(each).items()}
    assert {each for each in after if each[-1] not in LEADS_SOMEWHERE | {GONE}} == set()
    assert any(each[-1] == GONE for each in after)
