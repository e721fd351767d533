"""A wish is taken down once and told without words; steps, hand-overs, reasons, and what is forgotten."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from content.inquiries import inquiries_elsewhere
from directory.services.agencies import merge_agencies
from foundation.audit import chain
from foundation.audit.models import Entry
from foundation.centre.models import CentreProfile
from foundation.limits.declared import declared
from foundation.mail.models import OutgoingMail
from foundation.transactions import NotInTransaction
from tests.factories.directory import make_agency
from tests.factories.leads import make_lead
from tests.factories.limits import put_limit
from tests.factories.training_media import make_course, make_viewer
from tests.working import work_off
from training_media.leads import queries
from training_media.leads.enums import LeadState, Move, Outcome, Reason, Wish
from training_media.leads.exceptions import LeadRefused
from training_media.leads.limits import CONTACT_KEPT
from training_media.leads.models import PERSONAL, Lead, LeadNote, NotNow
from training_media.leads.rules import Wanted
from training_media.leads.services.declining import say_not_now
from training_media.leads.services.following import (
    hand_over,
    say_which_agency,
    take_step,
    take_step_in_transaction,
)
from training_media.leads.services.forgetting import forget_contacts
from training_media.viewing.models import Viewer

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
DAY = timedelta(days=1)
KEPT = declared(CONTACT_KEPT).default


def go(lead, move, *, by, on=TODAY, now=NOW, next_on=None, **wanted):
    next_on = timezone.localdate(now) + 7 * DAY if move != Move.FINISH and next_on is None else next_on
    return take_step(lead=lead, wanted=Wanted(move, on, next_on=next_on, **wanted), actor=by, now=now)


def refused(name, deed):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        deed()


def test_the_same_words_in_the_same_form_are_one_lead_with_one_number_and_one_mail():
    CentreProfile.objects.create(name="見本センター", email="soudan@example.jp")
    same = {"form_key": uuid4(), "course": make_course(), "agency": make_agency(name="見本の家")}
    one, two = (make_lead(**same) for _ in range(2))
    assert (one, Lead.objects.count(), OutgoingMail.objects.count()) == (two, 1, 1)
    assert one.number.endswith("-H0001")
    assert [entry.verb for entry in Entry.objects.order_by("id")] == ["leads.asked"]


def test_whoever_goes_back_to_a_form_that_was_sent_and_asks_for_something_else_is_heard_twice():
    same = {"form_key": uuid4(), "course": make_course(), "agency": make_agency(name="見本の家")}
    papers, visit = (make_lead(**same, wish=wish) for wish in (Wish.PAPERS, Wish.VISIT))
    assert (papers.number != visit.number, Lead.objects.count()) == (True, 2)
    assert make_lead(**same, wish=Wish.PAPERS) == papers
    assert Lead.objects.count() == 2


def test_the_desk_is_told_by_mail_that_something_waits_and_nothing_of_it():
    CentreProfile.objects.create(name="見本センター", email="soudan@example.jp")
    make_lead(words="会議で話してほしい", email="minamo@example.jp")
    mail = OutgoingMail.objects.get()
    assert mail.to == "soudan@example.jp"
    for word in ("見本", "花子", "099", "会議", "minamo", "受け入れの話"):
        assert word not in mail.subject + mail.text
    work_off("mail")


def test_without_a_mailbox_of_the_centre_whoever_works_at_the_desk_is_told(staff, manager, partner):
    make_lead()
    assert set(OutgoingMail.objects.values_list("to", flat=True)) == {staff.email, manager.email}


def test_a_lead_is_called_visited_and_comes_to_a_result(staff):
    lead = make_lead()
    go(lead, Move.CONTACT, by=staff, note="電話した")
    go(lead, Move.VISIT, by=staff)
    found = go(lead, Move.FINISH, by=staff, outcome=Outcome.REGISTERING, note="登録へ")
    assert (found.state, found.outcome, found.result_on, found.owner) == (
        "result",
        "registering",
        TODAY,
        staff,
    )
    assert (found.contacted_on, found.visited_on, found.next_on) == (TODAY, TODAY, None)
    said = LeadNote.objects.order_by("pk").values_list("state", "words")
    assert list(said) == [("contacted", "電話した"), ("visited", ""), ("result", "登録へ")]
    assert queries.open_leads(agency=lead.agency).count() == 0
    go(lead, Move.REOPEN, by=staff)
    assert list(queries.open_leads(agency=lead.agency)) == [lead]
    assert queries.open_leads(agency=make_agency(name="別の家")).count() == 0
    chain.verify()


def test_what_the_rule_refuses_leaves_nothing_behind(staff):
    lead = make_lead()
    with pytest.raises(LeadRefused, match="結果が出たものだけ"):
        go(lead, Move.REOPEN, by=staff)
    assert (LeadNote.objects.count(), Lead.objects.get().owner) == (0, None)


def test_a_visit_of_a_round_moves_a_lead_within_its_own_transaction(staff):
    lead, wanted = make_lead(), Wanted(Move.VISIT, TODAY, next_on=TODAY + DAY)
    with pytest.raises(NotInTransaction):
        take_step_in_transaction(lead=lead, wanted=wanted, actor=staff, now=NOW)
    with transaction.atomic():
        take_step_in_transaction(lead=lead, wanted=wanted, actor=staff, now=NOW)
    assert Lead.objects.get().state == LeadState.VISITED


def test_a_lead_is_handed_over_and_a_typed_name_becomes_an_agency(staff, manager, partner):
    lead = make_lead()
    Lead.objects.update(agency=None, agency_name="みほんのいえ")
    hand_over(lead=lead, to=manager, actor=staff, now=NOW)
    agency = make_agency(name="見本の家（本館）")
    with pytest.raises(LeadRefused, match="この仕事をしている職員だけ"):
        hand_over(lead=lead, to=partner, actor=staff, now=NOW)
    gone = lead.agency
    merge_agencies(kept=agency, merged=gone, actor=manager, now=NOW)
    with pytest.raises(LeadRefused, match="ほかの事業所とひとつに"):
        say_which_agency(lead=lead, agency=gone, actor=staff, now=NOW)
    found = say_which_agency(lead=lead, agency=agency, actor=staff, now=NOW)
    assert (found.owner, found.agency, found.agency_name) == (manager, agency, "みほんのいえ")


def test_a_new_one_stands_in_the_queue_of_the_contact_desk_until_somebody_calls(staff):
    lead = make_lead(now=NOW - 20 * DAY)
    (row,) = inquiries_elsewhere(now=NOW)
    assert (row.number, row.who, row.is_late) == (lead.number, "見本の家", True)
    assert row.address == f"/cms/videos/leads/{lead.pk}/"
    go(lead, Move.CONTACT, by=staff)
    assert inquiries_elsewhere(now=NOW) == []


def test_what_waits_is_what_is_new_and_what_is_due(staff):
    new, due, later, ended = (make_lead(course=course) for course in [make_course()] * 4)
    go(due, Move.CONTACT, by=staff, next_on=TODAY)
    go(later, Move.CONTACT, by=staff, next_on=TODAY + DAY)
    go(ended, Move.FINISH, by=staff, outcome=Outcome.NOT_NOW)
    assert list(queries.waiting(today=TODAY)) == [new, due]
    assert list(queries.waiting(today=TODAY + DAY)) == [new, due, later]


# Reasons


def test_reasons_are_kept_once_for_a_viewer_and_a_course_and_can_be_changed():
    course, viewers = make_course(), [make_viewer(name="見本 一"), make_viewer(name="見本 二")]
    say_not_now(course=course, viewers=viewers, reasons=["full", "other"], words="建てかえ", now=NOW)
    say_not_now(course=course, viewers=viewers[:1], reasons=["policy"], words="", now=NOW + DAY)
    said = NotNow.objects.order_by("viewer__name").values_list("reasons", "words")
    assert list(said) == [(["policy"], ""), (["full", "other"], "建てかえ")]
    with pytest.raises(LeadRefused):
        say_not_now(course=course, viewers=viewers, reasons=[], words="", now=NOW)


def test_a_name_that_is_said_at_a_card_never_takes_the_place_of_what_somebody_said_themselves():
    course, viewer = make_course(), make_viewer()
    others = [make_viewer(name=f"見本 {place}", agency=make_agency(name=place)) for place in "二三四五"]
    say_not_now(course=course, viewers=others, reasons=["full"], words="", now=NOW)
    say_not_now(course=course, viewers=[viewer], reasons=["full"], words="", now=NOW, is_sure=True)
    say_not_now(course=course, viewers=[viewer], reasons=["policy"], words="", now=NOW + DAY)
    assert queries.not_now_of([viewer.pk], course).reasons == ["full"]
    assert [each.reasons for each in queries.said_by(viewer.pk, course, None)] == [["full"], ["policy"]]
    rows = {row.reason: row.total for row in queries.reason_table(course).rows}
    assert (rows[Reason.FULL], rows[Reason.POLICY]) == (5, 0)


def say(course, agencies, *reasons, people=1, words="", kind=None):
    """Let so many facilities answer, so many people of each at once."""
    more = {"kind": kind} if kind else {}
    for _ in range(agencies):
        name = f"家 {NotNow.objects.count()}"
        agency = make_agency(name=name, **more)
        viewers = [make_viewer(name=f"見本 {number}", agency=agency) for number in range(people)]
        say_not_now(course=course, viewers=viewers, reasons=reasons, words=words, now=NOW)


def test_reasons_are_told_in_numbers_by_kind_and_only_when_enough_have_answered():
    course = make_course()
    say(course, 4, "full")
    assert queries.reason_table(course).base is None
    say(course, 7, "full", "policy", kind="municipality")
    table = queries.reason_table(course)
    assert (table.base, sum(each.base for each in table.groups)) == (11, 11)
    rows = {row.reason: row for row in table.rows}
    assert (rows[Reason.FULL].total, rows[Reason.POLICY].total) == (11, None)
    assert queries.reason_table(make_course(slug="betsu")).base is None


def test_words_of_others_are_told_only_where_there_are_enough():
    course = make_course()
    say(course, 4, "other", words="建てかえ", people=3)
    say(course, 4, "full")
    assert queries.reason_table(course).words == []
    say(course, 1, "other", words="引っこし")
    assert queries.reason_table(course).words == sorted(["建てかえ"] * 4 + ["引っこし"])


def test_five_before_one_screen_are_one_facility_of_which_nothing_is_told():
    first, second = make_course(), make_course(slug="betsu")
    say(first, 1, "full", "other", words="建てかえ", people=9)
    viewers = Viewer.objects.all()
    say_not_now(course=second, viewers=viewers, reasons=["full"], words="", now=NOW)
    assert (queries.reason_table(first).base, queries.reason_table(None).base) == (None, None)
    say(first, 4, "full", people=2)
    assert (queries.reason_table(first).base, queries.reason_table(None).base) == (5, 5)


# What is forgotten


def test_contact_and_words_go_some_time_after_the_result_and_the_rest_stays(staff):
    lead = make_lead(words="聞きたい", email="a@example.jp", good_time="朝")
    go(lead, Move.FINISH, by=staff, outcome=Outcome.NOT_NOW, note="花子さんと話した")
    assert forget_contacts(now=NOW + (KEPT - 1) * DAY) == 0
    assert forget_contacts(now=NOW + KEPT * DAY) == 1
    found = Lead.objects.get()
    assert [getattr(found, name) for name in PERSONAL] == [""] * len(PERSONAL)
    assert (found.agency_name, found.outcome, found.wish) == ("見本の家", "not_now", "visit")
    assert LeadNote.objects.get().words == ""
    assert forget_contacts(now=NOW + (KEPT + 1) * DAY) == 0
    with pytest.raises(LeadRefused, match="連絡先を消した"):
        go(found, Move.REOPEN, by=staff)


def test_who_is_called_again_later_is_forgotten_later(staff):
    lead = make_lead()
    go(lead, Move.FINISH, by=staff, outcome=Outcome.CONSIDERING, next_on=TODAY + 60 * DAY)
    assert forget_contacts(now=NOW + (KEPT + 59) * DAY) == 0
    assert forget_contacts(now=NOW + (KEPT + 60) * DAY) == 1
    assert Lead.objects.get().next_on is None


def test_a_lead_that_nobody_touches_is_closed_and_forgotten(staff):
    make_lead()
    assert forget_contacts(now=NOW + KEPT * DAY) == 1
    found = Lead.objects.get()
    assert (found.state, found.outcome, found.owner) == ("result", "silent", None)


def test_a_shorter_time_counts_and_words_beside_reasons_go_too(manager):
    say_not_now(course=make_course(), viewers=[make_viewer()], reasons=["other"], words="建てかえ", now=NOW)
    forget_contacts(now=NOW + 30 * DAY)
    assert NotNow.objects.get().words == "建てかえ"
    put_limit(CONTACT_KEPT, 30, by=manager)
    forget_contacts(now=NOW + 31 * DAY)
    assert (NotNow.objects.get().words, NotNow.objects.get().reasons) == ("", ["other"])


def test_leads_and_reasons_go_along_when_agencies_are_merged(manager):
    kept, merged = make_agency(name="残る"), make_agency(name="移る")
    lead = make_lead(agency=merged)
    twins = [make_viewer(name="見本 花子", agency=each) for each in (kept, merged)]
    alone = make_viewer(name="見本 太郎", agency=merged)
    for viewer, reason, day in ((twins[0], "full", 0), (twins[1], "policy", 1), (alone, "staff", 0)):
        say_not_now(course=lead.course, viewers=[viewer], reasons=[reason], words="", now=NOW + day * DAY)
    merge_agencies(kept=kept, merged=merged, actor=manager, now=NOW)
    lead.refresh_from_db()
    assert (lead.agency, lead.agency_name) == (kept, "移る")
    said = NotNow.objects.order_by("viewer__name").values_list("viewer__name", "viewer__agency", "reasons")
    assert set(map(str, said)) == {
        str(("見本 花子", kept.pk, ["policy"])),
        str(("見本 太郎", kept.pk, ["staff"])),
    }


# What no writer may leave in the tables


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("leads_lead_way_is_known", {"way": "x"}),
        ("leads_lead_wish_is_known", {"wish": "x"}),
        ("leads_lead_outcome_is_known", {"outcome": "x"}),
        ("leads_lead_is_of_a_facility", {"agency_name": ""}),
        ("leads_lead_result_has_an_outcome_and_a_day", {"outcome": "willing"}),
        ("leads_lead_result_has_an_outcome_and_a_day", {"result_on": TODAY}),
        ("leads_lead_can_be_answered_or_is_erased", {"phone": ""}),
        ("leads_lead_can_be_answered_or_is_erased", {"contact_name": ""}),
        ("leads_lead_can_be_answered_or_is_erased", {"erased_at": NOW}),
    ],
)
def test_a_lead_is_never(name, wrong):
    make_lead()
    refused(name, lambda: Lead.objects.update(**wrong))


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("leads_lead_considering_has_a_next_day", {"outcome": "considering", "next_on": None}),
        ("leads_lead_somebody_goes_on_with_it", {"owner": None}),
        ("leads_lead_can_be_answered_or_is_erased", {"phone": ""}),
    ],
)
def test_a_result_is_never(staff, name, wrong):
    lead = make_lead()
    go(lead, Move.FINISH, by=staff, outcome=Outcome.WILLING)
    refused(name, lambda: Lead.objects.update(**wrong))


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("leads_lead_state_is_known", {"state": "x"}),
        ("leads_lead_somebody_goes_on_with_it", {"owner": None}),
        ("leads_lead_steps_have_their_day", {"next_on": None}),
        ("leads_lead_steps_have_their_day", {"contacted_on": None}),
        ("leads_lead_steps_have_their_day", {"state": "visited"}),
    ],
)
def test_one_that_goes_on_is_never(staff, name, wrong):
    go(make_lead(), Move.CONTACT, by=staff)
    refused(name, lambda: Lead.objects.update(**wrong))


def test_a_note_and_a_reason_are_never(staff):
    lead, viewer = make_lead(), make_viewer(name="見本 太郎", agency=make_agency(name="別の家"))
    go(lead, Move.CONTACT, by=staff)
    refused("leads_leadnote_state_is_known", lambda: LeadNote.objects.update(state="x"))
    say_not_now(course=lead.course, viewers=[viewer], reasons=["full"], words="", now=NOW)
    known = "leads_notnow_has_known_reasons"
    for reasons in ([], ["bored"], ["full", "bored"]):
        refused(known, lambda reasons=reasons: NotNow.objects.update(reasons=reasons))
    refused("leads_notnow_words_for_others_alone", lambda: NotNow.objects.update(words="x"))
    twin = NotNow(viewer=viewer, course=lead.course, reasons=["full"], said_at=NOW)
    refused("leads_notnow_once", lambda: NotNow.objects.bulk_create([twin]))
    with pytest.raises(ValidationError, match="もう答えています"):
        twin.full_clean()
