"""Keeping and destroying on the screen and on paper."""

from datetime import timedelta
from io import BytesIO

import pypdf
import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.enums import PrivateRole
from handoff.retention.enums import RecordClass
from handoff.retention.models import Destruction, Hold, PartnerReply
from tests.factories.accounts import PASSWORD
from tests.factories.cases import CANARIES, acting, fresh, rows
from tests.factories.handoff import make_enrolled_user
from tests.factories.retention import (
    LATER,
    LISTED,
    destroy,
    make_closed_case,
    make_ended_case,
    settle,
    wait_until_due,
)
from tests.handoff.clients import as_

pytestmark = pytest.mark.django_db


@pytest.fixture
def late():
    """Let the clock stand on the day on which closed cases may go."""
    with time_machine.travel(LATER, tick=False):
        yield


def url(name, *args):
    return reverse(f"handoff:{name}", args=args)


def text_of(pdf):
    pages = pypdf.PdfReader(BytesIO(pdf)).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "")


def words(answer):
    return answer.content.decode()


def test_without_a_period_the_page_says_so(centre):
    make_closed_case(centre)
    page = words(as_(centre["lead"]).get(url("retention")))
    assert page.count("期間を決めていません") == len(RecordClass)
    assert "決めるまで、消えません" in page


@pytest.mark.parametrize(("key", "status"), [("lead", 302), ("deputy", 422), ("officer", 422)])
def test_the_lead_settles_how_long_something_is_kept(centre, key, status):
    typed = {"kind": "case", "amount": "5", "unit": "years", "source": "委託契約書 第12条"}
    answer = as_(centre[key]).post(url("retention_periods"), typed)
    assert answer.status_code == status
    assert status == 302 or "委託契約書" in words(answer)


def test_from_the_list_to_the_certificate(centre, city, receivers, late):
    settle(centre)
    case, _ = make_ended_case(centre, city, receivers)
    wait_until_due()
    lead, officer = as_(centre["lead"]), as_(centre["officer"])
    desk = words(lead.get(url("retention")))
    assert (str(case.pk) in desk, "一覧に30日出してからです" in desk) == (True, True)
    lead.post(url("propose_destruction"), {"record": [str(case.pk)]})
    (found,) = rows(Destruction.objects.all())
    assert "確かめて、消去する" not in words(lead.get(url("destruction", found.pk)))
    asks = "消去の提案を、2人目として確かめてください"
    assert (asks in words(officer.get(url("inbox"))), asks in words(lead.get(url("inbox")))) == (True, False)
    assert lead.post(url("confirm_destruction", found.pk)).status_code == 422
    assert "もとに戻せません" in words(officer.get(url("confirm_destruction", found.pk)))
    assert officer.post(url("confirm_destruction", found.pk)).status_code == 302
    assert fresh(found).destroyed_at == LATER
    page = words(officer.get(url("destruction", found.pk)))
    assert ("センター lead" in page, "センター officer" in page, city.name in page) == (True, True, True)
    paper = text_of(officer.get(url("certificate_paper", found.pk)).content)
    for part in (case.reference, found.reference, "センター lead", "センター officer", "鍵を消します"):
        assert part in paper
    letter = text_of(officer.get(url("partner_letters", found.pk)).content)
    assert (city.name in letter, case.reference in letter) == (True, True)
    reply = {"agency": city.pk, "way": "slip"}
    day = timezone.localdate(LATER)
    reply |= {"told_on_0": str(day.year - 2018), "told_on_1": str(day.month), "told_on_2": str(day.day)}
    assert officer.post(url("partner_reply", found.pk), reply).status_code == 302
    assert [each.agency_id for each in rows(PartnerReply.objects.all())] == [city.pk]


def test_an_old_password_is_asked_for_before_the_question(centre, late):
    settle(centre)
    case = make_closed_case(centre)
    wait_until_due()
    as_(centre["lead"]).post(url("propose_destruction"), {"record": [str(case.pk)]})
    (found,) = rows(Destruction.objects.all())
    with time_machine.travel(LATER - timedelta(minutes=6), tick=False):
        officer = as_(centre["officer"])
    answer = officer.get(url("confirm_destruction", found.pk))
    assert (answer.status_code, answer.url.split("?")[0]) == (302, "/accounts/reauthenticate/")
    late = officer.post(url("confirm_destruction", found.pk))
    assert (late.status_code, 'type="password"' in late.text) == (422, True)
    assert fresh(case).shredded_at is None
    officer.post(url("confirm_destruction", found.pk), {"password_again": PASSWORD})
    assert fresh(case).shredded_at is not None


def test_every_page_of_a_destroyed_case_answers_with_its_certificate(centre, city, receivers, late):
    settle(centre)
    case, handoff = make_ended_case(centre, city, receivers)
    wait_until_due()
    destroy(case, centre)
    for key in ("worker", "lead"):
        client = as_(centre[key])
        for method, address in (
            ("get", url("case", case.pk)),
            ("post", url("identity", case.pk)),
            ("get", url("new_handoff", case.pk)),
            ("get", url("new_basis", case.pk)),
            ("get", url("detail", handoff.pk)),
            ("get", url("part", handoff.pk, "need")),
            ("get", url("act", handoff.pk, "resume")),
        ):
            answer = getattr(client, method)(address, follow=True)
            assert (answer.status_code, "この記録は、消去しました" in words(answer)) == (200, True), address
    page = words(as_(receivers["coordinator"]).get(url("detail", handoff.pk), follow=True))
    assert ("消去しました" in page, "センター lead" in page) == (True, False)
    assert "消去済み" in words(as_(receivers["coordinator"]).get(url("inbox") + "?show=ended"))
    assert "消去済み" in words(as_(centre["worker"]).get(url("cases") + "?show=closed"))
    assert as_(make_enrolled_user()).get(url("destroyed", case.pk)).status_code == 404


def test_a_hold_on_the_screen(centre):
    case = make_closed_case(centre)
    lead, officer = as_(centre["lead"]), as_(centre["officer"])
    assert lead.post(url("holds", case.pk), {"kind": "leak", "reason": ""}).status_code == 422
    lead.post(url("holds", case.pk), {"kind": "leak", "reason": "調べているかなりあ"})
    (hold,) = rows(Hold.objects.all())
    assert "調べているかなりあ" in words(officer.get(url("holds", case.pk)))
    for client, deed in ((lead, "ask"), (lead, "release"), (officer, "release")):
        client.post(url("settle_hold", hold.pk, deed))
    assert fresh(hold).released_by_id == centre["officer"].pk


def test_whoever_audits_reads_the_certificates_and_decides_nothing(centre, late):
    settle(centre)
    case = make_closed_case(centre)
    wait_until_due()
    found = destroy(case, centre)
    client = as_(make_enrolled_user(role=PrivateRole.AUDITOR))
    page = words(client.get(url("retention")))
    assert (found.reference in page, "提案する" in page) == (True, False)
    assert client.get(url("certificate_paper", found.pk)).status_code == 200


def test_the_counts_hide_what_is_small(centre, late):
    settle(centre)
    case = make_closed_case(centre)
    wait_until_due()
    destroy(case, centre)
    page = words(as_(centre["lead"]).get(url("closing_counts")))
    assert page.count("少ないので、出しません") == 3


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_asks_as_often_for_three_as_for_one(centre, late, count, django_assert_num_queries):
    settle(centre)
    for _ in range(count):
        make_closed_case(centre, identity=CANARIES)
    wait_until_due(now=LISTED)
    client = as_(centre["lead"])
    client.get(url("retention"))
    with django_assert_num_queries(34):
        page = client.get(url("retention"))
    assert len(page.context["coming"]) == count
    assert acting(centre["lead"]).is_fresh
