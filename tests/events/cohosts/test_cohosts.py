"""Co-hosts: who is named, who counts, and whom a co-host reads of; everybody else finds nothing."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory.enums import MembershipRole
from directory.services.agencies import merge_agencies
from events.cohosts import desk_urls, rules
from events.cohosts.enums import HostRole
from events.cohosts.exceptions import HostRefused
from events.cohosts.models import Host
from events.cohosts.services import add_host, change_host, remove_host
from events.models import Event
from events.plan import plan_of_the_year
from events.registries import event_hosts
from events.report_chapter import seminars_of_the_year
from events.services.publishing import cancel_event
from foundation.audit.models import Entry
from foundation.centre.models import CentreProfile
from tests.factories.accounts import sign_in
from tests.factories.afterwards import make_held_event, mark
from tests.factories.directory import make_agency, make_partner
from tests.factories.events import NOW, STARTS_AT, apply, make_event
from tests.factories.shown import as_shown
from tests.foundation.printed import Printed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
BEFORE = NOW - timedelta(days=8)
SECRETS = ("000-000-4567", "minamo@example.jp", "車いす", "言わないで", "世話人")


@pytest.fixture
def agency():
    return make_agency(name="見本市基幹相談支援センター")


@pytest.fixture
def event():
    return make_event()


def host_of(event, agency, staff, *, role=HostRole.CO_ORGANISER, shares=False, counts=False, now=BEFORE):
    host = add_host(event=event, agency=agency, role=role, actor=staff, now=now)
    return agree(host, staff, shares=shares, counts=counts, now=now)


def agree(host, staff, *, shares, counts=False, now=BEFORE):
    given = {"role": HostRole(host.role), "shares_roster": shares, "counts_event": counts}
    return change_host(host=host, **given, actor=staff, now=now)


def seated(event, **fields):
    fields = {"agency_name": "みなもの家", "note": "言わないで", "accommodations": ["wheelchair"]} | fields
    return apply(event.sessions.get(), **fields)


def page_of(user, event):
    return sign_in(Client(), user).get(reverse("cohosts:event", args=[event.slug]))


@pytest.mark.parametrize("member", [MembershipRole.PARTNER, MembershipRole.PARTNER_ADMIN])
@pytest.mark.parametrize("is_own", [True, False])
@pytest.mark.parametrize("role", HostRole)
@pytest.mark.parametrize("shares", [True, False])
def test_who_reads_what(event, agency, staff, member, is_own, role, shares):
    if role == HostRole.SUPPORTER and shares:
        with pytest.raises(HostRefused, match="後援"):
            host_of(event, agency, staff, role=role, shares=True)
        return
    host_of(event, agency, staff, role=role, shares=shares)
    seated(event)
    reader = make_partner(agency=agency if is_own else make_agency(), role=member)
    page = page_of(reader, event)
    if not is_own or role == HostRole.SUPPORTER:
        assert page.status_code == 404
        assert event.title not in sign_in(Client(), reader).get("/my/hosting/").text
        return
    assert page.status_code == 200
    assert event.title in sign_in(Client(), reader).get("/my/hosting/").text
    assert ("見本 1" in page.text, "みなもの家" in page.text) == (shares, shares)
    assert [secret for secret in SECRETS if secret in page.text] == []


@pytest.mark.parametrize(
    "who", ["stranger", "staff of nowhere", "draft", "removed", "withdrawn", "colleague"]
)
def test_nobody_else_finds_anything(event, agency, staff, who):
    host = host_of(event, agency, staff, shares=True)
    seated(event)
    reader = make_partner(agency=agency)
    assert "見本 1" in page_of(reader, event).text
    if who == "stranger":
        answer = Client().get(reverse("cohosts:event", args=[event.slug]))
        assert (answer.status_code, answer.url.partition("?")[0]) == (302, "/accounts/login/")
        return
    if who == "staff of nowhere":
        reader = staff
    elif who == "draft":
        Event.objects.update(state="draft")
    elif who == "removed":
        remove_host(host=host, actor=staff, now=NOW)
    elif who == "withdrawn":
        agree(host, staff, shares=False, now=NOW)
        assert "見本 1" not in page_of(reader, event).text
        return
    else:
        reader.person.memberships.update(role=MembershipRole.COLLEAGUE)
    assert page_of(reader, event).status_code == 404


def test_a_roster_is_gone_some_days_after_the_end(event, agency, staff):
    host_of(event, agency, staff, shares=True)
    seated(event)
    reader = make_partner(agency=agency)
    end = STARTS_AT + timedelta(hours=3, days=30)
    for moment, is_there in ((end, True), (end + timedelta(seconds=1), False)):
        with time_machine.travel(moment, tick=False):
            page = page_of(reader, event)
            assert ("見本 1" in page.text, page.status_code) == (is_there, 200)
            sent = {"session": event.sessions.get().pk, "form": "csv", "speaks_for": agency.public_id}
            answer = sign_in(Client(), reader).post(page.wsgi_request.path, sent)
            assert answer.headers["Content-Type"].startswith("text/csv") == is_there


def test_whoever_was_told_nothing_is_read_of_by_nobody(event, agency, staff):
    seated(event, now=NOW - timedelta(days=3))
    host = host_of(event, agency, staff, now=NOW - timedelta(days=2))
    agree(host, staff, shares=True, now=NOW - timedelta(days=2))
    seated(event, people=2, agency_name="あとの家", now=NOW)
    reader = make_partner(agency=agency)
    page = page_of(reader, event).text
    assert ("あとの家" in page, "みなもの家" in page, "ほかに1人に席があります" in page) == (
        True,
        False,
        True,
    )


@pytest.mark.parametrize(
    ("agreed", "had_opened", "web", "paper"),
    [
        (None, False, False, False),
        (0, False, True, True),
        (-1, False, True, True),
        (1, False, False, False),
        (-23, True, False, False),
        (-24, True, True, False),
    ],
)
def test_who_was_told_follows_the_hours(agreed, had_opened, web, paper):
    """Hours from the application to the agreement."""
    agreed_at = None if agreed is None else NOW + timedelta(hours=agreed)
    sharing = rules.Sharing(agreed_at, had_opened)
    assert (rules.web_was_told(sharing, NOW), rules.paper_was_told(sharing, NOW)) == (web, paper)


@pytest.mark.parametrize("has_applied", [True, False])
@pytest.mark.parametrize("moved_by", [timedelta(days=-20), timedelta(days=5, hours=12)])
def test_an_opening_that_is_moved_tells_nobody_afterwards(event, agency, staff, has_applied, moved_by):
    if has_applied:
        seated(event, now=NOW - timedelta(days=3))
    host_of(event, agency, staff, shares=True, now=NOW - timedelta(days=2))
    # Within a day of the agreement: the form was opened before it.
    seated(event, agency_name="開いていた家", now=NOW - timedelta(days=2) + timedelta(hours=1))
    by_paper = {"channel": "fax", "received_at": NOW, "by_staff": True, "actor": staff}
    seated(event, agency_name="古い用紙の家", **by_paper)
    seated(event, agency_name="あとの家", now=NOW)
    Event.objects.update(opens_at=event.opens_at + moved_by)
    page = page_of(make_partner(agency=agency), event).text
    names = ("みなもの家", "開いていた家", "古い用紙の家", "あとの家")
    assert [name for name in names if name in page] == ["あとの家"]


def test_somebody_who_has_applied_shows_that_it_had_opened(event, agency, staff):
    seated(event, now=NOW - timedelta(days=3))
    Event.objects.update(opens_at=NOW - timedelta(days=1))
    host_of(event, agency, staff, shares=True, now=NOW - timedelta(days=2))
    assert Host.objects.get().had_opened is True
    assert "みなもの家" not in page_of(make_partner(agency=agency), event).text


def test_a_roster_closes_at_once_when_the_event_is_cancelled(event, agency, staff):
    host_of(event, agency, staff, shares=True)
    seated(event)
    reader = make_partner(agency=agency)
    assert "みなもの家" in page_of(reader, event).text
    cancel_event(event=event, reason="台風", actor=staff, now=NOW)
    page = page_of(reader, event)
    assert (page.status_code, "みなもの家" in page.text) == (200, False)


@pytest.mark.parametrize(("channel", "is_told"), [("fax", True), ("phone", True), ("door", False)])
def test_a_paper_tells_and_the_door_does_not(event, agency, staff, channel, is_told):
    host_of(event, agency, staff, shares=True)
    seated(event, channel=channel, received_at=NOW, by_staff=True, actor=staff)
    assert ("みなもの家" in page_of(make_partner(agency=agency), event).text) == is_told


@pytest.mark.parametrize("form", ["pdf", "xlsx", "csv"])
def test_a_roster_leaves_with_a_trace_and_without_what_is_nobodys_business(event, agency, staff, form):
    host = host_of(event, agency, staff, shares=True)
    seated(event)
    reader = make_partner(agency=agency)
    session = event.sessions.get()
    sent = {"session": session.pk, "form": form, "speaks_for": agency.public_id}
    answer = sign_in(Client(), reader).post(reverse("cohosts:event", args=[event.slug]), sent)
    assert answer.status_code == 200
    content = answer.content
    text = Printed(content).text if form == "pdf" else content.decode("utf-8-sig") if form == "csv" else ""
    text = "".join(text.split())
    if form != "xlsx":
        assert ("見本1" in text, "みなもの家" in text) == (True, True)
        assert [secret for secret in SECRETS if secret in text] == []
    entry = Entry.objects.get(verb="cohosts.roster_exported")
    assert set(entry.fields) == {
        f"host:{host.pk}",
        f"form:{form}",
        "番号",
        "所属",
        "氏名",
        "フリガナ",
        "方法",
    }
    assert event.number in answer.headers["Content-Disposition"]


def test_the_form_the_paper_and_the_receipt_tell_with_whom_the_roster_is_shared(event, agency, staff):
    CentreProfile.objects.create(pk=1, name="見本センター", phone="099-000-1234")
    words = "見本市基幹相談支援センター"
    address = reverse("events:apply", args=[event.slug])
    host = host_of(event, agency, staff)
    assert words not in Client().get(address).text
    agree(host, staff, shares=True)
    assert f"{words}と共有します" in Client().get(address).text
    page = Client().get(event.get_absolute_url(), {"uncached": "1"}).text
    assert ("共催" in page, f"{words}と共有します" in page) == (True, True)
    for paper in ("sheet", "flyer"):
        text = Printed(Client().get(reverse(f"events:{paper}", args=[event.slug])).content).text
        assert f"{words}と共有" in "".join(text.split())
    assert "共催" in text
    desk = sign_in(Client(), staff)
    assert f"{words}と共有します" in desk.get(reverse("event_desk:entry", args=[event.pk])).text
    receipt = desk.get(reverse("event_desk:receipt", args=[seated(event).pk])).content
    assert f"{words}と共有します" in "".join(Printed(receipt).text.split())


def test_the_sheet_stays_one_page_with_three_hosts_of_long_names(event, staff):
    for number in range(3):
        long = make_agency(
            name=f"社会福祉法人見本市総合社会福祉事業団 地域生活支援拠点 基幹相談支援センターみなも{number}"
        )
        host_of(event, long, staff, shares=True)
    for paper, pages in (("sheet", 1), ("flyer", 2)):
        content = Client().get(reverse(f"events:{paper}", args=[event.slug])).content
        assert len(Printed(content).sizes) == pages


def test_exactly_one_counts_an_event(staff, agency):
    event = make_held_event(people=2)
    mark(event, actor=staff, attended={"参加 1"})
    year = 2026

    def counted():
        [whole, *_] = seminars_of_the_year(year, timezone.now()).tables
        return [row.value for row in whole.rows]

    ours = counted()
    host = host_of(event, agency, staff, counts=True)
    other = host_of(event, make_agency(name="ほか"), staff, counts=True)
    host.refresh_from_db()
    assert (host.counts_event, other.counts_event) == (False, True)
    assert counted() == [0, 0, 1]
    assert plan_of_the_year(year, now=timezone.now()) == []
    agree(other, staff, shares=False, counts=False)
    assert (counted(), ours[0]) == (ours, 1)
    assert plan_of_the_year(year, now=timezone.now())[-1].count.planned == 1


def test_the_database_keeps_hosts_true(event, agency, staff):
    host_of(event, agency, staff, counts=True)
    other = host_of(event, make_agency(name="ほか"), staff)
    rows = Host.objects.filter(pk=other.pk)
    for name, change in {
        "cohosts_host_once": {"agency": agency},
        "cohosts_host_one_counts": {"counts_event": True},
        "cohosts_host_agreement_says_who_and_when": {"agreed_at": NOW, "agreed_by": staff},
        "cohosts_host_supporter_lends_the_name_alone": {
            "role": "supporter",
            "agreed_at": NOW,
            "agreed_by": staff,
            "had_opened": False,
        },
        "cohosts_host_role": {"role": "x"},
    }.items():
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            rows.update(**change)


def test_a_merged_agency_is_a_host_once_and_what_was_agreed_ends(event, agency, staff):
    kept = make_agency(name="新しい基幹")
    host_of(event, agency, staff, shares=True, counts=True)
    host_of(event, kept, staff)
    merge_agencies(kept=kept, merged=agency, actor=staff, now=NOW)
    [host] = Host.objects.all()
    assert (host.agency, host.counts_event, host.agreed_at) == (kept, True, None)


def test_the_desk_adds_changes_and_removes_a_host(event, agency, staff):
    desk = sign_in(Client(), staff)
    address = reverse("cohosts_desk:of_event", args=[event.pk])
    assert "センターだけで開きます" in desk.get(address).text
    assert agency.name in desk.get(address, {"q": "基幹相談"}).text
    added = desk.post(address, {"agency": agency.public_id, "role": "co_organiser"})
    assert added.status_code == 303
    twice = desk.post(address, {"agency": agency.public_id, "role": "co_organiser"}, follow=True)
    assert "もう加えてあります" in twice.text
    host = Host.objects.get()
    change = reverse("cohosts_desk:change", args=[host.pk])
    supporter = as_shown(desk, change) | {"role": "supporter", "shares_roster": "on"}
    assert desk.post(change, supporter).status_code == 422
    done = desk.post(change, as_shown(desk, change) | {"shares_roster": "on"})
    assert done.status_code == 303
    page = desk.get(address).text
    assert "こう出ています" in page
    host.refresh_from_db()
    assert (host.agreed_at, host.agreed_by) == (NOW, staff)
    assert desk.post(reverse("cohosts_desk:remove", args=[host.pk])).status_code == 303
    assert Host.objects.count() == 0
    verbs = Entry.objects.filter(verb__startswith="cohosts.").order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == [
        "cohosts.added",
        "cohosts.changed",
        "cohosts.removed",
    ]


def test_whom_a_colleague_has_taken_away_is_told_in_words(event, agency, staff):
    host = host_of(event, agency, staff)
    client = sign_in(Client(), staff)
    address, remove = (reverse(f"cohosts_desk:{name}", args=[host.pk]) for name in ("change", "remove"))
    assert client.get(address).status_code == 200
    stale = Host.objects.select_related("event").get(pk=host.pk)
    assert client.post(remove).status_code == 303
    assert (client.post(address).status_code, client.post(remove).status_code) == (404, 404)
    given = {"role": HostRole.ORGANISER, "counts_event": True, "shares_roster": False}
    for act, words in ((change_host, given), (remove_host, {})):
        with pytest.raises(HostRefused, match="もう外してあります"):
            act(host=stale, **words, actor=staff, now=NOW)
    assert Entry.objects.filter(verb="cohosts.removed").count() == 1


def test_an_agreement_keeps_its_moment_when_something_else_changes(event, agency, staff):
    host = host_of(event, agency, staff, shares=True)
    assert agree(host, staff, shares=True, counts=True, now=NOW).agreed_at == BEFORE


@pytest.mark.parametrize("name", [each.name for each in desk_urls.urlpatterns])
def test_the_desk_is_closed_to_partners(event, agency, staff, partner, name):
    host = host_of(event, agency, staff)
    pk = event.pk if name == "of_event" else host.pk
    answer = sign_in(Client(), partner).get(reverse(f"cohosts_desk:{name}", args=[pk]))
    assert answer.status_code in (302, 403, 404, 405)
    assert Host.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_as_often_for_three_as_for_one(agency, staff, count, django_assert_num_queries):
    event = None
    for _ in range(count):
        event = make_event(sessions=count)
        host_of(event, agency, staff, shares=True)
    for session in event.sessions.all():
        apply(session)
    client = sign_in(Client(), make_partner(agency=agency))
    for address, queries in (("/my/hosting/", 9), (reverse("cohosts:event", args=[event.slug]), 14)):
        client.get(address)
        with django_assert_num_queries(queries):
            client.get(address)


def test_a_cancelled_event_says_so(event, agency, staff):
    host_of(event, agency, staff)
    cancel_event(event=event, reason="雪のため", actor=staff, now=NOW)
    assert "雪のため" in page_of(make_partner(agency=agency), event).text


def test_an_event_of_the_centre_alone_names_nobody(event):
    assert [line for source in event_hosts for line in source(event)] == []
