"""What is said about a hand-off: inside unless chosen otherwise, and while it goes on."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection
from django.db.utils import ProgrammingError
from django.http import Http404
from django.urls import reverse

from accounts.enums import PrivateRole
from foundation.audit.models import Entry
from foundation.mail.models import OutgoingMail
from handoff.access import opened
from handoff.actors import CLOCK
from handoff.cases.services.bases import withdraw_basis
from handoff.exceptions import Refused
from handoff.machine.enums import Deed, Side
from handoff.safeguards.enums import Way
from handoff.safeguards.services import suspend_safeguard
from handoff.talk.enums import Audience, HeardBy
from handoff.talk.models import Message
from handoff.talk.services.reading import read_thread
from handoff.talk.services.talking import Heard, note_heard, say
from handoff.talk.services.telling import tell_message
from tests.factories.cases import (
    NOW,
    TODAY,
    acting,
    do,
    fresh,
    make_case,
    make_draft,
    rows,
    staff_of_agency,
    staff_of_centre,
)
from tests.factories.handoff import make_agency, make_enrolled_user
from tests.handoff.clients import as_

pytestmark = pytest.mark.django_db
HEARD = Heard(who="福祉課のかなりあ係長", on=TODAY, how=HeardBy.PHONE)


def sent_to(city, centre, way=Way.HERE):
    handoff = make_draft(make_case(centre), city, centre, way=way)
    do(handoff, Deed.SUBMIT, centre["worker"])
    do(handoff, Deed.APPROVE, centre["lead"])
    return handoff


@pytest.fixture
def sent(city, centre):
    return sent_to(city, centre)


def said(handoff, user, audience=Audience.SHARED, words="見学はいつがよいですかかなりあ", key=None):
    return say(
        handoff_id=handoff.pk,
        words=words,
        audience=audience,
        form_key=key or uuid4(),
        actor=acting(user),
        now=NOW,
    )


def heard(handoff, user, what=HEARD, key=None):
    return note_heard(
        handoff_id=handoff.pk,
        words="写真が2枚",
        heard=what,
        form_key=key or uuid4(),
        actor=acting(user),
        now=NOW,
    )


def read(handoff, user):
    return sorted(
        line.words for line in read_thread(handoff_id=handoff.pk, actor=acting(user), now=NOW).lines
    )


def seen_by(user):
    with opened(acting(user), now=NOW):
        return set(Message.objects.values_list("pk", flat=True))


def test_what_is_inside_stays_inside(centre, people, sent):
    inside = said(sent, centre["worker"], Audience.INSIDE, "電話は水曜に")
    shared = said(sent, centre["worker"], words="見学はいつがよいですか")
    answer = said(sent, people["coordinator"], Audience.INSIDE, "木曜に")
    assert answer.audience == Audience.SHARED
    assert read(sent, people["coordinator"]) == sorted(["見学はいつがよいですか", "木曜に"])
    assert read(sent, centre["second"]) == sorted(["電話は水曜に", "見学はいつがよいですか", "木曜に"])
    assert seen_by(people["coordinator"]) == {shared.pk, answer.pk}
    assert seen_by(centre["lead"]) == {inside.pk, shared.pk, answer.pk}


def test_strangers_and_those_whose_role_ended_read_nothing(centre, people, sent):
    said(sent, centre["worker"])
    officer = make_enrolled_user(name="責任者E", role=PrivateRole.PRIVACY_OFFICER)
    others = staff_of_agency(make_agency(name="よその市"))
    strangers = [people["hand"], staff_of_centre()["worker"], *others.values()]
    for user in [*strangers, officer]:
        with pytest.raises(Http404):
            read(sent, user)
        with pytest.raises(Http404):
            said(sent, user)
    assert [seen_by(user) for user in strangers] == [set()] * len(strangers)
    actor = acting(people["coordinator"])
    people["coordinator"].person.enrolments.update(ended_at=NOW)
    with opened(actor, now=NOW):
        assert list(Message.objects.all()) == []


@pytest.mark.parametrize("way", ["ended", "basis", "safeguard"])
def test_once_it_ended_or_nothing_binds_it_the_receiver_reads_no_more(centre, people, sent, way):
    said(sent, centre["worker"])
    assert len(read(sent, people["coordinator"])) == 1
    row = fresh(sent)
    if way == "ended":
        do(sent, Deed.WITHDRAW, centre["worker"], reason="まちがえた")
    elif way == "basis":
        withdraw_basis(basis_id=row.basis_id, reason="やめたい", actor=acting(centre["worker"]), now=NOW)
    else:
        lead = acting(centre["lead"])
        suspend_safeguard(safeguard_id=row.safeguard_id, is_suspended=True, actor=lead, now=NOW)
    assert read(sent, people["coordinator"]) == []
    assert seen_by(people["coordinator"]) == set()
    assert len(read(sent, centre["worker"])) == 1
    for user in (centre["worker"], people["coordinator"]):
        with pytest.raises(Refused):
            said(sent, user)
    assert len(rows(Message.objects.all())) == 1


def test_before_it_is_sent_nothing_can_be_shown(centre, city):
    draft = make_draft(make_case(centre), city, centre)
    assert said(draft, centre["worker"], Audience.INSIDE).is_inside
    with pytest.raises(Refused, match="相手に見せられません"):
        said(draft, centre["worker"])


def test_the_same_form_says_it_once_whatever_became_of_the_page(centre, people, sent):
    key = uuid4()
    first = said(sent, centre["worker"], key=key)
    do(sent, Deed.ACKNOWLEDGE, people["coordinator"])
    assert said(sent, centre["worker"], key=key) == first
    assert len(rows(Message.objects.all())) == 1


def test_nothing_that_was_said_stands_in_the_clear(centre, city):
    sent = sent_to(city, centre, Way.PAPER)
    said(sent, centre["worker"])
    heard(sent, centre["worker"])
    with opened(CLOCK, now=NOW):
        assert "かなりあ" not in str(list(Message.objects.values()))


def test_a_shared_one_is_told_to_the_other_side_without_a_word_of_it(centre, people, sent):
    OutgoingMail.objects.all().delete()
    for user, others in ((centre["worker"], ["coordinator"]), (people["coordinator"], ["worker", "second"])):
        message = said(sent, user)
        for _ in range(2):
            tell_message(message_id=message.pk, now=NOW)
        mails = OutgoingMail.objects.filter(cause__startswith=f"talk.message:{message.pk}")
        everybody = {**centre, **people}
        assert sorted(mails.values_list("to", flat=True)) == sorted(everybody[each].email for each in others)
        assert not any("かなりあ" in each.text or sent.reference in each.text for each in mails)


def test_each_reading_and_saying_is_written_down(centre, sent):
    message = said(sent, centre["worker"])
    read(sent, centre["second"])
    assert Entry.objects.filter(verb="talk.said", subject_key=message.pk).count() == 1
    assert Entry.objects.filter(verb="talk.read", actor_id=centre["second"].pk).count() == 1


def test_what_a_city_on_paper_said_stands_as_its_own_with_who_when_and_how(centre, city):
    sent, key = sent_to(city, centre, Way.PAPER), uuid4()
    message = heard(sent, centre["worker"], key=key)
    assert heard(sent, centre["worker"], key=key) == message
    assert (message.side, message.audience) == (Side.RECEIVER, Audience.SHARED)
    (line,) = read_thread(handoff_id=sent.pk, actor=acting(centre["second"]), now=NOW).lines
    assert (line.told_by, line.message.told_on) == (HEARD.who, TODAY)
    with pytest.raises(Refused, match="今日より前"):
        heard(sent, centre["worker"], Heard(who="係長", on=TODAY + timedelta(days=1), how=HeardBy.FAX))


def test_nobody_writes_for_a_receiver_who_is_here(centre, people, sent):
    for user in (centre["worker"], people["coordinator"]):
        with pytest.raises(Refused, match="紙でやりとりする相手"):
            heard(sent, user)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"audience": "all"}, "talk_message_audience_is_known"),
        ({"audience": "inside", "side": "receiver"}, "inside_is_of_the_asking_side"),
        ({"side": "clock"}, "inside_is_of_the_asking_side"),
        ({"told_how": "phone"}, "heard_says_who_when_how"),
        (
            {"told_how": "x", "told_on": TODAY, "side": "receiver"},
            "heard_says_who_when_how|told_how_is_known",
        ),
    ],
)
def test_the_database_holds_what_the_rules_say(centre, sent, change, constraint):
    row = fresh(said(sent, centre["worker"]))
    row.pk, row.form_key = uuid4(), uuid4()
    for name, value in change.items():
        setattr(row, name, value)
    with pytest.raises(IntegrityError, match=constraint), opened(CLOCK, now=NOW):
        Message.objects.bulk_create([row])


@pytest.mark.parametrize("statement", ["UPDATE talk_message SET id = id", "DELETE FROM talk_message"])
def test_what_was_said_is_changed_by_nobody(centre, sent, statement):
    said(sent, centre["worker"])
    with pytest.raises(ProgrammingError, match="permission denied"), opened(CLOCK, now=NOW):
        connection.cursor().execute(statement)


def test_the_database_lets_a_receiver_write_nothing_as_the_asking_side(centre, people, sent):
    row = fresh(said(sent, centre["worker"]))
    row.pk, row.form_key = uuid4(), uuid4()
    receiver = acting(people["coordinator"])
    with pytest.raises(ProgrammingError, match="row-level security"), opened(receiver, now=NOW):
        Message.objects.bulk_create([row])


def filled(page, **fields):
    return {"form_key": str(page.context["form"]["form_key"].value())} | fields


def test_the_thread_is_written_on_the_screen_and_inside_stands_there_first(centre, people, sent):
    client, address = as_(centre["worker"]), reverse("handoff:talk", args=[sent.pk])
    page = client.get(address)
    assert page.context["form"]["audience"].value() == Audience.INSIDE
    assert "見本市 障害福祉課<span>見本市1-1</span>" in page.text
    unsaid = client.post(address, filled(page, words="水曜に電話"))
    assert (unsaid.status_code, "水曜に電話" in unsaid.text) == (422, True)
    client.post(address, filled(page, words="水曜に電話", audience="inside"))
    client.post(address, filled(client.get(address), words="見学は木曜に", audience="shared"))
    page = as_(people["coordinator"]).get(address)
    assert ("水曜に電話" in page.text, "見学は木曜に" in page.text, "内部" in page.text) == (
        False,
        True,
        False,
    )
    assert "audience" not in page.context["form"].fields
    as_(people["coordinator"]).post(address, filled(page, words="承知しました"))
    assert "承知しました" in client.get(address).text


def test_what_was_heard_is_written_on_the_screen(centre, city):
    sent = sent_to(city, centre, Way.PAPER)
    client, address = as_(centre["worker"]), reverse("handoff:talk_heard", args=[sent.pk])
    page = client.get(address)
    day = {"on_0": "8", "on_1": "4", "on_2": "1"}
    wrong = client.post(address, filled(page, who="係長", words="写真が2枚", **day))
    assert (wrong.status_code, "写真が2枚" in wrong.text) == (422, True)
    done = client.post(address, filled(page, who="係長", how="phone", words="写真が2枚", **day))
    assert done.url == reverse("handoff:talk", args=[sent.pk])
    assert "係長から（電話）" in client.get(done.url).text
    assert as_(centre["worker"]).get(reverse("handoff:talk_heard", args=[sent.case_id])).status_code == 404


def test_where_the_receiver_is_here_nothing_heard_is_written(centre, sent):
    assert as_(centre["worker"]).get(reverse("handoff:talk_heard", args=[sent.pk])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_a_thread_and_the_threads_of_a_case_ask_as_often_for_three(
    centre, sent, count, django_assert_num_queries
):
    for _ in range(count):
        said(sent, centre["worker"])
    client = as_(centre["worker"])
    for name, pk, queries in (("talk", sent.pk, 23), ("case_talk", sent.case_id, 17)):
        address = reverse(f"handoff:{name}", args=[pk])
        client.get(address)
        with django_assert_num_queries(queries):
            assert client.get(address).status_code == 200


def test_a_case_leads_to_the_threads_of_its_hand_offs(centre, people, sent):
    said(sent, centre["worker"], Audience.INSIDE)
    client, address = as_(centre["worker"]), reverse("handoff:case_talk", args=[sent.case_id])
    assert address in client.get(reverse("handoff:case", args=[sent.case_id])).text
    (line,) = client.get(address).context["handoffs"]
    assert (line.pk, line.inside, line.shared) == (sent.pk, 1, 0)
    assert (
        reverse("handoff:talk", args=[sent.pk]) in client.get(reverse("handoff:detail", args=[sent.pk])).text
    )
    assert as_(people["coordinator"]).get(address).status_code == 404
