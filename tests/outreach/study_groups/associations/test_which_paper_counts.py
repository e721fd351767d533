"""Of several things that an agency sends, what came last counts; what is wrong is put right and taken out."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from foundation.audit.models import Entry
from outreach.study_groups.associations import queries
from outreach.study_groups.associations.enums import Choice
from outreach.study_groups.associations.models import Assembly, Proxy, Resolution, Vote
from outreach.study_groups.associations.services.sending import Sender, give_proxy, vote_in_writing
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.models import Community
from tests.factories.accounts import sign_in
from tests.factories.associations import make_assembly, make_association, make_rules, make_voter
from tests.factories.first_site import place_first_site
from tests.foundation.printed import Printed

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()
DAY = timedelta(days=1)


@pytest.fixture
def voters(transactional_db):
    place_first_site()
    community = make_association()
    make_rules(community)
    return [make_voter(community, name) for name in ("いち", "に", "さん")]


@pytest.fixture
def assembly(voters, manager):
    return make_assembly(Community.objects.get(), by=manager, now=NOW)


def page(assembly, rest=""):
    return f"/groups/tobu/assemblies/{assembly.pk}/{rest}"


def counted(assembly):
    return queries.counting_of(Assembly.objects.get(pk=assembly.pk))


def on_paper(user, days_ago):
    return Sender(user.agency, timezone.localdate(NOW - days_ago * DAY))


def test_what_came_later_stands_whichever_is_written_down_first(assembly, voters, manager):
    user, resolution = voters[0], Resolution.objects.get()
    facts = {"assembly": assembly, "actor": manager, "now": NOW}
    no, yes = {resolution.pk: Choice.NO}, {resolution.pk: Choice.YES}
    vote_in_writing(sender=on_paper(user, 2), choices=no, **facts)
    older = on_paper(user, 3)
    for deed in (
        lambda: give_proxy(sender=older, holder=None, **facts),
        lambda: vote_in_writing(sender=older, choices=yes, **facts),
    ):
        with pytest.raises(GroupRefused, match="あとから届いた返事があります"):
            deed()
    assert (counted(assembly).meeting.written, Vote.objects.get().choice) == ({user.agency.pk}, "no")
    give_proxy(sender=on_paper(user, 1), holder=None, **facts)
    with pytest.raises(GroupRefused, match="あとから届いた返事があります"):
        vote_in_writing(sender=on_paper(user, 2), choices=yes, **facts)
    meeting = counted(assembly).meeting
    assert ([each.giver for each in meeting.entrusted], meeting.written) == ([user.agency.pk], set())
    # Papers of the same day: the one that is written down last.
    vote_in_writing(sender=on_paper(user, 1), choices=yes, **facts)
    assert counted(assembly).meeting.entrusted == ()
    # What went is in the record of changes.
    assert "gone:written=1" in str(list(Entry.objects.values_list("fields", flat=True)))


def test_a_proxy_that_came_before_a_withdrawn_one_counts_once_it_is_written_down(assembly, voters, manager):
    user = voters[0]
    client = sign_in(Client(), user)
    client.post(page(assembly, "send/"), {"giver": user.agency.pk, "way": "chair"})
    client.post(page(assembly, "withdraw/"), {"agency": user.agency.public_id})
    facts = {"assembly": assembly, "holder": voters[1].agency, "actor": manager, "now": NOW}
    give_proxy(sender=on_paper(user, 2), **facts)
    assert [each.holder for each in counted(assembly).meeting.entrusted] == [voters[1].agency.pk]


def test_a_wrong_day_is_put_right_and_a_wrong_paper_taken_out_by_the_office(assembly, voters, manager):
    first, second, *_ = voters
    facts = {"assembly": assembly, "actor": manager, "now": NOW}
    choices = {Resolution.objects.get().pk: Choice.NO}
    for days_ago in (1, 4):
        give_proxy(sender=on_paper(first, days_ago), holder=None, **facts)
    vote_in_writing(sender=on_paper(second, 4), choices=choices, **facts)
    assert Proxy.objects.get().given_on == Vote.objects.get().came_on == timezone.localdate(NOW - 4 * DAY)
    Assembly.objects.update(proxies_until=NOW - DAY)
    client, door = sign_in(Client(), manager), page(assembly, "papers/cancel/")
    assert client.get(page(assembly)).text.count(f'action="{door}"') == 2
    for user in (first, second):
        wanted = {"agency": user.agency.public_id}
        assert sign_in(Client(), user).post(door, wanted).status_code == 404
        assert client.post(door, wanted).status_code == 303
    meeting = counted(assembly).meeting
    assert (meeting.entrusted, meeting.written) == ((), frozenset())
    assert "取り消す返事は、ありません" in client.post(door, wanted, follow=True).text


def test_the_paper_asks_for_each_resolution_and_the_page_leads_to_the_answer_of_who_comes(assembly, voters):
    client = sign_in(Client(), voters[0])
    text = Printed(client.get(page(assembly, "papers/blank.pdf")).content).text
    assert [words in text for words in ("書面で答えるとき", "賛成", "反対", "棄権")] == [True] * 4
    event = assembly.row.event
    assert f'href="{event.get_absolute_url()}">出席を知らせる' in client.get(page(assembly)).text
