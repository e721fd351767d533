"""What the database holds whoever writes."""

import pytest
from django.db import IntegrityError, transaction

from events.paper.models import OwedLetter, Scan, ScanPage
from tests.factories.events import NOW, apply, make_session
from tests.factories.paper import make_scan

pytestmark = pytest.mark.django_db


def refuses(name, write):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        write()


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("paper_scan_state_is_known", {"state": "lost"}),
        ("paper_scan_source_is_known", {"source": "mail"}),
        ("paper_scan_received_before_arrived", {"received_at": NOW.replace(year=2030)}),
        ("paper_scan_linked_says_to_what", {"target_number": "K8-0001"}),
        ("paper_scan_linked_says_to_what", {"target": "application", "target_id": 1}),
        ("paper_scan_settled_says_who", {"settled_at": NOW}),
        ("paper_scan_settled_says_who", {"state": "not_ours"}),
        ("paper_scan_unreadable_says_why", {"state": "unreadable"}),
        ("paper_scan_unreadable_says_why", {"why": "こわれています"}),
    ],
)
def test_a_scan_that_cannot_be_is_refused(staff, name, values):
    make_scan(staff)
    refuses(name, lambda: Scan.objects.update(**values))


def test_a_linked_scan_names_what_was_typed(staff):
    make_scan(staff)
    values = {"state": "linked", "settled_at": NOW, "settled_by": staff}
    refuses("paper_scan_linked_says_to_what", lambda: Scan.objects.update(**values))


def test_a_page_is_there_once(staff):
    scan = make_scan(staff)
    refuses(
        "paper_scanpage_number_once",
        lambda: ScanPage.objects.bulk_create([ScanPage(scan=scan, number=1, picture="x.png")]),
    )


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("paper_owedletter_outcome_is_known", {"outcome": "lost"}),
        ("paper_owedletter_settled_says_who", {"settled_at": NOW}),
        ("paper_owedletter_settled_says_who", {"outcome": "dropped"}),
        ("paper_owedletter_sent_says_how", {"left_by": "fax"}),
        ("events_paper_owedletter_cause", {"cause": "the same"}),
    ],
)
def test_a_letter_that_cannot_be_is_refused(name, values):
    session = make_session()
    for _ in range(2):
        apply(session, 1, email="", reply_way="phone")
    refuses(name, lambda: OwedLetter.objects.update(**values))


def test_a_sent_letter_says_how(staff):
    apply(make_session(), 1, email="", reply_way="phone")
    values = {"outcome": "sent", "settled_at": NOW, "settled_by": staff}
    refuses("paper_owedletter_sent_says_how", lambda: OwedLetter.objects.update(**values))
