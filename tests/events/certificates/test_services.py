"""Certificates go to whom they are due, say what was true then, are taken back and issued anew."""

import re
from datetime import timedelta

import pytest

from events.certificates.enums import ReissueReason, RevokeReason
from events.certificates.exceptions import CertificateRefused
from events.certificates.models import Certificate
from events.certificates.queries import holders, rule_of
from events.certificates.services.forgetting import forget_old_certificates
from events.certificates.services.issuing import issue_due, reissue, revoke
from events.models import Event, Participant
from foundation.audit.models import Entry
from foundation.centre.models import CentreProfile
from tests.beside import Beside
from tests.events.certificates.issued import fresh, give_rule, issue
from tests.events.questionnaires import asked
from tests.factories.afterwards import add_people, make_held_event, mark, people_of
from tests.factories.events import NOW

pytestmark = pytest.mark.django_db


def names(event):
    return sorted(Certificate.objects.filter(event=event).values_list("holder_name", flat=True))


def test_everybody_who_came_gets_one_and_nobody_else(event, staff):
    assert len(issue(event, staff=staff)) == 2
    assert names(event) == ["参加 1", "参加 2"]
    assert issue(event, staff=staff) == []


def test_one_chosen_person_gets_theirs_alone_and_whoever_is_not_due_gets_none(event, staff):
    first, _, absent = people_of(event)
    assert issue(event, staff=staff, participants={absent.pk}) == []
    issue(event, staff=staff, participants={first.pk})
    assert names(event) == ["参加 1"]


def test_without_a_rule_nothing_is_issued(staff):
    with pytest.raises(CertificateRefused, match="条件"):
        issue(make_held_event(), staff=staff)


def test_the_questionnaire_can_be_a_condition(event, staff):
    give_rule(event, staff=staff, needs=["questionnaire"])
    first, second, _ = people_of(event)
    questionnaire = asked.make(event, staff=staff)
    asked.answer(questionnaire, second)
    assert [each.decision.reason for each in holders(rule_of(event), now=NOW)] == [
        "アンケートの答えが、まだ届いていません。",
        "",
        "出席の記録がありません。",
    ]
    issue(event, staff=staff)
    assert names(event) == ["参加 2"]
    asked.answer(questionnaire, first)
    issue(event, staff=staff)
    assert names(event) == ["参加 1", "参加 2"]


def test_a_condition_that_no_room_knows_any_more_is_never_met(event, staff):
    give_rule(event, staff=staff, needs=["gone"])
    assert issue(event, staff=staff) == []


def test_somebody_without_a_name_gets_none(staff):
    event = make_held_event(people=1)
    add_people(event.sessions.get(), 1, names=[""])
    mark(event, actor=staff)
    give_rule(event, staff=staff)
    issue(event, staff=staff)
    assert names(event) == ["参加 1"]


def test_a_series_makes_one_certificate_of_all_dates(staff):
    event = make_held_event(people=2, sessions=2)
    mark(event, actor=staff)
    _, second = event.sessions.all()
    Participant.objects.filter(session=second, name="参加 2").update(attendance="absent")
    give_rule(event, staff=staff, measure="all_dates")
    [made] = issue(event, staff=staff)
    assert (made.holder_name, made.minutes) == ("参加 1", 360)
    assert made.held_on.count("、") == 1


def test_the_same_seminar_twice_makes_one_certificate_for_whoever_came_twice(staff):
    event = make_held_event(people=1, sessions=2)
    mark(event, actor=staff)
    give_rule(event, staff=staff)
    [made] = issue(event, staff=staff)
    assert (made.minutes, made.held_on.count("、")) == (180, 0)


def test_what_is_renamed_later_does_not_change_a_certificate(event, staff):
    centre = {"name": "見本センター", "operator": "見本法人", "director": "見本 太郎"}
    CentreProfile.objects.create(pk=1, phone="000-000-0000", **centre)
    [made, _] = issue(event, staff=staff)
    before = {each.attname: getattr(fresh(made), each.attname) for each in made._meta.concrete_fields}
    Event.objects.update(title="別の研修", subtitle="", number="R8-9999")
    Participant.objects.update(name="別の 人")
    CentreProfile.objects.update(name="別のセンター", operator="別の法人", director="別の 人")
    give_rule(event, staff=staff, percent=100)
    assert {each.attname: getattr(fresh(made), each.attname) for each in made._meta.concrete_fields} == before
    printed = ("issuer", "operator", "director", "holder_name")
    assert [before[name] for name in printed] == [*centre.values(), "参加 1"]


def test_numbers_are_drawn_anew_each_time(event, staff):
    one, other = issue(event, staff=staff)
    assert one.number != other.number
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}", one.printed_number)


def test_a_certificate_is_taken_back_with_a_reason_and_can_be_issued_again(event, staff):
    made, _ = issue(event, staff=staff)
    revoke(certificate_id=made.pk, reason=RevokeReason.WRONG_ATTENDANCE, actor=staff, now=NOW)
    assert (fresh(made).state, fresh(made).revoke_reason) == ("revoked", "attendance")
    with pytest.raises(CertificateRefused, match="もう有効では"):
        revoke(certificate_id=made.pk, reason=RevokeReason.OTHER, actor=staff, now=NOW)
    assert issue(event, staff=staff) == []  # not in one go with the others
    [again] = issue(event, staff=staff, participants={made.participant_id})
    assert again.number != made.number


def test_a_new_certificate_says_the_same_under_another_name_and_number(event, staff):
    old, _ = issue(event, staff=staff)
    later = NOW + timedelta(days=3)
    new = reissue(
        certificate_id=old.pk,
        holder_name="新しい 名字",
        reason=ReissueReason.NAME_CHANGED,
        actor=staff,
        now=later,
    )
    old, new = fresh(old), fresh(new)
    assert (old.state, old.replaced_by, old.ended_on) == ("replaced", new, later.date())
    assert (new.state, new.holder_name, new.issued_on) == ("issued", "新しい 名字", later.date())
    assert (new.course, new.held_on, new.minutes, new.issuer) == (
        old.course,
        old.held_on,
        old.minutes,
        old.issuer,
    )
    with pytest.raises(CertificateRefused):
        reissue(certificate_id=old.pk, holder_name="別", reason=ReissueReason.LOST, actor=staff, now=later)


@pytest.mark.django_db(transaction=True)
def test_two_desks_at_once_issue_each_certificate_once(event, staff):
    def press():
        issue_due(event=event, participants=None, actor=staff, now=NOW)

    beside = Beside(press)
    press()
    beside.join()
    assert names(event) == ["参加 1", "参加 2"]


def test_the_audit_knows_the_deeds_and_no_name(event, staff):
    made, _ = issue(event, staff=staff)
    revoke(certificate_id=made.pk, reason=RevokeReason.BY_REQUEST, actor=staff, now=NOW)
    bodies = list(Entry.objects.filter(verb__startswith="certificates.").values_list("body", flat=True))
    assert len(bodies) == 4
    assert not any("参加" in body for body in bodies)


def test_certificates_are_forgotten_after_their_time_and_not_before(event, staff):
    old, _ = issue(event, staff=staff)
    reissue(certificate_id=old.pk, holder_name="新", reason=ReissueReason.LOST, actor=staff, now=NOW)
    assert forget_old_certificates(now=NOW + timedelta(days=3652)) == 0
    assert forget_old_certificates(now=NOW + timedelta(days=3653)) == 3
