"""A centre and an agency at work over HTTP: who does what, and a journal of what they were told is done."""

import queue
import threading
import time
from dataclasses import dataclass
from itertools import count

from accounts.enums import PrivateRole
from handoff.aftercare.enums import AdviceClass, ContactWay
from handoff.cases.enums import Duty, OriginKind
from handoff.disclosure.enums import Part, ReceiverCategory
from handoff.documents.enums import DocumentKind
from handoff.machine.enums import Deed, Kind
from handoff.talk.enums import Audience
from tests.factories.accounts import PASSWORD, TOTP_SECRET, give_totp
from tests.factories.cases import make_basis, make_case, make_safeguard
from tests.factories.handoff import make_agency, make_enrolled_user
from tests.factories.hostile import pdf
from tests.proof.canaries import WORDS
from tests.proof.visitor import Lost, Visitor

REDIRECT, SERVER_FAILED = 302, 500
PARTS = {Part.OUTLINE: "あらまし", Part.NEED: "支援", Part.IDENTITY: "本人"}
_numbers = count(1)


@dataclass
class Done:
    """One deed that somebody tried: `is_told` when the door said that it is done."""

    kind: str
    words: str
    where: str = ""
    key: str = ""
    is_told: bool = False


class Town:
    """Three workers of a centre with a case each, their lead, and the coordinator of a city."""

    def __init__(self, *, workers=3):
        roles = [PrivateRole.CASE_WORKER] * workers + [PrivateRole.LEAD]
        centre = [make_enrolled_user(name=f"センター{place}", role=role) for place, role in enumerate(roles)]
        self.workers, self.lead = centre[:-1], centre[-1]
        self.agency = make_agency(name="東の市", category=ReceiverCategory.MUNICIPALITY)
        self.coordinator = make_enrolled_user(
            name="市の窓口", role=PrivateRole.AGENCY_COORDINATOR, agency=self.agency
        )
        self.people = [*centre, self.coordinator]
        for user in self.people:
            give_totp(user)
        self.cases = [self._case(place) for place in range(workers)]
        self.safeguard = make_safeguard(self.agency, self._staff(0))
        self.bases = [
            make_basis(case, self._staff(place), receivers=[self.agency])
            for place, case in enumerate(self.cases)
        ]

    def _staff(self, place):
        second = self.workers[(place + 1) % len(self.workers)]
        return {"worker": self.workers[place], "second": second, "lead": self.lead}

    def _case(self, place):
        return make_case(self._staff(place))


class Person:
    """One of them at a browser. `resume` is a deed whose answer was lost, as it can be sent again."""

    def __init__(self, town, user, origin, journal):
        self.town, self.user, self.journal = town, user, journal
        self.visitor = Visitor(origin).sign_in(user.email, PASSWORD, TOTP_SECRET)
        self.shown_at = time.monotonic()
        self.resume = None

    def written(self, kind, path, typed, *, where="", files=(), action=None):
        """Fill a form and send it; write into the journal what was tried and what was told."""
        page = self.visitor.get(path)
        self.refuse_failure(page)
        form = page.form(action)
        pairs = form.filled(typed)
        sent = dict(pairs)
        done = Done(kind, typed.get("words", "") or next(iter(typed.values()), ""), where)
        done.key = sent.get("form_key") or sent.get("key") or ""
        self.journal.append(done)
        return self.send(done, action or path, pairs, files)

    def send(self, done, path, pairs, files=()):
        try:
            answer = self.visitor.post(path, pairs, files)
            self.refuse_failure(answer)
        except Lost:
            self.resume = (done, path, pairs, files) if done.key else None
            raise
        assert answer.status == REDIRECT, (done, answer.status, answer.text[:2000])
        done.is_told = True
        return answer.location

    def refuse_failure(self, answer):
        """Take what a failing server says as no answer at all."""
        if answer.status >= SERVER_FAILED:
            raise Lost(str(answer.status))

    def send_again(self):
        """Send the deed again whose answer was lost, as somebody does who sees no answer."""
        if self.resume:
            (done, path, pairs, files), self.resume = self.resume, None
            self.send(done, path, pairs, files)

    def stay_fresh(self):
        """Give the password again before the five minutes are over that a marked deed allows."""
        if time.monotonic() - self.shown_at > 200:
            self.visitor.show_password(PASSWORD)
            self.shown_at = time.monotonic()

    def draft(self, place):
        ask = words()
        texts = {f"part_{part}": f"{text} {ask}" for part, text in PARTS.items()}
        typed = {
            "ask": ask,
            "kind": Kind.COORDINATION.value,
            "safeguard": str(self.town.safeguard.pk),
            "basis": str(self.town.bases[place].pk),
        } | texts
        case = self.town.cases[place].pk
        return self.written("draft", f"/handoff/cases/{case}/handoffs/new/", typed).split("/")[2]

    def act(self, handoff, deed, **typed):
        return self.written(f"turn:{deed}", f"/handoff/{handoff}/{deed}/", typed, where=handoff)

    def say(self, handoff, audience=None):
        typed = {"words": words()} | ({"audience": audience.value} if audience else {})
        return self.written("message", f"/handoff/{handoff}/talk/", typed, where=handoff)

    def put_document(self, place):
        name = f"{words()}.pdf"
        path = f"/handoff/cases/{self.town.cases[place].pk}/documents/"
        typed = {"kind": DocumentKind.CONSENT_FORM.value}
        self.written("document", path, typed, where=name, files=[("file", name, pdf())])

    def write_entry(self, place):
        typed = {"contact": words(), "way": ContactWay.VISIT.value, "advice": AdviceClass.DAILY.value}
        path = f"/handoff/cases/{self.town.cases[place].pk}/diary/new/"
        self.written("entry", path, typed)

    def begin_case(self, place):
        main, second = self.town.workers[place], self.town.workers[(place + 1) % len(self.town.workers)]
        typed = {
            "need": words(),
            "duty": Duty.SPECIAL_ADJUSTMENT.value,
            "origin_kind": OriginKind.SPECIAL_ADJUSTMENT_REQUEST.value,
            "origin_on_0": "8",
            "origin_on_1": "11",
            "origin_on_2": "2",
            "name": "鵜飼沢 一郎",
            "name_kana": "ウカイザワ イチロウ",
            "main": str(main.person_id),
            "second": str(second.person_id),
        }
        self.written("case", "/handoff/cases/new/", typed)


def a_run(people, *, handoffs):
    """Let hand-offs go to and fro: each step tells somebody, and the last one ends it."""
    worker, lead, city = people
    for _ in range(handoffs):
        lead.stay_fresh()
        handoff = worker.draft(0)
        worker.act(handoff, Deed.SUBMIT)
        lead.act(handoff, Deed.SEND_BACK, reason=f"{WORDS}をなおす")
        worker.act(handoff, Deed.SUBMIT)
        lead.act(handoff, Deed.APPROVE)
        city.act(handoff, Deed.ACKNOWLEDGE)
        worker.say(handoff, Audience.SHARED)
        city.say(handoff)
        worker.say(handoff, Audience.INSIDE)
        city.act(handoff, Deed.ASK, reason=f"{WORDS}は？")
        worker.act(handoff, Deed.ANSWER, reason=WORDS)
        worker.act(handoff, Deed.WITHDRAW, reason=WORDS)


def words():
    """Return words that nobody else writes."""
    return f"かなりあ{next(_numbers)}"


class AtWork(threading.Thread):
    """Somebody who does one thing after another until told to stop, or until an answer is lost."""

    def __init__(self, person, steps, told):
        super().__init__(daemon=True)
        self.person, self.steps, self.told = person, steps, told
        self.failed, self.lost_at = None, None
        self.start()

    def run(self):
        try:
            while not self.told.is_over:
                self.steps(self.person)
                self.told.look()
        except Lost:
            self.lost_at = time.monotonic()
        except Exception as failed:  # noqa: BLE001 -- the test looks at it
            self.failed = failed
            self.told.enough.set()


class Told:
    """How many deeds of a journal were told to be done since now; `enough` when it is time."""

    def __init__(self, journal, most):
        self.journal, self.first, self.most = journal, len(journal), most
        self.enough, self.is_over = threading.Event(), False

    def look(self):
        if sum(each.is_told for each in self.journal[self.first :]) >= self.most:
            self.enough.set()


class Flow:
    """Hand-offs on their way from one to the next: whoever is free takes one."""

    def __init__(self):
        self.waits_for_lead, self.waits_for_city = queue.Queue(), queue.Queue()
        # The newest hand-off that the city looks at, by whose case it is.
        self.running = {}

    def of_worker(self, place):
        """Return what the worker of this case does, one thing after another."""
        turns = count()

        def step(person):
            match next(turns) % 5:
                case 0:
                    handoff = person.draft(place)
                    person.act(handoff, Deed.SUBMIT)
                    self.waits_for_lead.put((place, handoff))
                case 1:
                    person.put_document(place)
                case 2:
                    person.write_entry(place)
                case 3:
                    person.begin_case(place)
                case _ if place in self.running:
                    person.say(self.running[place], Audience.SHARED)

        return step

    def of_lead(self, person):
        person.stay_fresh()
        place, handoff = self._next(self.waits_for_lead)
        if handoff:
            person.act(handoff, Deed.APPROVE)
            self.waits_for_city.put((place, handoff))

    def of_city(self, person):
        place, handoff = self._next(self.waits_for_city)
        if handoff:
            person.act(handoff, Deed.ACKNOWLEDGE)
            self.running[place] = handoff
        elif self.running:
            person.say(next(iter(self.running.values())))

    def _next(self, waiting):
        try:
            return waiting.get(timeout=0.2)
        except queue.Empty:
            return None, None
