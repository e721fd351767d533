"""A large community: 200 member agencies, 60 sessions, 2,000 posts; and the list of titles for 500 people."""

import statistics
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.enums import PublicRole
from events.enums import Attendance, Way
from events.models import Participant
from events.services.applying import PersonRequest
from events.services.attendance import mark_attendance
from foundation.mail.models import OutgoingMail
from outreach.study_groups.board.enums import TopicKind, Weekday
from outreach.study_groups.board.models import DigestWish, Post, Topic
from outreach.study_groups.board.services.digest import send_digests
from outreach.study_groups.enums import CommunityKind, SessionFormat
from outreach.study_groups.models import PlanRow
from outreach.study_groups.rules import is_committee
from tests.benchmarks.server import load, slowness
from tests.factories.accounts import make_user, sign_in
from tests.factories.associations import make_rules
from tests.factories.committees import make_expert, make_seat, make_term
from tests.factories.directory import join, make_agency
from tests.factories.events import apply
from tests.factories.groups import hold, make_community, make_delegate, make_member_of, make_plan

pytestmark = pytest.mark.django_db(transaction=True)

MEMBERS, SESSIONS, POSTS, POSTS_A_TOPIC, CAME, READERS = 200, 60, 2_000, 10, 8, 500
TIMES, TIMES_BETWEEN = 40, 5
LONGEST_P50_SECONDS, MOST_QUERIES, LONGEST_DIGEST_SECONDS = 0.080, 15, 30


def talk(community, writer, now, *, posts=POSTS):
    """Fill the board: each topic begins an hour after the one before."""
    topics = [
        Topic(
            community=community,
            kind=TopicKind.TALK,
            title=f"話題{number}",
            writer=writer,
            began_at=now - timedelta(hours=number),
            last_at=now - timedelta(hours=number),
        )
        for number in range(posts // POSTS_A_TOPIC)
    ]
    Post.objects.bulk_create(
        Post(topic=topic, writer=writer, text="夜は、どうしていますか。", written_at=topic.began_at)
        for topic in Topic.objects.bulk_create(topics)
        for _ in range(POSTS_A_TOPIC)
    )


def large_community(staff, now, kind):
    """Make members, a year of sessions of which most were held, and the board; return a delegate too.

    A committee has as many seats as others have members; whoever comes to its sessions sits in one.
    """
    community, user = make_community(kind=kind), make_user(roles=[PublicRole.PARTNER])
    agencies = [make_agency(name=f"家{number}") for number in range(MEMBERS)]
    join(user.person, agencies[0])
    coming: int | list[PersonRequest] = CAME
    if is_committee(kind):
        seats = [make_seat(community, name=f"席{number}") for number in range(MEMBERS)]
        seated = [user] + [make_expert(name=f"委員 {number}郎") for number in range(1, CAME)]
        for seat, each in zip(seats, seated, strict=False):
            make_term(seat, each.person)
        coming = [PersonRequest(way=Way.VENUE, name=each.person.name) for each in seated]
    else:
        members = [make_member_of(community, agency) for agency in agencies]
        make_delegate(members[0], user.person)
    begun = now - timedelta(days=30)
    plan = make_plan(community, by=staff, now=begun, themes=[f"テーマ{each}" for each in range(SESSIONS)])
    if kind == CommunityKind.ASSOCIATION:
        make_rules(community)
        PlanRow.objects.filter(pk=plan.rows.last().pk).update(format=SessionFormat.GENERAL_MEETING)
    for number, row in enumerate(plan.rows.all()):
        starts_at = begun + timedelta(days=7 if number % 4 else 40)
        event = hold(row, by=staff, now=begun, starts_at=starts_at)
        session = event.sessions.get()
        agency = None if is_committee(kind) else agencies[number]
        apply(session, coming, agency=agency, by_staff=True, actor=staff, now=begun)
        if starts_at < now:
            people = Participant.objects.filter(session=session).values_list("pk", flat=True)
            marks = dict.fromkeys(people, Attendance.ATTENDED)
            mark_attendance(session=session, marks=marks, actor=staff, now=session.ends_at)
    if not is_committee(kind):
        talk(community, user.person, now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return community, user


@pytest.mark.parametrize(
    "kind", [CommunityKind.COMMUNITY, CommunityKind.ASSOCIATION, CommunityKind.REVIEW_COMMITTEE]
)
def test_the_home_of_a_large_community(capsys, kind):
    now = timezone.now()
    community, user = large_community(make_user(roles=[PublicRole.STAFF, PublicRole.MANAGER]), now, kind)
    client, address, seconds = sign_in(Client(), user), community.get_absolute_url(), []
    usual, slow = [], 1.0
    assert client.get(address).status_code == 200  # The first page of a process fills its caches.
    with CaptureQueriesContext(connection) as asked:
        page = client.get(address)
        queries = len(asked)
    assert f"開催{SESSIONS * 3 // 4}回" in page.content.decode()
    for number in range(TIMES):
        slow = slowness() if number % TIMES_BETWEEN == 0 else slow
        began = time.perf_counter()
        assert client.get(address).status_code == 200
        seconds.append(time.perf_counter() - began)
        usual.append(seconds[-1] / slow)
    p50, p95 = statistics.median(seconds), statistics.quantiles(seconds, n=20)[-1]
    with capsys.disabled():
        print(
            f"\nhome ({kind}) of {MEMBERS} members, {SESSIONS} sessions, {POSTS} posts: {queries} queries, "
            f"p50 {p50 * 1_000:.0f} ms, p95 {p95 * 1_000:.0f} ms, load {load()}; "
            f"p50 {statistics.median(usual) * 1_000:.0f} ms at the speed of a usual machine"
        )
    assert queries <= MOST_QUERIES
    assert statistics.median(usual) < LONGEST_P50_SECONDS


def coming_working_day():
    """Return now, or the same time on Monday where it is a Saturday or Sunday: no list is sent on those."""
    now = timezone.now()
    weekday = timezone.localdate(now).weekday()
    return now + timedelta(days=7 - weekday) if weekday > Weekday.FRIDAY else now


def test_the_list_of_titles_for_five_hundred(capsys):
    now, community = coming_working_day(), make_community()
    today = timezone.localdate(now)
    for number in range(READERS):
        user, agency = make_user(roles=[PublicRole.PARTNER]), make_agency(name=f"家{number}")
        join(user.person, agency)
        make_delegate(make_member_of(community, agency), user.person)
        DigestWish.objects.create(
            community=community,
            person=user.person,
            weekday=today.weekday(),
            told_until=now - timedelta(days=7),
        )
    talk(community, user.person, now - timedelta(hours=1))
    before = OutgoingMail.objects.count()
    began = time.perf_counter()
    assert send_digests(now=now) == READERS
    took = time.perf_counter() - began
    assert OutgoingMail.objects.count() - before == READERS
    assert send_digests(now=now) == 0
    with capsys.disabled():
        print(f"\nlist of titles for {READERS}: {took:.1f} s, load {load()}")
    assert took < LONGEST_DIGEST_SECONDS
