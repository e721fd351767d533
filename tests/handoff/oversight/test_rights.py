"""Going through who may come in every quarter: who looks, what they see, when it is due anew."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.http import Http404
from django.urls import reverse

from accounts.enums import PrivateRole
from foundation.audit.models import Entry
from handoff.access import opened
from handoff.actors import CLOCK
from handoff.exceptions import Refused
from handoff.models import Enrolment
from handoff.oversight.models import RightsReview
from handoff.oversight.services.rights import read_rights, review_rights, waiting
from handoff.services import end_enrolment
from tests.factories.cases import NOW, TODAY, acting, rows
from tests.factories.handoff import make_enrolled_user
from tests.handoff.clients import as_

pytestmark = pytest.mark.django_db
QUARTER = timedelta(days=91)


def told(user, day):
    with opened(acting(user), now=NOW):
        return [each.what for each in waiting(acting(user), today=day)]


def test_whoever_may_come_in_today_stands_in_the_table_and_nobody_else(centre, receivers):
    end_enrolment(
        enrolment=Enrolment.objects.get(person=receivers["hand"].person), actor=centre["lead"], now=NOW
    )
    read = read_rights(actor=acting(centre["officer"]), now=NOW)
    people = [each.person for each in read.enrolments]
    assert set(people) == {
        *(user.person for user in centre.values()),
        receivers["coordinator"].person,
    }
    assert people[-1] == receivers["coordinator"].person, "agencies stand after the centre"


def test_a_review_says_how_many_and_is_due_again_after_a_quarter(centre, receivers):
    lead = acting(centre["lead"])
    seen = [each.pk for each in read_rights(actor=lead, now=NOW).enrolments]
    review_rights(kept=seen, ending=[], actor=lead, now=NOW)
    read = read_rights(actor=lead, now=NOW)
    assert (read.last.enrolments, read.last.reviewed_by, read.due_on) == (
        len(seen),
        centre["lead"],
        TODAY + QUARTER,
    )
    assert Entry.objects.filter(verb="oversight.rights_reviewed", subject_key=read.last.pk).count() == 1
    assert told(centre["lead"], TODAY + QUARTER - timedelta(days=1)) == []
    for user, words in ((centre["officer"], ["入れる人を、確かめてください"]), (centre["worker"], [])):
        assert told(user, TODAY + QUARTER) == words


def test_until_the_first_review_it_is_due_at_once(centre):
    assert told(centre["lead"], TODAY) == ["入れる人を、確かめてください"]
    page = as_(centre["officer"]).get(reverse("handoff:inbox")).text
    assert "入れる人を、確かめてください" in page
    assert reverse("handoff:rights") in as_(centre["officer"]).get(reverse("handoff:rooms")).text


def test_who_is_needed_no_more_stays_to_be_done_until_they_are_ended(centre, receivers):
    lead = acting(centre["lead"])
    hand = Enrolment.objects.get(person=receivers["hand"].person)
    kept = [each.pk for each in read_rights(actor=lead, now=NOW).enrolments if each != hand]
    review_rights(kept=kept, ending=[hand.pk], actor=lead, now=NOW)
    assert read_rights(actor=lead, now=NOW).ending == [hand]
    assert told(centre["officer"], TODAY) == ["とりやめると決めた登録を、とりやめてください"]
    page = as_(centre["lead"]).get(reverse("handoff:rights")).text
    assert reverse("handoff:end_enrolment", args=[hand.pk]) in page
    end_enrolment(enrolment=hand, actor=centre["lead"], now=NOW)
    assert (read_rights(actor=lead, now=NOW).ending, told(centre["officer"], TODAY)) == ([], [])


def test_nobody_confirms_a_table_that_has_changed_meanwhile(centre):
    lead = acting(centre["lead"])
    seen = [each.pk for each in read_rights(actor=lead, now=NOW).enrolments]
    make_enrolled_user(name="新しい人", role=PrivateRole.CASE_WORKER)
    with pytest.raises(Refused, match="登録が変わりました"):
        review_rights(kept=seen, ending=[], actor=lead, now=NOW)
    assert rows(RightsReview.objects.all()) == []


@pytest.mark.parametrize("key", ["worker", "second", "deputy"])
def test_who_enrols_nobody_reviews_nobody(centre, key):
    actor = acting(centre[key])
    for attempt in (read_rights, lambda **who: review_rights(kept=[], ending=[], **who)):
        with pytest.raises(Http404):
            attempt(actor=actor, now=NOW)


def test_the_database_lets_nobody_else_write_a_review_and_nobody_change_one(centre, receivers):
    for user in (centre["worker"], receivers["coordinator"]):
        with pytest.raises(DatabaseError, match="row-level security"), opened(acting(user), now=NOW):
            RightsReview(enrolments=1, reviewed_by=user, reviewed_at=NOW).save(force_insert=True)
    with opened(acting(centre["lead"]), now=NOW):
        RightsReview(enrolments=1, reviewed_by=centre["lead"], reviewed_at=NOW).save(force_insert=True)
    with opened(acting(centre["lead"]), now=NOW):
        assert RightsReview.objects.update(enrolments=99) == 0
    with opened(acting(receivers["coordinator"]), now=NOW):
        assert RightsReview.objects.count() == 0
    with opened(CLOCK, now=NOW):
        assert RightsReview.objects.get().enrolments == 1


def test_the_page_takes_the_word_and_the_paper_holds_the_table(centre, receivers):
    client, page = as_(centre["lead"]), reverse("handoff:rights")
    shown = client.get(page)
    assert "まだ、だれも確かめていません" in shown.text
    people = shown.context["read"].enrolments
    assert "まだ入っていません" in shown.text, "somebody has never signed in"
    word = {f"enrolment_{each.pk}": "keep" for each in people}
    last = people[-1]
    left = client.post(page, {name: each for name, each in word.items() if name != f"enrolment_{last.pk}"})
    assert (left.status_code, f"{last.person.name}さん" in left.text) == (422, True)
    assert rows(RightsReview.objects.all()) == []
    assert client.post(page, word).url == page
    assert f"が{len(people)}件を確かめました" in client.get(page).text
    paper = client.get(reverse("handoff:rights_paper"))
    assert paper["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")


def test_a_key_custodian_finds_on_the_first_page_what_they_do_and_where(centre):
    custodian = as_(make_enrolled_user(name="鍵の人", role=PrivateRole.KEY_CUSTODIAN))
    page = reverse("handoff:custody")
    assert page in custodian.get(reverse("handoff:inbox")).text
    assert "recover_keys" in custodian.get(page).text
    assert page not in as_(centre["lead"]).get(reverse("handoff:inbox")).text


@pytest.mark.parametrize("more", [0, 4])
def test_the_table_asks_as_often_however_many_there_are(centre, django_assert_num_queries, more):
    for number in range(more):
        make_enrolled_user(name=f"人{number}", role=PrivateRole.CASE_WORKER)
    client, page = as_(centre["lead"]), reverse("handoff:rights")
    client.get(page)
    with django_assert_num_queries(14):
        client.get(page)
