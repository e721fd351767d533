"""Who runs a community from another agency reads the names of those alone who agreed to be named."""

import pytest
from django.test import Client
from django.utils import timezone

from outreach.study_groups.meetings.models import AgendaItem, Attendance, Copy, Material, Meeting, Recusal
from outreach.study_groups.models import Delegate
from tests.factories.accounts import sign_in
from tests.factories.meetings import make_presence, page_of, send, write
from tests.foundation.printed import Printed

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()
TODAY = timezone.localdate(NOW)


@pytest.fixture
def everywhere(meeting, desk, member):
    """Return the pages on which somebody of the roll is named."""
    Meeting.objects.update(held_on=TODAY, briefed_on=TODAY, briefed_by=member.person)
    send(desk, page_of(meeting, "poll/"), day_1=str(TODAY), starts_1="13:30", ends_1="15:30")
    case = AgendaItem.objects.create(meeting=meeting, position=1, kind="case", minutes=5, reference="R8-014")
    paper = Material.objects.create(meeting=meeting, title="資料", count=2, added_at=NOW)
    Copy.objects.create(material=paper, number=1, person=member.person, handed_on=TODAY)
    Copy.objects.create(material=paper, number=2)
    write(desk, meeting)
    send(desk, page_of(meeting, "minutes/1/send/"))
    send(sign_in(Client(), member), page_of(meeting, "minutes/"), text="よいと思います。")
    poll = meeting.polls.get()
    rest = (
        "",
        "attendance/",
        "briefing/",
        "minutes/",
        "papers/",
        f"papers/{paper.pk}/",
        f"papers/{paper.pk}/2/",
        f"agenda/{case.pk}/recusals/",
        f"poll/{poll.pk}/",
    )
    return [page_of(meeting, each) for each in rest]


def named(user, addresses):
    client = sign_in(Client(), user)
    pages = {each: client.get(each) for each in addresses}
    assert {page.status_code for page in pages.values()} == {200}
    return {each for each, page in pages.items() if "読む人" in page.text.replace("読む人の家", "")}, pages


def test_a_partner_who_runs_it_reads_agency_and_place_until_somebody_agreed(everywhere, runner, staff):
    found, pages = named(runner, everywhere)
    assert found == set()
    assert all("読む人の家の方（代表）" in page.text for page in pages.values())
    assert named(staff, everywhere)[0] == set(everywhere)
    Delegate.objects.filter(member__agency__name="読む人の家").update(is_shown=True)
    assert named(runner, everywhere)[0] == set(everywhere)


def test_whoever_left_the_roll_is_not_named_either(meeting, runner, staff, member):
    make_presence(meeting, member, now=NOW, body="読む人の家")
    case = AgendaItem.objects.create(meeting=meeting, position=1, kind="case", minutes=5, reference="R8-014")
    Recusal.objects.create(item=case, person=member.person, stands_as="代表（読む人の家）", recorded_at=NOW)
    Delegate.objects.filter(person=member.person).update(until=TODAY, is_shown=True)
    addresses = [page_of(meeting, "attendance/"), page_of(meeting, f"agenda/{case.pk}/recusals/")]
    found, pages = named(runner, addresses)
    assert found == set()
    assert "読む人の家の方（代表）" in pages[addresses[0]].text
    assert named(staff, addresses)[0] == set(addresses)
    assert Attendance.objects.get().person == member.person


def test_the_list_to_sign_leaves_the_name_to_be_written_by_hand(meeting, runner, member, staff):
    def printed(user):
        answer = sign_in(Client(), user).get(page_of(meeting, "attendance.pdf"))
        return "読む人" in Printed(b"".join(answer)).text.replace("読む人の家", "")

    assert (printed(runner), printed(staff)) == (False, True)
