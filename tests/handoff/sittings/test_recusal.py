"""Whoever is recused from a case finds nothing of it through any door, from that moment on."""

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse

from handoff.access import opened
from handoff.exceptions import Refused
from handoff.sittings.enums import ItemKind, RecusalBy
from handoff.sittings.models import (
    Advice,
    CaseItem,
    Material,
    MinutesPart,
    NumberedCopy,
    QuickQuestion,
    Recusal,
)
from handoff.sittings.services.minutes import read_minutes
from handoff.sittings.services.reading import read_thread
from tests.factories.accounts import sign_in
from tests.factories.cases import NOW, acting, make_case, rows, staff_of_centre
from tests.factories.sittings import (
    ADVICE,
    ASKED,
    MINUTES,
    OUTLINE,
    advise,
    ask_member,
    hold,
    make_committee,
    make_sitting,
    minute,
    no_part,
    put,
    send,
)
from tests.handoff.sittings.reading import words_of

pytestmark = pytest.mark.django_db
# door → method, what of the world its address names, words of the case that it shows before
DOORS = {
    "committee": ("get", None, ""),
    "sitting": ("get", "sitting", ""),
    "case_item": ("get", "item", ""),
    "case_paper": ("get", "item", OUTLINE),
    "recuse": ("get", "item", ""),
    "new_advice": ("get", "item", ""),
    "agenda_paper": ("post", "sitting", ""),
    "digest_paper": ("post", "former_sitting", ADVICE),
    "feedback_paper": ("post", "item", ADVICE),
    "sitting_minutes": ("get", "former_sitting", MINUTES),
    "minutes_paper": ("post", "former_sitting", MINUTES),
    "quick_question": ("get", "question", ASKED),
}
# The same doors, at what was before.
FORMER = dict.fromkeys(("case_item", "feedback_paper", "recuse"), "former")


@pytest.fixture
def world():
    """A case that was discussed and comes again, with its quick question; another one stands beside it."""
    centre = staff_of_centre()
    committee = make_committee(centre)
    case, beside = make_case(centre), make_case(centre)
    former_sitting = make_sitting(centre)
    former = put(case, former_sitting, centre)
    send(former_sitting, centre)
    hold(former_sitting, centre)
    advise(former, centre["worker"])
    minute(former_sitting, former, centre, committee["chair"])
    sitting = make_sitting(centre)
    item = put(case, sitting, centre, kind=ItemKind.AGAIN)
    put(beside, sitting, centre)
    send(sitting, centre)
    return {
        "centre": centre,
        "committee": committee,
        "case": case,
        "beside": beside,
        "former_sitting": former_sitting,
        "former": former,
        "sitting": sitting,
        "item": item,
        "question": ask_member(case, committee["member"], centre),
    }


def ask_door(world, user, name, subject):
    method = DOORS[name][0]
    address = reverse(f"handoff:{name}", args=[world[subject].pk] if subject else [])
    return getattr(sign_in(Client(), user), method)(address)


def leaks(world, words):
    """Return what of the case stands in these words."""
    secrets = (world["case"].reference, str(world["item"].pk), str(world["former"].pk))
    secrets += (str(world["case"].pk), str(world["question"].pk))
    return [each for each in (*secrets, "かなりあ") if each in words.replace(world["beside"].reference, "")]


EVERY_DOOR = [(name, row[1]) for name, row in DOORS.items()] + list(FORMER.items())


@pytest.mark.parametrize("by", list(RecusalBy))
@pytest.mark.parametrize(("name", "subject"), EVERY_DOOR)
def test_no_door_shows_the_case_to_whoever_is_recused(world, name, subject, by):
    member = world["committee"]["member"]
    before = words_of(ask_door(world, member, name, subject))
    assert world["case"].reference in before
    assert DOORS[name][2] in before
    said_by = member if by == RecusalBy.OWN else world["committee"]["chair"]
    no_part(world["item"], member.person, said_by, by=by)
    answer = ask_door(world, member, name, subject)
    assert leaks(world, words_of(answer)) == []
    if subject not in (None, "sitting", "former_sitting"):
        assert answer.status_code == 404


@pytest.mark.parametrize("name", ["recuse", "new_advice", "quick_question"])
def test_nothing_can_be_sent_to_a_case_either(world, name):
    member = world["committee"]["member"]
    no_part(world["item"], member.person, member)
    subject = DOORS[name][1]
    address = reverse(f"handoff:{name}", args=[world[subject].pk])
    data = {"text": "あとから", "words": "あとから", "reason": ""}
    assert sign_in(Client(), member).post(address, data).status_code == 404


def test_the_numbered_copy_leaves_the_case_out_and_keeps_the_other(world):
    member = world["committee"]["member"]
    copies = rows(NumberedCopy.objects.filter(sitting=world["sitting"], person=member.person))
    address = reverse("handoff:copy_paper", args=[world["sitting"].pk, copies[0].pk])
    lead = sign_in(Client(), world["centre"]["lead"])
    assert world["case"].reference in words_of(lead.post(address))
    no_part(world["item"], member.person, member)
    words = words_of(lead.post(address))
    assert world["case"].reference not in words
    assert world["beside"].reference in words


def test_the_database_shows_them_no_row_of_the_case_without_any_filter(world):
    member = world["committee"]["member"]
    models = (CaseItem, Material, Advice, MinutesPart, QuickQuestion)

    def seen():
        with opened(acting(member), now=NOW):
            found = {model: set(model.objects.values_list("pk", flat=True)) for model in models}
            numbers = set(CaseItem.objects.values_list("case_reference", flat=True))
            return found, numbers

    before, numbers = seen()
    assert all(before.values())
    assert numbers == {world["case"].reference, world["beside"].reference}
    no_part(world["item"], member.person, member)
    after, numbers = seen()
    assert numbers == {world["beside"].reference}
    assert [model for model in (Advice, MinutesPart, QuickQuestion) if after[model]] == []
    assert len(after[Material]) == 1


def test_the_others_go_on_and_the_minutes_say_who_and_not_why(world):
    member, other = world["committee"]["member"], world["committee"]["other"]
    no_part(world["item"], member.person, member)
    assert world["case"].reference in words_of(ask_door(world, other, "sitting", "sitting"))
    read = read_minutes(sitting_id=world["former_sitting"].pk, actor=acting(other), now=NOW)
    assert [[each.person_id for each in recused] for _, _, _, recused in read.cases] == [[member.person_id]]
    words = words_of(ask_door(world, other, "sitting_minutes", "former_sitting"))
    assert f"{member.person.name} は、このケースの検討から外れた" in words
    assert "親族の勤め先" not in words
    thread = read_thread(case_id=world["case"].pk, actor=acting(world["centre"]["worker"]), now=NOW)
    assert [reason for _, reason in thread.recused] == ["親族の勤め先かなりあ"]


def test_one_says_so_of_oneself_the_chair_of_others_and_staff_what_they_heard(world):
    committee, item = world["committee"], world["item"]
    with pytest.raises(Refused, match="外れる方"):
        no_part(item, committee["other"].person, committee["member"])
    no_part(item, committee["other"].person, committee["chair"], by=RecusalBy.CHAIR)
    no_part(item, committee["observer"].person, world["centre"]["worker"])
    with pytest.raises(Refused, match="もうこのケース"):
        no_part(item, committee["other"].person, committee["chair"], by=RecusalBy.CHAIR)
    with pytest.raises(Http404):
        no_part(item, committee["other"].person, committee["other"])
    written = rows(Recusal.objects.select_related("written_by").order_by("by"))
    assert [each.written_by for each in written] == [committee["chair"], world["centre"]["worker"]]


def test_nobody_is_asked_about_a_case_from_which_they_are_recused(world):
    member = world["committee"]["member"]
    no_part(world["item"], member.person, member)
    with pytest.raises(Refused, match="外れて"):
        ask_member(world["case"], member, world["centre"])


def test_the_agenda_of_whoever_is_recused_says_when_to_step_outside(world):
    member = world["committee"]["member"]
    no_part(world["item"], member.person, member)
    words = words_of(ask_door(world, member, "sitting", "sitting"))
    assert "席を外していただく時間" in words
