"""The inbox and a deed with 10,000 cases, while 50 people of a centre and of 40 agencies are at work."""

import html
import http.client
import random
import re
import statistics
import threading
import time
import urllib.parse
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from accounts.enums import PrivateRole
from handoff.access import opened
from handoff.actors import CLOCK
from handoff.cases.enums import Duty, HowExplained, OriginKind, Place
from handoff.cases.models import BasisReceiver, Case, CaseWorker, LegalBasis, SupportedPerson
from handoff.disclosure.enums import BasisKind, BasisState, Part, ReceiverCategory, SafeguardKind
from handoff.disclosure.rules import PROFILES
from handoff.machine.enums import Kind, Provision, State
from handoff.machine.models import Handoff, PackagePart, ProvisionRecord, Receiver
from handoff.safeguards.enums import Way
from handoff.safeguards.models import Safeguard
from handoff.vault import store
from tests.benchmarks.server import load, running_server, slowness
from tests.factories.accounts import sign_in
from tests.factories.cases import NOW, TODAY
from tests.factories.handoff import make_agency, make_enrolled_user

pytestmark = pytest.mark.django_db(transaction=True)

CASES, AGENCIES, WORKERS = 10_000, 40, 8
SECONDS, LEAST_PAUSE, LONGEST_PAUSE = 40, 3.0, 5.0
LONGEST_INBOX_SECONDS, LONGEST_DEED_SECONDS = 0.300, 0.500
BATCH = 500
# Of ten hand-offs seven have ended, as after some years of work.
STATES = [State.CLOSED] * 7 + [State.REQUESTED, State.REVIEWING, State.BACKUP]


class World:
    """A centre with ten people, forty agencies with a coordinator each, and all their hand-offs."""

    def __init__(self):
        roles = [PrivateRole.CASE_WORKER] * WORKERS + [PrivateRole.LEAD, PrivateRole.DEPUTY_LEAD]
        self.centre = [
            make_enrolled_user(name=f"相談員{place}", role=role) for place, role in enumerate(roles)
        ]
        self.agencies = [
            make_agency(name=f"見本{number}市", category=ReceiverCategory.MUNICIPALITY)
            for number in range(AGENCIES)
        ]
        self.coordinators = [
            make_enrolled_user(name=f"窓口{number}", role=PrivateRole.AGENCY_COORDINATOR, agency=agency)
            for number, agency in enumerate(self.agencies)
        ]
        self.lead = self.centre[-2]
        self.safeguards = [self._safeguard(agency) for agency in self.agencies]
        with opened(CLOCK, now=NOW):
            Safeguard.objects.bulk_create(self.safeguards)
        for first in range(0, CASES, BATCH):
            self._fill(range(first, first + BATCH))

    def _safeguard(self, agency):
        return Safeguard(
            agency=agency, kind=SafeguardKind.AGREEMENT, way=Way.HERE, covers=sorted(Part), since=TODAY,
            until=TODAY + timedelta(days=365), written_by=self.centre[0], written_at=NOW,
            confirmed_by=self.lead, confirmed_at=NOW,
        )  # fmt: skip

    def _fill(self, numbers):
        """Make some of the cases, each with a consent and a hand-off."""
        with opened(CLOCK, now=NOW):
            people = [SupportedPerson(made_at=NOW) for _ in numbers]
            SupportedPerson.objects.bulk_create(people)
            cases = [self._case(number, person) for number, person in zip(numbers, people, strict=True)]
            Case.objects.bulk_create(cases)
            CaseWorker.objects.bulk_create(
                CaseWorker(case=case, person=self.centre[place % WORKERS].person, place=kind, since=TODAY)
                for number, case in zip(numbers, cases, strict=True)
                for kind, place in ((Place.MAIN, number), (Place.SECOND, number + 1))
            )
            bases = [self._basis(case) for case in cases]
            LegalBasis.objects.bulk_create(bases)
            handoffs = [self._handoff(number, basis) for number, basis in zip(numbers, bases, strict=True)]
            BasisReceiver.objects.bulk_create(
                BasisReceiver(basis=each.basis, agency=each.performer) for each in handoffs
            )
            Handoff.objects.bulk_create(handoffs)
            self._around(handoffs)

    def _case(self, number, person):
        case = Case(
            reference=f"C8-{number:05d}", person=person, duty=Duty.SPECIAL_ADJUSTMENT,
            origin_kind=OriginKind.SPECIAL_ADJUSTMENT_REQUEST, origin_on=TODAY, opened_on=TODAY,
        )  # fmt: skip
        store.create(case.key)
        case.seal(need="通院の付き添い", area="南")
        return case

    def _basis(self, case):
        basis = LegalBasis(
            case=case, kind=BasisKind.CONSENT, state=BasisState.ACTIVE, covers=sorted(Part), since=TODAY,
            until=TODAY + timedelta(days=365), explained_by=self.centre[0].person, explained_on=TODAY,
            explained_how=HowExplained.INTERVIEW, written_by=self.centre[0], written_at=NOW,
        )  # fmt: skip
        basis.seal(purpose="住まいのため", evidence="書庫の3")
        return basis

    def _handoff(self, number, basis):
        state, case = STATES[number % len(STATES)], basis.case
        sent = NOW - timedelta(days=number % 20)
        handoff = Handoff(
            reference=f"H8-{number:05d}", case=case, case_reference=case.reference, key=case.key,
            kind=Kind.COORDINATION, state=state, performer=self.agencies[number % AGENCIES],
            category=ReceiverCategory.MUNICIPALITY, way=Way.HERE, basis=basis,
            safeguard=self.safeguards[number % AGENCIES], packed=[Part.OUTLINE, Part.NEED],
            profile={str(part): int(step) for part, step in PROFILES[ReceiverCategory.MUNICIPALITY].items()},
            author=self.centre[0], made_at=sent, changed_at=sent, approved_by=self.lead, approved_at=sent,
            sent_at=sent, opened_at=sent, acknowledged_at=sent,
            handed_over_at=sent if state == State.BACKUP else None,
            backup_until=TODAY + timedelta(days=90) if state == State.BACKUP else None,
            due_on=TODAY + timedelta(days=number % 9) if state != State.CLOSED else None,
            ended_at=sent if state == State.CLOSED else None,
        )  # fmt: skip
        handoff.seal(ask="お願い")
        return handoff

    def _around(self, handoffs):
        parts = [PackagePart(handoff=each, part=Part.NEED, changed_at=NOW) for each in handoffs]
        for part in parts:
            part.seal(contents="朝に声をかけてほしい")
        PackagePart.objects.bulk_create(parts)
        ProvisionRecord.objects.bulk_create(
            ProvisionRecord(
                handoff=each, number=number, kind=Provision.OPENED, part=part, at=NOW,
                receiver_name=each.performer.name, person_reference=each.case_reference,
                basis_kind=BasisKind.CONSENT, basis_on=TODAY,
            )
            for each in handoffs
            for number, part in enumerate((Part.OUTLINE, Part.NEED), start=1)
        )  # fmt: skip
        people = {user.person.enrolments.get().agency_id: user.person for user in self.coordinators}
        Receiver.objects.bulk_create(
            Receiver(handoff=each, person=people[each.performer_id], place=Place.MAIN, since=TODAY)
            for each in handoffs
        )


class Browser(threading.Thread):
    """Somebody who looks at the list, opens a hand-off and now and then does a deed, with pauses between."""

    def __init__(self, address, user, *, until):
        super().__init__()
        client = sign_in(Client(), user)
        self.host = address.removeprefix("http://")
        self.origin, self.until = address, until
        self.cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
        self.rng = random.Random(user.pk)
        self.took = {"inbox": [], "detail": [], "deed": []}
        self.rest = threading.Event()
        self.failed = None

    def run(self):
        try:
            while time.monotonic() < self.until:
                self.once()
        except AssertionError as failed:
            self.failed = failed

    def once(self):
        page = self.timed("inbox", "GET", "/handoff/")
        found = re.findall(r'href="(/handoff/[0-9a-f-]{36}/)"', page)
        if found:
            where = self.rng.choice(found)
            page = self.timed("detail", "GET", where)
            deeds = re.findall(rf'href="({where}(?:acknowledge|ask)/)"', page)
            if deeds:
                form = self.timed("detail", "GET", deeds[0])
                self.timed("deed", "POST", deeds[0], self.filled(form))

    def filled(self, form):
        hidden = re.findall(r'<input[^>]*type="hidden"[^>]*>', form)
        pairs = [(re.search(r'name="([^"]*)"', each), re.search(r'value="([^"]*)"', each)) for each in hidden]
        fields = {name[1]: html.unescape(value[1]) for name, value in pairs if name and value}
        return fields | {"reason": "駅からの道を教えてください", "told_by": "電話"}

    def timed(self, kind, method, path, fields=None):
        self.rest.wait(self.rng.uniform(LEAST_PAUSE, LONGEST_PAUSE))
        began = time.perf_counter()
        connection = http.client.HTTPConnection(self.host, timeout=60)
        headers = {"Cookie": self.cookie, "Origin": self.origin, "Referer": f"{self.origin}{path}"}
        if fields:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, urllib.parse.urlencode(fields or {}), headers)
        answer = connection.getresponse()
        page = answer.read().decode()
        connection.close()
        self.took[kind].append(time.perf_counter() - began)
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, value = cookie.split(";")[0].split("=", 1)
            kept = [each for each in self.cookie.split("; ") if not each.startswith(f"{name}=")]
            self.cookie = "; ".join([*kept, f"{name}={value}"])
        assert answer.status in (200, 302), (method, path, answer.status, page[:300])
        return page


def p95(seconds):
    return statistics.quantiles(seconds, n=20)[-1]


def test_the_inbox_and_a_deed_are_quick_with_ten_thousand_cases():
    began = time.perf_counter()
    world = World()
    print(f"\n{CASES} cases made in {time.perf_counter() - began:.0f} s")
    users = [*world.centre, *world.coordinators]
    with running_server("tests.benchmarks.private_settings") as address:
        slow = slowness()
        browsers = [Browser(address, user, until=time.monotonic() + SECONDS) for user in users]
        for each in browsers:
            each.start()
        for each in browsers:
            each.join()
    assert [each.failed for each in browsers if each.failed] == []
    took = {kind: [seconds for each in browsers for seconds in each.took[kind]] for kind in browsers[0].took}
    for kind, seconds in took.items():
        print(
            f"{kind}: {len(seconds)} of {len(users)} people, p50 {statistics.median(seconds):.3f} s, "
            f"p95 {p95(seconds):.3f} s, {p95(seconds) / slow:.3f} s at usual speed (load {load()})"
        )
    assert p95(took["inbox"]) / slow <= LONGEST_INBOX_SECONDS
    assert p95(took["deed"]) / slow <= LONGEST_DEED_SECONDS
