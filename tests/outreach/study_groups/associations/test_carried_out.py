"""What a vote forbids and what a passed resolution does; what panel and papers say of a general meeting."""

from datetime import timedelta
from itertools import product
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone

from foundation.audit.models import Entry
from foundation.japanese.dates import fiscal_year, long_date
from outreach.study_groups.access import standing_in
from outreach.study_groups.associations import queries
from outreach.study_groups.associations.enums import Choice, Effect, Presence, Result
from outreach.study_groups.associations.models import (
    Assembly,
    Resolution,
    RulesVersion,
    SecretariatTerm,
    Vote,
    Voter,
)
from outreach.study_groups.associations.panels import rules_and_assembly
from outreach.study_groups.associations.papers import proxy_pdf, record_pdf
from outreach.study_groups.associations.services.agenda import add_resolution
from outreach.study_groups.associations.services.counting import carry_out, close_assembly
from outreach.study_groups.associations.services.ruling import change_proposal
from outreach.study_groups.associations.services.sending import Sender, give_proxy, vote_in_writing
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.panels import Home
from outreach.study_groups.queries import plan_and_lines
from outreach.study_groups.summary import summary_of
from tests.factories.accounts import sign_in
from tests.factories.associations import (
    PLAIN,
    attend,
    make_assembly,
    make_association,
    make_rules,
    make_voter,
    vote,
)
from tests.factories.events import apply
from tests.factories.first_site import place_first_site
from tests.foundation.printed import Printed

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
DAY = timedelta(days=1)
MEETING_DAY = NOW + 7 * DAY
HELD_ON = timezone.localdate(MEETING_DAY)


@pytest.fixture
def community(transactional_db):
    place_first_site()
    found = make_association()
    make_rules(found)
    return found


@pytest.fixture
def voters(community):
    return [make_voter(community, name) for name in ("いち", "に", "さん", "よん", "ご")]


def page(assembly, rest=""):
    return f"/groups/tobu/assemblies/{assembly.pk}/{rest}"


def make_meeting_on(community, staff, **details):
    assembly = make_assembly(community, by=staff, now=NOW, resolutions=())
    made = add_resolution(assembly=assembly, details=PLAIN | details, actor=staff, now=NOW)
    return assembly, made


def decide(assembly, resolution, voters, staff, *, says="yes"):
    attend(assembly, voters[:3], by=staff, now=MEETING_DAY)
    vote(resolution, **{says: voters[:3]}, by=staff, now=MEETING_DAY)
    close_assembly(assembly=assembly, actor=staff, now=MEETING_DAY)


# What follows


def test_a_general_meeting_counts_as_held_by_agencies_and_not_as_so_many_people(community, voters, staff):
    assembly, resolution = make_meeting_on(community, staff)
    decide(assembly, resolution, voters, staff)
    plan, after = assembly.row.plan, MEETING_DAY + DAY
    found = summary_of(community, plan, plan.fiscal_year, now=after)
    assert [each.words for each in found.held] == ["3機関"]
    assert (found.people, found.agencies, found.by_sector) == (0, 3, [])


def test_a_passed_resolution_adopts_the_rules_that_it_names(community, voters, staff):
    rules = make_rules(community, version=2, on=HELD_ON, adopted=False, text="第1条 改めた。")
    assembly, resolution = make_meeting_on(community, staff, effect=Effect.RULES, rules_id=rules.pk)
    decide(assembly, resolution, voters, staff)
    assert queries.rules_on(community, HELD_ON).version == 1
    carry_out(resolution=resolution, actor=staff, now=MEETING_DAY)
    rules.refresh_from_db()
    words = f"{HELD_ON.month}月{HELD_ON.day}日の総会（第1号議案）"
    assert (rules.adopted_on, rules.adopted_by) == (HELD_ON, words)
    assert queries.rules_on(community, HELD_ON) == rules
    with pytest.raises(GroupRefused, match="もうそのとおりに"):
        carry_out(resolution=resolution, actor=staff, now=MEETING_DAY)


def test_rules_that_were_to_hold_before_they_are_adopted_hold_from_that_day(community, voters, staff):
    rules = make_rules(community, version=2, on=HELD_ON - DAY, adopted=False)
    assembly, resolution = make_meeting_on(community, staff, effect=Effect.RULES, rules_id=rules.pk)
    decide(assembly, resolution, voters, staff)
    client, says = sign_in(Client(), staff), f"{long_date(HELD_ON)}から効きます"
    assert says in client.get(page(assembly)).text
    said = client.post(page(assembly, f"resolutions/{resolution.pk}/done/"), follow=True).text
    assert "案に書いた日が総会より前なので" in said
    rules.refresh_from_db()
    assert (rules.adopted_on, rules.in_force_from) == (HELD_ON, HELD_ON)
    assert queries.rules_on(community, HELD_ON) == rules
    fields = Entry.objects.get(verb="group_associations.rules_adopted").fields
    assert fields == ["adopted_by", "adopted_on", "in_force_from"]
    record = Printed(record_pdf(Assembly.objects.get(), now=MEETING_DAY)).text
    assert f"{long_date(HELD_ON)}から施行" in record


@pytest.mark.parametrize("whose", ["agency", "centre"])
def test_a_passed_resolution_names_the_secretariat(community, voters, staff, whose):
    agency = voters[1].agency if whose == "agency" else None
    since = HELD_ON + 30 * DAY
    SecretariatTerm.objects.create(community=community, since=TODAY - 300 * DAY, decided_by="設立総会")
    details = {"effect": Effect.SECRETARIAT, "secretariat": agency, "secretariat_since": since}
    assembly, resolution = make_meeting_on(community, staff, **details)
    decide(assembly, resolution, voters, staff)
    carry_out(resolution=resolution, actor=staff, now=MEETING_DAY)
    earlier, later = SecretariatTerm.objects.order_by("since")
    assert (earlier.until, later.since, later.until, later.agency) == (since, since, None, agency)
    assert later.decided_by == f"{HELD_ON.month}月{HELD_ON.day}日の総会（第1号議案）"


@pytest.mark.parametrize("number", ["\0", "家", "A-999999"])
def test_a_number_that_is_none_finds_no_agency(community, staff, number):
    assembly, _ = make_meeting_on(community, staff)
    client = sign_in(Client(), staff)
    assert client.post(page(assembly, "papers/cancel/"), {"agency": number}).status_code == 404
    assert client.get(page(assembly, f"papers/{quote(number)}.pdf")).status_code == 404


@pytest.mark.parametrize("effect", [Effect.RULES, Effect.SECRETARIAT])
def test_a_lost_resolution_changes_nothing(community, voters, staff, effect):
    rules = make_rules(community, version=2, on=HELD_ON, adopted=False)
    details = {
        Effect.RULES: {"rules_id": rules.pk},
        Effect.SECRETARIAT: {"secretariat": voters[1].agency, "secretariat_since": HELD_ON},
    }[effect]
    assembly, resolution = make_meeting_on(community, staff, effect=effect, **details)
    decide(assembly, resolution, voters, staff, says="no")
    with pytest.raises(GroupRefused, match="可決された議案だけ"):
        carry_out(resolution=resolution, actor=staff, now=MEETING_DAY)
    rules.refresh_from_db()
    assert (rules.is_adopted, SecretariatTerm.objects.count()) == (False, 0)
    assert Resolution.objects.get().result == Result.LOST


@pytest.mark.parametrize("way", ["in writing", "there"])
def test_rules_on_which_somebody_voted_are_changed_no_more(community, voters, staff, way):
    rules = make_rules(community, version=2, on=HELD_ON, adopted=False, text="第1条 はじめの案。")
    assembly, resolution = make_meeting_on(community, staff, effect=Effect.RULES, rules_id=rules.pk)
    change_proposal(version=rules, details={"text": "第1条 直した案。"}, actor=staff, now=NOW)
    if way == "there":
        attend(assembly, voters[:3], by=staff, now=MEETING_DAY)
        vote(resolution, yes=voters[:1], by=staff, now=MEETING_DAY)
    else:
        sender, choices = Sender(voters[0].agency, TODAY), {resolution.pk: Choice.NO}
        vote_in_writing(assembly=assembly, sender=sender, choices=choices, actor=staff, now=NOW)
    with pytest.raises(GroupRefused, match="もう採決されています"):
        change_proposal(version=rules, details={"text": "第1条 別の案。"}, actor=staff, now=MEETING_DAY)
    rules.refresh_from_db()
    assert rules.text == "第1条 直した案。"
    Vote.objects.all().delete()
    change_proposal(version=rules, details={"text": "第1条 別の案。"}, actor=staff, now=MEETING_DAY)


# What is shown


def test_no_answer_is_chosen_before_the_paper_was_read(community, voters, manager):
    assembly = make_assembly(community, by=manager, now=NOW)
    choices = {Resolution.objects.get().pk: Choice.YES}
    sender = Sender(voters[0].agency, TODAY)
    vote_in_writing(assembly=assembly, sender=sender, choices=choices, actor=manager, now=NOW)
    for user, rest in ((manager, "papers/"), (voters[0], "send/")):
        shown = sign_in(Client(), user).get(page(assembly, rest)).text
        assert ['name="vote-' in shown, "checked" in shown] == [True, False]


def said_on_the_panel(community, user):
    standing = standing_in(user, community, today=TODAY)
    _, lines = plan_and_lines(community, fiscal_year(TODAY), now=timezone.now())
    return rules_and_assembly(Home(standing, user.person_id, lines)).rows[1][2]


@pytest.mark.parametrize(("proxies", "papers"), [*product([True, False], repeat=2)])
def test_the_panel_counts_as_the_page_does(community, voters, manager, proxies, papers):
    """One comes who sent a paper before, one entrusts, one entrusts and comes, one votes in writing."""
    RulesVersion.objects.update(proxies_count=proxies, written_count=papers)
    assembly = make_assembly(community, by=manager, now=NOW)
    came, entrusts, both, writes, _ = voters
    facts = {"assembly": assembly, "actor": manager, "now": NOW}
    choices = {Resolution.objects.get().pk: Choice.YES}
    for user in (came, writes):
        vote_in_writing(sender=Sender(user.agency, TODAY), choices=choices, **facts)
    for user in (entrusts, both):
        give_proxy(sender=Sender(user.agency, TODAY), holder=came.agency, **facts)
    for user in (came, both):
        session = assembly.row.event.sessions.get()
        apply(session, 1, agency=user.agency, actor=user, now=NOW)
    so_far = queries.counting_of(Assembly.objects.get()).so_far
    assert so_far.counted == 2 + proxies + papers
    words = f"いまのところ{so_far.counted}機関（{so_far.needed}機関で成り立ちます）"
    assert said_on_the_panel(community, manager) == words
    shown = sign_in(Client(), voters[0]).get(page(assembly)).text
    assert f"<b>{so_far.counted}機関 ／ {so_far.needed}機関</b>" in shown


def test_once_somebody_was_marked_the_page_alone_says_the_number(community, voters, manager):
    assembly = make_assembly(community, by=manager, now=NOW)
    attend(assembly, voters[:2], by=manager, now=MEETING_DAY)
    assert "出欠を書いています" in said_on_the_panel(community, manager)
    Voter.objects.update(presence=Presence.ABSENT)
    assert "いまのところ0機関" in said_on_the_panel(community, manager)


# As long as fields allow


def titles_of(count):
    return [f"{number:02d}番" + "長" * 74 + "終わり" for number in range(1, count + 1)]


@pytest.mark.parametrize(("count", "sheets"), [(4, 1), (30, 5)])
def test_a_proxy_is_one_sheet_and_goes_on_when_the_agenda_is_long(community, voters, staff, count, sheets):
    details = [PLAIN | {"title": title, "kind": "special"} for title in titles_of(count)]
    assembly = make_assembly(community, by=staff, now=NOW, resolutions=details)
    paper = Printed(proxy_pdf(assembly, voters[0].agency, now=NOW))
    text = paper.text
    assert [title in text for title in titles_of(count)] == [True] * count
    assert text.count("棄権") == count
    assert len(paper.texts) == sheets
    number = f"番号{assembly.pk}-{voters[0].agency.public_id}"
    assert [number in "".join(each.split()) for each in paper.texts] == [True] * sheets


def test_a_record_holds_the_longest_resolutions_whole(community, voters, staff):
    text = "\n".join(f"{number:03d}行" + "文" * 35 for number in range(100))
    details = [PLAIN | {"title": title, "text": text} for title in titles_of(2)]
    assembly = make_assembly(community, by=staff, now=NOW, resolutions=details)
    attend(assembly, voters[:3], by=staff, now=MEETING_DAY)
    for each in Resolution.objects.all():
        vote(each, yes=voters[:3], by=staff, now=MEETING_DAY)
    close_assembly(assembly=assembly, actor=staff, now=MEETING_DAY)
    said = Printed(record_pdf(Assembly.objects.get(), now=MEETING_DAY)).text
    assert [said.count("099行"), said.count("可決"), "に閉じました" in said] == [2, 2, True]
