"""Parcels of papers on their way, and the receipts that have to come back."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError
from django.db.utils import ProgrammingError
from django.urls import reverse

from accounts.enums import PrivateRole
from foundation.audit.models import Entry
from handoff.access import opened
from handoff.actors import CLOCK
from handoff.exceptions import Refused
from handoff.machine.enums import Deed
from handoff.models import AgencyCopy
from handoff.papers.enums import Travel
from handoff.papers.models import ContactCard, LetterNumber, PaperDispatch
from handoff.papers.services.dispatching import note_receipt, write_dispatch
from handoff.papers.services.person import write_card
from handoff.papers.services.printing import print_paper
from tests.factories.cases import NOW, TODAY, acting, fresh, rows, staff_of_agency, staff_of_centre
from tests.factories.handoff import make_agency, make_enrolled_user
from tests.handoff.clients import as_

pytestmark = pytest.mark.django_db
SENT = {"travel": Travel.REGISTERED, "sent_on": TODAY, "tracking": "123-45かなりあ", "taken_by": ""}


def send(handoff, user, *, now=NOW, **changes):
    return write_dispatch(handoff_id=handoff.pk, actor=acting(user, now=now), now=now, **(SENT | changes))


def day(when):
    return {"0": str(when.year - 2018), "1": str(when.month), "2": str(when.day)}


def typed_day(name, when):
    return {f"{name}_{key}": value for key, value in day(when).items()}


def test_a_parcel_is_written_down_and_its_receipt_after_it(centre, make):
    handoff = make(Deed.APPROVE)
    client = as_(centre["worker"])
    data = {"travel": "registered", "tracking": "123-45"} | typed_day("sent_on", TODAY)
    answer = client.post(reverse("handoff:dispatch", args=[handoff.pk]), data)
    assert answer.url == reverse("handoff:papers", args=[handoff.pk])
    (sent,) = rows(PaperDispatch.objects.all())
    assert (sent.travel, sent.sent_on, sent.written_by_id) == (Travel.REGISTERED, TODAY, centre["worker"].pk)
    assert "受領書を書く" in client.get(answer.url).text
    data = {"received_by": "係長 みほん"} | typed_day("received_on", TODAY)
    client.post(reverse("handoff:receipt", args=[sent.pk]), data)
    back = fresh(sent)
    assert (back.received_on, back.noted_by_id) == (TODAY, centre["worker"].pk)
    assert "に受け取り" in client.get(answer.url).text
    verbs = Entry.objects.filter(verb__in=["papers.sent", "papers.received"]).values_list("verb", flat=True)
    assert list(verbs) == ["papers.sent", "papers.received"]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"travel": "", "tracking": "1"}, "渡し方を選んでください。"),
        ({"travel": "recorded", "tracking": ""}, "特定記録のときは、お問い合わせ番号を書いてください。"),
        ({"travel": "fax", "tracking": "1"}, "正しく選択してください"),
    ],
)
def test_what_may_not_travel_so_is_said_and_what_was_typed_stays(centre, make, data, says):
    handoff = make(Deed.APPROVE)
    data = data | {"taken_by": "受付の方"} | typed_day("sent_on", TODAY)
    answer = as_(centre["worker"]).post(reverse("handoff:dispatch", args=[handoff.pk]), data)
    assert answer.status_code == 422
    assert says in answer.text
    assert "受付の方" in answer.text
    assert rows(PaperDispatch.objects.all()) == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"sent_on": TODAY + timedelta(days=1)}, "送った日は"),
        ({"tracking": "  "}, "お問い合わせ番号"),
    ],
)
def test_a_parcel_of_tomorrow_or_without_its_number_is_refused(centre, make, changes, says):
    handoff = make(Deed.APPROVE)
    with pytest.raises(Refused, match=says):
        send(handoff, centre["worker"], **changes)


def test_nothing_leaves_before_it_is_approved(centre, make):
    with pytest.raises(Refused, match="承認されて"):
        send(make(None), centre["worker"])


def test_a_receipt_comes_back_once_and_not_before_it_left(centre, make):
    sent = send(make(Deed.APPROVE), centre["worker"])
    receipt = {"dispatch_id": sent.pk, "received_by": "係長", "actor": acting(centre["worker"]), "now": NOW}
    with pytest.raises(Refused, match="送った日か、それよりあと"):
        note_receipt(received_on=TODAY - timedelta(days=1), **receipt)
    with pytest.raises(Refused, match="今日か、今日より前"):
        note_receipt(received_on=TODAY + timedelta(days=1), **receipt)
    note_receipt(received_on=TODAY, **receipt)
    with pytest.raises(Refused, match="もう記録してあります"):
        note_receipt(received_on=TODAY, **receipt)


@pytest.mark.parametrize(
    "change",
    [
        {"travel": "fax"},
        {"tracking": None},
        {"received_on": TODAY},
        {"received_on": TODAY - timedelta(days=1)},
    ],
)
def test_the_database_holds_what_a_parcel_is(centre, make, change):
    sent = send(make(Deed.APPROVE), centre["worker"])
    with pytest.raises(IntegrityError), opened(CLOCK, now=NOW):
        PaperDispatch.objects.filter(pk=sent.pk).update(**change)


def test_late_receipts_stand_first_and_those_that_are_back_stand_nowhere(centre, make):
    late, early = make(Deed.APPROVE), make(Deed.APPROVE)
    back = send(late, centre["worker"])
    note_receipt(
        dispatch_id=back.pk, received_on=TODAY, received_by="係長", actor=acting(centre["worker"]), now=NOW
    )
    send(early, centre["worker"], now=NOW)
    send(late, centre["worker"], sent_on=TODAY - timedelta(days=20))
    page = as_(centre["worker"]).get(reverse("handoff:receipts"))
    lines = page.context["lines"]
    assert [(line.dispatch.handoff_id, line.is_late) for line in lines] == [
        (late.pk, True),
        (early.pk, False),
    ]
    assert "営業日すぎています" in page.text
    assert "かなりあ" not in page.text
    with time_machine.travel(NOW + timedelta(days=20), tick=False):
        lines = as_(centre["worker"]).get(reverse("handoff:receipts")).context["lines"]
        assert [line.is_late for line in lines] == [True, True]


def test_a_receipt_that_is_late_stands_with_the_number_to_call(centre, make):
    handoff = make(Deed.APPROVE)
    send(handoff, centre["worker"])
    client = as_(centre["worker"])
    assert "電話番号は、まだ書いていません" in client.get(reverse("handoff:receipts")).text
    AgencyCopy.objects.filter(pk=handoff.performer_id).update(phone="0999-00-1111")
    assert 'href="tel:0999-00-1111"' in client.get(reverse("handoff:receipts")).text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_receipts_asks_as_often_for_three_as_for_one(
    centre, make, count, django_assert_num_queries
):
    for _ in range(count):
        send(make(Deed.APPROVE), centre["worker"])
    client = as_(centre["worker"])
    client.get(reverse("handoff:receipts"))
    with django_assert_num_queries(13):
        page = client.get(reverse("handoff:receipts"))
    assert len(page.context["lines"]) == count


def test_nobody_else_writes_or_finds_a_parcel(centre, people, make_here):
    handoff = make_here()
    sent = send(handoff, centre["worker"])
    others = [*people.values(), *staff_of_agency(make_agency(name="よその市")).values()]
    strangers = [
        make_enrolled_user(name=role, role=role)
        for role in set(PrivateRole) - {PrivateRole.LEAD, PrivateRole.DEPUTY_LEAD}
    ]
    for user in [*others, *strangers]:
        client = as_(user)
        assert client.get(reverse("handoff:receipt", args=[sent.pk])).status_code == 404, user
        assert client.get(reverse("handoff:dispatch", args=[handoff.pk])).status_code == 404, user


def test_the_database_shows_papers_to_the_asking_side_alone(centre, people, make_here):
    handoff = make_here(Deed.ACKNOWLEDGE)
    worker = acting(centre["worker"])
    send(handoff, centre["worker"])
    print_paper(handoff_id=handoff.pk, paper="letter", actor=worker, now=NOW)
    contact = {"name": "みなも", "phone": "000-000-0000", "about": "こまったとき"}
    write_card(case_id=handoff.case_id, contacts=[contact], actor=worker, now=NOW)
    gone = staff_of_centre()["worker"]
    strangers = [*people.values(), make_enrolled_user(name="監査", role=PrivateRole.AUDITOR), gone]
    for model in (PaperDispatch, LetterNumber, ContactCard):
        assert list(model.objects.all()) == []
        with opened(worker, now=NOW):
            assert model.objects.count() == 1
        for user in strangers:
            with opened(acting(user), now=NOW):
                assert list(model.objects.all()) == [], (model, user)
    with pytest.raises(ProgrammingError, match="row-level security"), opened(acting(gone), now=NOW):
        LetterNumber.objects.create(handoff_id=handoff.pk, number="x", dated=TODAY, given_by=gone)
    centre["worker"].person.enrolments.update(ended_at=NOW)
    with opened(worker, now=NOW):
        assert [list(each.objects.all()) for each in (PaperDispatch, LetterNumber, ContactCard)] == [[]] * 3


def test_the_number_of_a_letter_is_changed_by_nobody(centre, make):
    handoff = make(Deed.APPROVE)
    worker = acting(centre["worker"])
    print_paper(handoff_id=handoff.pk, paper="letter", actor=worker, now=NOW)
    with opened(worker, now=NOW):
        assert LetterNumber.objects.update(number="R8-引9999") == 0
