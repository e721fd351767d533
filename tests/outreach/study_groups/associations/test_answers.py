"""From the announcement to agenda and 委任状, and the office's list of who has answered."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.enums import PublicRole
from foundation.mail.models import OutgoingMail
from outreach.study_groups.associations.enums import Choice
from outreach.study_groups.associations.models import Assembly, Resolution
from outreach.study_groups.associations.services.sending import Sender, give_proxy, vote_in_writing
from outreach.study_groups.enums import SessionFormat
from outreach.study_groups.services.planning import add_row
from tests.factories.accounts import make_user, sign_in
from tests.factories.associations import attend, make_assembly, make_association, make_rules, make_voter
from tests.factories.directory import join, make_agency
from tests.factories.events import apply
from tests.factories.first_site import place_first_site
from tests.factories.groups import hold

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()
DAY = timedelta(days=1)
WORDS = "議案を読む、出席できないときの返事"


@pytest.fixture
def community(transactional_db):
    place_first_site()
    found = make_association()
    make_rules(found)
    return found


@pytest.fixture
def voters(community):
    return [make_voter(community, name, phone="000-000-0000") for name in ("いち", "に", "さん", "よん")]


@pytest.fixture
def assembly(community, voters, manager):
    return make_assembly(community, by=manager, now=NOW)


def page(assembly, rest=""):
    return f"/groups/tobu/assemblies/{assembly.pk}/{rest}"


def test_the_announcement_leads_to_the_agenda_and_the_proxy(assembly, voters):
    event = assembly.row.event
    text = sign_in(Client(), voters[0]).get(event.get_absolute_url()).text
    assert [WORDS in text, f'href="{page(assembly)}"' in text] == [True, True]
    mail = OutgoingMail.objects.filter(to=voters[0].email).get()
    assert ["委任状" in mail.text, event.get_absolute_url() in mail.text] == [True, True]


def test_a_general_meeting_that_is_not_prepared_yet_leads_to_where_it_will_stand(assembly, voters):
    event = assembly.row.event
    Resolution.objects.all().delete()
    Assembly.objects.all().delete()
    text = sign_in(Client(), voters[0]).get(event.get_absolute_url()).text
    assert 'href="/groups/tobu/assemblies/"' in text


def test_another_session_and_another_reader_are_led_nowhere(community, assembly, voters, manager):
    month = timezone.localdate(NOW).replace(day=1)
    details = {"month": month, "format": SessionFormat.CASE_STUDY, "theme": "事例"}
    plan = assembly.row.plan
    row = add_row(plan=plan, details=details, actor=manager, now=NOW)
    type(plan).objects.update(state="approved", approved_on=month, approved_by="センター長")
    OutgoingMail.objects.all().delete()
    event = hold(row, by=manager, now=NOW)
    assert WORDS not in sign_in(Client(), voters[0]).get(event.get_absolute_url()).text
    assert "委任状" not in OutgoingMail.objects.filter(to=voters[0].email).get().text
    other = make_user(roles=[PublicRole.PARTNER])
    join(other.person, make_agency(name="ほかの家"))
    assert sign_in(Client(), other).get(assembly.row.event.get_absolute_url()).status_code == 404


def answers(text):
    """Return what the list says of each agency."""
    rows = text.partition("<tbody>")[2].partition("</tbody>")[0].split("<tr>")[1:]
    words = ("出席の予定", "出席しました", "書面で議決", "委任状", "まだ")
    name = 'data-label="会員の機関">'
    return {
        row.partition(name)[2].partition("<")[0]: next(each for each in words if each in row) for row in rows
    }


def test_the_office_sees_of_each_agency_what_it_answered_and_which_has_not(assembly, voters, manager):
    first, second, third, _ = voters
    facts = {"assembly": assembly, "actor": manager, "now": NOW}
    give_proxy(sender=Sender(first.agency, timezone.localdate(NOW)), holder=None, **facts)
    choices = {Resolution.objects.get().pk: Choice.YES}
    vote_in_writing(sender=Sender(second.agency, timezone.localdate(NOW)), choices=choices, **facts)
    apply(assembly.row.event.sessions.get(), 1, agency=third.agency, actor=third, now=NOW)
    desk = sign_in(Client(), manager)
    text = desk.get(page(assembly, "answers/")).text
    assert answers(text) == {"いち": "委任状", "に": "書面で議決", "さん": "出席の予定", "よん": "まだ"}
    assert ["4機関のうち、まだ返事のない機関は1です" in text, "000-000-0000" in text] == [True, True]
    assert f'href="{page(assembly, "answers/")}"' in desk.get(page(assembly)).text
    assert sign_in(Client(), first).get(page(assembly, "answers/")).status_code == 404
    attend(assembly, [first], by=manager, now=NOW + 7 * DAY)
    assert answers(desk.get(page(assembly, "answers/")).text)["いち"] == "出席しました"


def test_the_list_asks_as_often_for_three_agencies_as_for_one(community, manager):
    first = make_voter(community, "いち")
    assembly = make_assembly(community, by=manager, now=NOW)
    desk, counts = sign_in(Client(), manager), []
    for users in ([first], [make_voter(community, name) for name in ("に", "さん")]):
        for user in users:
            sender = Sender(user.agency, timezone.localdate(NOW))
            give_proxy(assembly=assembly, sender=sender, holder=None, actor=manager, now=NOW)
        desk.get(page(assembly, "answers/"))
        with CaptureQueriesContext(connection) as asked:
            desk.get(page(assembly, "answers/"))
        counts.append(len(asked))
    assert counts == [18, 18]
