"""The register, the month, the trace and a person's request on the screen and on paper."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO

import pypdf
import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from handoff.cases.services.cases import read_identity
from handoff.machine.enums import Deed
from handoff.oversight.models import MonthlyReview, PersonRequest
from tests.factories.accounts import sign_in
from tests.factories.cases import CANARIES, NOW, acting, do, fresh, make_case, make_draft, rows

pytestmark = pytest.mark.django_db
MONTH = timezone.localdate(NOW).replace(day=1)


@pytest.fixture
def given(centre, city, receivers):
    handoff = make_draft(make_case(centre), city, centre)
    do(handoff, Deed.SUBMIT, centre["worker"])
    do(handoff, Deed.APPROVE, centre["lead"])
    do(handoff, Deed.ACKNOWLEDGE, receivers["coordinator"])
    return handoff


def as_(user):
    return sign_in(Client(), user)


def url(name, *args):
    return reverse(f"handoff:{name}", args=args)


def words(answer):
    return answer.content.decode()


def text_of(answer):
    pages = pypdf.PdfReader(BytesIO(answer.content)).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "")


def day(name, date):
    return {f"{name}_0": str(date.year - 2018), f"{name}_1": str(date.month), f"{name}_2": str(date.day)}


def test_the_register_by_month_as_page_csv_and_paper(centre, city, given):
    client = as_(centre["lead"])
    assert words(client.get(url("register"))).count(given.case_reference) == 3
    empty = client.get(url("register") + "?month=2020-01")
    assert (given.case_reference in words(empty), "記録は、ありません" in words(empty)) == (False, True)
    file = client.get(url("register_file", "csv") + f"?month={MONTH:%Y-%m}")
    assert file["Content-Disposition"] == f'attachment; filename="teikyou-kiroku-{MONTH:%Y-%m}.csv"'
    lines = list(csv.reader(StringIO(file.content.decode("utf-8-sig"))))
    assert (len(lines), lines[1][3], lines[1][6]) == (4, city.name, given.case_reference)
    paper = text_of(client.get(url("register_file", "pdf")))
    assert (city.name in paper, given.case_reference in paper) == (True, True)
    assert client.get(url("register") + "?month=nonsense").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_register_asks_as_often_for_three_as_for_one(centre, city, count, django_assert_num_queries):
    for _ in range(count):
        handoff = make_draft(make_case(centre), city, centre)
        do(handoff, Deed.SUBMIT, centre["worker"])
        do(handoff, Deed.APPROVE, centre["lead"])
    client = as_(centre["lead"])
    client.get(url("register"))
    with django_assert_num_queries(17):
        page = client.get(url("register"))
    assert len(page.context["lines"]) == count


def test_a_month_on_the_screen_and_on_paper(centre):
    case = make_case(centre)
    read_identity(case_id=case.pk, actor=acting(centre["worker"]), now=NOW.replace(hour=18))
    after = (NOW.replace(day=1) + timedelta(days=32)).replace(day=3)
    with time_machine.travel(after, tick=False):
        client = as_(centre["lead"])
        page = words(client.get(url("review_month", MONTH)))
        assert (case.reference in page, CANARIES["name"] in page) == (True, False)
        assert client.post(url("review_month", MONTH), {"note": "聞いた"}).status_code == 302
        assert client.post(url("review_month", MONTH), {"note": ""}).status_code == 422
        assert [each.ticked_by_id for each in rows(MonthlyReview.objects.all())] == [centre["lead"].pk]
        paper = text_of(as_(centre["officer"]).get(url("review_paper", MONTH)))
        assert ("センター worker" in paper, "センター leadが確かめました" in paper) == (True, True)
        assert "聞いた" in words(client.get(url("review_month", MONTH)))
    assert as_(centre["lead"]).get(url("review") + "2099-01/").status_code == 404


def test_the_trace_asks_for_a_case_that_is_there(centre, given):
    client = as_(centre["officer"])
    typed = {"reference": given.case_reference, **day("since", MONTH), **day("until", NOW.date())}
    page = words(client.post(url("trace"), typed | day("until", timezone.localdate(NOW))))
    assert ("を読んだ人" in page, "センター worker" in page) == (True, True)
    wrong = client.post(url("trace"), typed | {"reference": "C8-XXXXX"})
    assert (wrong.status_code, "この番号のケースは、ありません" in words(wrong)) == (422, True)


def test_a_request_from_the_form_to_the_paper(centre, given):
    officer, lead = as_(centre["officer"]), as_(centre["lead"])
    typed = {
        "reference": given.case_reference,
        "kind": "disclosure",
        "asked_by": "本人",
        **day("asked_on", timezone.localdate(NOW)),
    }
    assert officer.post(url("new_person_request"), typed | {"reference": "C8-XXXXX"}).status_code == 422
    assert officer.post(url("new_person_request"), typed).status_code == 302
    (found,) = rows(PersonRequest.objects.all())
    page = officer.get(url("person_request", found.pk))
    assert CANARIES["name"] in words(page)
    seen = page.context["read"].seen
    old = officer.post(url("mask_package", found.pk), {"seen": "old", "words": "かなりあ町"})
    assert (old.status_code, "もう一度隠して" in words(old), "かなりあ町" in words(old)) == (422, True, True)
    officer.post(url("mask_package", found.pk), {"seen": seen, "words": "かなりあ町\n書庫", "whole": ["0"]})
    assert fresh(found).masked_places == 3
    assert "承認する" not in words(officer.get(url("person_request", found.pk)))
    assert officer.post(url("package_paper", found.pk)).status_code == 302
    shown = lead.get(url("person_request", found.pk))
    assert "承認する" in words(shown)
    lead.post(url("approve_package", found.pk), {"seen": shown.context["read"].seen})
    paper = text_of(officer.post(url("package_paper", found.pk)))
    assert ("■■■" in paper, "かなりあ町" in paper, "通院" in paper) == (True, False, True)
    assert lead.post(url("answer_request", found.pk), {"answer": "done", "because": ""}).status_code == 302
    assert fresh(found).answer == "done"
    assert found.reference in words(lead.get(url("person_requests")))


def test_who_read_what_a_side_shared_has_a_door_for_that_side_alone(centre, receivers, given):
    address = url("shared_readings", given.pk)
    assert address in words(as_(centre["worker"]).get(url("detail", given.pk)))
    assert address not in words(as_(receivers["coordinator"]).get(url("detail", given.pk)))
    assert "まだ、だれも読んでいません" in words(as_(centre["worker"]).get(address))
    as_(receivers["coordinator"]).get(url("part", given.pk, "need"))
    assert "機関 coordinator" in words(as_(centre["worker"]).get(address))
