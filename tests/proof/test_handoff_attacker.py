"""Whoever owns the public side gets no byte of the private area, runs no job there, does not stop it."""

from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

import pytest

from foundation.database.roles import PRIVATE
from portal.demo.people import cast_of
from tests.benchmarks.server import load
from tests.proof.attacking import database
from tests.proof.attacking.portal import running, wait_until
from tests.proof.attacking.public_side import PASSWORD, TOTP_SECRET
from tests.proof.attacking.rogue import WAYS, in_place_of_the_public_door
from tests.proof.attacking.visitor import REDIRECTS, SESSIONS, Ear, Visitor, Watch

# Pages of the public side read as its superuser, and pages of the private area that its own people open.
PUBLIC_PAGES, PRIVATE_PAGES = 400, 150
# The moment that his jobs name.
MARKER = 1_999_999_999
LEAST_ANSWERS = 1000
# Addresses of this machine, so that limits by address count each of us alone.
ATTACKER, WORKER, LEAD, WATCHING, CONTROL = (f"127.0.1.{number}" for number in range(1, 6))
ANSWERS_WITHIN_SECONDS = 60
LOGIN, LOGOUT = "/accounts/login/", "/accounts/logout/"
# What a stranger gets who sends forms: the way to sign in, nothing there, a form with mistakes, not by post.
POSTED = {(302, LOGIN), (404, LOGIN), (403, LOGIN), (422, LOGIN), (405, LOGIN), (200, LOGIN)}
INFORMS = "copying.asks:"
SECRETS = ("names", "texts", "numbers", "people", "keys")
CAST = {member.key: member for member in cast_of("private")}


@pytest.fixture
def portal():
    # Another run of the tests would shut the server's account out of the usual folder.
    with TemporaryDirectory(prefix="tsunagu-") as folder, running(Path(folder)) as started:
        yield started


class Siege:
    """Both sides of one attack: what he hears, what he must not hear, and how the private door stands."""

    def __init__(self, portal):
        self.portal, self.before = portal, portal.program("private", "state")
        self.secrets = portal.program("private", "secrets")
        words = {each for kind in SECRETS for each in self.secrets[kind]}
        # A telephone number or a colleague that both invented worlds have is no secret; whom a case is about,
        # its number and a key always are.
        public = Ear(words)
        database.read_everything(portal, public)
        shared = {word for _, word in public.hits}
        assert shared <= {*self.secrets["texts"], *self.secrets["people"]} - {*self.secrets["names"]}, shared
        self.his, self.ours = Ear(words - shared), Ear(words - shared)
        print(f"\n{len(words)} secrets, of which {len(shared)} stand on public pages as well")

    def attacker(self, door, **cookies):
        return Visitor(door, self.portal.ports[door], self.his, source=ATTACKER, cookies=cookies)

    def own(self, key, source):
        """Return somebody of the private door, signed in with both factors."""
        member = CAST[key]
        visitor = Visitor("private", self.portal.ports["private"], self.ours, source=source)
        assert visitor.sign_in(member.email, member.password, member.totp_secret) == "/handoff/", key
        return visitor


def test_the_owner_of_the_public_side_gets_nothing_and_stops_nothing(portal):
    siege = Siege(portal)
    worker = siege.own("case_worker", WORKER)
    paths, forms = worker.crawl(["/handoff/"], most=PRIVATE_PAGES)
    more, more_forms = siege.own("lead", LEAD).crawl(["/handoff/"], most=PRIVATE_PAGES)
    # The detector finds what it looks for where it may be seen.
    assert {word for _, word in siege.ours.hits} & set(siege.secrets["numbers"]), "the ear is deaf"
    assert len({word for _, word in siege.ours.hits} & set(siege.secrets["texts"])) > 5, "the ear is deaf"
    heard = len({word for _, word in siege.ours.hits})
    targets = sorted({*paths, *more}), sorted({*forms, *more_forms})
    print(f"\nown people: {len(targets[0])} pages, {len(targets[1])} forms, {heard} secrets heard")
    watching = [path for path in paths if path.startswith("/handoff/cases/")][:5]
    with Watch(siege.own("case_worker", WATCHING), ["/handoff/", *watching]) as watch:
        loot = take_the_public_side(siege)
        knock_with(loot, siege, targets)
        steal_from_the_server(siege)
        pull_what_he_wrote(siege)
        queue_and_stall(siege)
        stop_and_stand_in(siege)
    answers_of(watch)
    stands_as_before(siege)
    counts = siege.his.counts
    print(f"he was answered {counts['answers']} times, {counts['bytes'] / 1e6:.0f} MB:", end=" ")
    print(f"{len(siege.his.hits)} secrets heard; load {load()}")
    assert siege.his.hits == set()
    assert counts["answers"] > LEAST_ANSWERS
    with_the_private_key_it_opens(siege, targets[0])


def take_the_public_side(siege):
    """Read its environment, own every account and page, and make the ways in that its key can make."""
    environments = siege.portal.processes("public").values()
    siege.his.hear("environment", *(each for names in environments for each in names.items()))
    loot = siege.portal.program(
        "public",
        "take_over",
        accounts=siege.secrets["accounts"],
        roles=siege.secrets["roles"],
        agency=siege.before["used"][0],
    )
    siege.his.hear("his own loot", str(loot))
    him = siege.attacker("public", **{SESSIONS["public"]: loot["sessions"][0]})
    parts = [each[: len(each) // 2] for kind in ("names", "people") for each in siege.secrets[kind]]
    asked = [f"/search/?q={quote(part)}" for part in parts]
    asked += [f"/cms/pages/search/?q={quote(part)}" for part in parts] + loot["documents"]
    opened, _ = him.crawl(["/cms/", "/my/", "/", "/demo/", *asked], most=PUBLIC_PAGES + len(asked))
    read = sum(path.startswith("/cms/") for path in opened)
    print(f"as its superuser: {len(opened)} public pages, {read} of them behind /cms/")
    assert read > PUBLIC_PAGES // 8
    assert him.ask("/demo/logins.json")[0] == 404
    return loot


def knock_with(loot, siege, targets):
    """Ask for everything of the private area with each forged cookie, link and code."""
    paths, forms = targets
    stranger = siege.attacker("private")
    plain = {path: kept_out(stranger.ask(path)) for path in paths}
    assert {answer[1].partition("?")[0] for path, answer in plain.items() if "/handoff/" in path} == {LOGIN}
    forged = [*loot["sessions"], *loot["signed"]]
    cookies = [{SESSIONS["private"]: each, SESSIONS["public"]: each} for each in forged]
    cookies += [
        {SESSIONS["private"]: forged[0], "sessionid": forged[0]},
        {"__Host-tsunagu-private": forged[0]},
    ]
    feed = {"Authorization": f"Bearer {siege.portal.environments['public']['DOOR_FEED_KEY']}"}
    asked = 0
    for number, each in enumerate(cookies):
        him = siege.attacker("private", **each)
        # Each address once as the first person of either kind, and once more by one of all.
        share = paths if number in (0, len(loot["sessions"])) else paths[number :: len(cookies)]
        for path in share:
            assert kept_out(him.ask(path, headers=feed)) == plain[path], path
        for path in forms if number == 0 else forms[number :: len(cookies)]:
            status, headers, _ = him.send(path, {"code": "1", "reason": "x"})
            assert (status, (headers["Location"] or LOGIN)[: len(LOGIN)]) in POSTED, path
            asked += 1
        asked += len(share)
    print(f"{len(cookies)} forged sessions: {asked} requests at the private door")
    links_and_codes(loot, siege)


def kept_out(answer):
    return answer[0], answer[1]["Location"] or ""


def links_and_codes(loot, siege):
    """Try reset links and invitations of the other door, and passwords that he set or learnt there."""
    for path in loot["resets"]:
        him = siege.attacker("private")
        assert "set-password" not in him.ask(path)[2]
        him.send(path.rpartition("-")[0] + "-set-password/", {"password1": PASSWORD, "password2": PASSWORD})
    for code in loot["invitations"]:
        him = siege.attacker("private")
        assert him.ask(f"/accounts/invitations/{code}/")[0] != 200
        him.send(
            "/accounts/invitations/accept/", {"code": code, "email": "x@example.jp", "password": PASSWORD}
        )
    for number, member in enumerate(CAST.values()):
        him = siege.attacker("private")
        him.source = f"127.0.2.{number + 1}"
        assert him.sign_in(member.email, PASSWORD, TOTP_SECRET) == ""
    # One person has the same password at both doors; the second factor of the other one is another.
    both = next(each for each in cast_of("public") if each.key == "outsider")
    him = siege.attacker("private")
    assert him.sign_in(both.email, both.password, both.totp_secret) == ""
    assert him.ask("/handoff/")[0] in REDIRECTS


def steal_from_the_server(siege):
    """Try the private database and the server with each role of the public side."""
    assert database.try_the_other_database(siege.portal, siege.his) == 0
    assert database.try_the_server(siege.portal, siege.his) == []
    tables = database.read_everything(siege.portal, siege.his)
    with database.connect(siege.portal, PRIVATE.application, PRIVATE.database) as session:
        assert session.execute("SELECT 1").fetchone() == (1,), "nobody could have opened it"
    print(f"database: {len(database.HIS)} roles refused, {tables} public tables read")


def pull_what_he_wrote(siege):
    """Let the private worker take over a directory of which he wrote every line."""
    count = siege.portal.program("public", "hollow_agencies")
    assert siege.portal.program("private", "pull")["status"] == "succeeded"
    after = siege.portal.program("private", "state")
    used = siege.before["used"]
    assert len(used) >= 3
    assert {each: after["agencies"][each] for each in used} == {
        each: siege.before["agencies"][each] for each in used
    }
    assert [row[3] for row in after["agencies"].values() if row[3]] == [
        row[3] for row in siege.before["agencies"].values() if row[3]
    ]
    print(f"directory: {count} agencies renamed and closed, {len(used)} in use stay as they were")


def queue_and_stall(siege):
    """Queue every private job in the public queue, then hold and break what the public door writes."""
    tasks = [each for each in siege.secrets["tasks"] if each.startswith("handoff.")]
    assert len(tasks) > 10
    numbers = siege.portal.program("public", "queue_jobs", tasks=tasks, marker=MARKER)
    ends = siege.portal.program("public", "job_ends", numbers=numbers)
    assert set(ends) == {f"{task}: failed" for task in tasks}
    print(f"jobs: {len(numbers)} queued under {len(tasks)} private names, none did anything")
    with ExitStack() as stack:
        assert database.stall_the_chain(siege.portal, stack)
        taken = database.take_every_connection(siege.portal, stack)
        print(f"connections: he took {taken}")
        works_on(siege, "lead", LEAD)
    assert database.break_the_chain(siege.portal) > 0


def stop_and_stand_in(siege):
    """Kill the public door and its workers, and answer the private worker in their place."""
    with in_place_of_the_public_door(siege.portal) as rogue:
        for rogue.way in WAYS:
            assert siege.portal.program("private", "pull")["status"] == "failed", rogue.way
            works_on(siege, "case_worker", WORKER)
        siege.his.hear("what the private worker asked", *rogue.asked)
        assert {path for path, _ in rogue.asked} == {"/door-feed.json"}
        assert not [headers for _, headers in rogue.asked if "Cookie" in headers]
        for number, member in enumerate(CAST.values()):
            works_on(siege, member.key, f"127.0.3.{number + 1}")
        print(f"public door gone: {len(WAYS)} hostile feeds, {len(CAST)} own people signed in meanwhile")
    him = siege.attacker("public")
    wait_until(lambda: is_up(him), within=600)


def is_up(visitor):
    try:
        return visitor.ask("/healthz")[0] == 200
    except OSError:
        return False


def works_on(siege, key, source):
    """Sign in as one of the private door's own people and open the first page."""
    status, _, text = siege.own(key, source).ask("/handoff/")
    assert (status, LOGOUT in text) == (200, True), key


def answers_of(watch):
    print(f"private door meanwhile: {dict(watch.answers)}, slowest {watch.slowest:.1f} s")
    assert set(watch.answers) == {200}
    assert watch.answers[200] > 50
    assert watch.slowest < ANSWERS_WITHIN_SECONDS


def stands_as_before(siege):
    """Nothing of the private door has changed, and whatever ran there was its own."""
    after = siege.portal.program("private", "state")
    for kind in ("accounts", "factors", "enrolments"):
        assert after[kind] == siege.before[kind], kind
    known = {number for number, *_ in siege.before["jobs"]}
    new = [row for row in after["jobs"] if row[0] not in known]
    pulled = [row for row in new if row[1] == "handoff.copying.pull_agencies" and row[2] == {"timestamp": 0}]
    informing = [row for row in new if (row[4] or "").startswith(INFORMS)]
    others = [row for row in new if not row[3] and row not in pulled and row not in informing]
    print(f"private jobs: {len(new)} periodic or ours, {len(others)} because of him")
    assert others == []
    assert len(pulled) == 1 + len(WAYS)
    assert str(MARKER) not in str(new)
    assert after["broken"] is None
    assert after["events"] > siege.before["events"]
    ready = Visitor("private", siege.portal.ports["private"], siege.ours, source=CONTROL).ask("/readyz")
    assert ready[0] == 200, ready[2]


def with_the_private_key_it_opens(siege, paths):
    """What was refused above opens as soon as it is forged with the private door's own key and database."""
    email = CAST["case_worker"].email
    forged = siege.portal.program("private", "with_our_key", email=email)
    ear = Ear(siege.ours.forms.values())
    him = Visitor("private", siege.portal.ports["private"], ear, source=CONTROL)
    him.cookies[SESSIONS["private"]] = forged["session"]
    opened = sum(him.ask(path)[0] == 200 for path in paths)
    assert opened > len(paths) // 2
    assert len({word for _, word in ear.hits}) > 5
    fresh = [Visitor("private", siege.portal.ports["private"], ear, source=CONTROL) for _ in range(2)]
    assert fresh[0].ask(f"/accounts/invitations/{forged['invitation']}/")[0] == 200
    assert "set-password" in fresh[1].ask(forged["reset"])[2]
    ran = siege.portal.program(
        "private", "run_job", task="handoff.copying.pull_agencies", arguments={"timestamp": MARKER}
    )
    assert ran["status"] == "succeeded"
    assert str(MARKER) in str(siege.portal.program("private", "state")["jobs"])
    print(f"control, with the private key: {opened} pages, {len(ear.hits)} secrets heard")
