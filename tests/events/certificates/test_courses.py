"""Certificates of recorded trainings: issued for a key of another app, and treated like all others."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from directory.services.agencies import merge_agencies
from events.certificates import papers
from events.certificates.enums import CertificateOrigin, ReissueReason, RevokeReason
from events.certificates.exceptions import CertificateRefused
from events.certificates.models import Certificate
from events.certificates.queries import (
    certificate_of_key,
    certificates_of_keys,
    every_certificate_of_keys,
    standing_of_keys,
)
from events.certificates.services import issuing
from events.certificates.services.forgetting import forget_old_certificates
from events.certificates.services.issuing import carry_key_in_transaction, reissue, revoke
from events.certificates.views.files import certificate_file
from events.registries import certificate_origins
from foundation.audit.models import Entry
from foundation.centre.models import CentreProfile
from foundation.registry import Registry
from foundation.transactions import NotInTransaction
from tests.beside import Beside
from tests.events.certificates.issued import fresh, issue, issue_of_course, printed, words_of
from tests.factories.accounts import sign_in
from tests.factories.directory import make_agency, make_partner
from tests.factories.events import NOW

pytestmark = pytest.mark.django_db
CHECK = "/certificates/check/"
COURSE = CertificateOrigin.COURSE
LATER = NOW + timedelta(days=3)


@pytest.fixture(autouse=True)
def somewhere_else(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def desk_url(name, pk):
    return reverse(f"certificate_desk:{name}", args=[pk])


def take_back(certificate, staff, reason=RevokeReason.WRONG_VIEWING):
    return revoke(certificate_id=certificate.pk, reason=reason, actor=staff, now=NOW)


def issue_anew(certificate, staff, name="新しい 名字"):
    reason = ReissueReason.NAME_CHANGED
    return reissue(certificate_id=certificate.pk, holder_name=name, reason=reason, actor=staff, now=LATER)


def carry(from_key, to_key):
    with transaction.atomic():
        carry_key_in_transaction(origin=COURSE, from_key=from_key, to_key=to_key)


# Issuing


def test_it_says_what_was_watched_and_is_issued_by_nobody(db):
    centre = {"name": "見本センター", "operator": "見本法人", "director": "見本 太郎"}
    CentreProfile.objects.create(pk=1, phone="000-000-0000", **centre)
    agency = make_agency(name="見本の家")
    made = fresh(issue_of_course(agency=agency))
    said = printed()
    assert {name: getattr(made, name) for name in said.__dataclass_fields__} == vars(said)
    assert (made.origin, made.origin_key, made.event, made.participant) == ("course", "5-33", None, None)
    assert (made.agency, made.issued_by, made.issued_on) == (agency, None, NOW.date())
    assert (made.issuer, made.operator, made.director) == tuple(centre.values())
    [entry] = Entry.objects.filter(verb="certificates.issued")
    assert (entry.actor_id, "汐見" in entry.body, "見本の家" in entry.body) == (None, False, False)


def test_whoever_asks_again_gets_the_one_that_holds_as_it_was(staff):
    first = issue_of_course()
    again = issue_of_course(holder_name="別の 人", actor=staff, now=LATER)
    assert (again.pk, fresh(first).holder_name) == (first.pk, "汐見 花")
    assert Certificate.objects.count() == Entry.objects.filter(verb="certificates.issued").count() == 1


def issued_twice_at_once(monkeypatch, *, locked):
    """Ask for one certificate while another does; return what both got, and the second one's error."""
    if not locked:
        monkeypatch.setattr(issuing, "lock_name_in_transaction", lambda _: None)
    got = []
    with transaction.atomic():
        got.append(issue_of_course())
        second = Beside(lambda: got.append(issue_of_course()))
        assert second.waits_for_a_lock()
    second.join()
    return {each.number for each in got}, second.error


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_get_the_same_certificate(monkeypatch):
    numbers, error = issued_twice_at_once(monkeypatch, locked=True)
    assert (len(numbers), error, Certificate.objects.count()) == (1, None, 1)


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_second_fails_and_still_there_is_one(monkeypatch):
    _, error = issued_twice_at_once(monkeypatch, locked=False)
    assert isinstance(error, IntegrityError)
    assert "certificates_certificate_one_holds_for_its_key" in str(error)
    assert Certificate.objects.count() == 1


def test_one_that_was_taken_back_is_not_issued_again_by_itself(staff):
    taken = take_back(issue_of_course(), staff)
    with pytest.raises(CertificateRefused, match="取り消しました"):
        issue_of_course()
    with pytest.raises(CertificateRefused):
        issue_of_course(actor=staff)
    assert issue_of_course(key="5-34").origin_key == "5-34"
    again = issue_of_course(actor=staff, is_looked_at=True)
    assert (again.state, again.number == taken.number) == ("issued", False)
    assert issue_of_course() == again


def test_somebody_without_a_name_gets_none(db):
    with pytest.raises(CertificateRefused, match="お名前"):
        issue_of_course(holder_name="")


@pytest.mark.django_db(transaction=True)
def test_it_is_a_step_of_somebody_elses_act():
    with pytest.raises(NotInTransaction):
        issuing.issue_of_course_in_transaction(
            origin_key="5-33", agency=None, printed=printed(), actor=None, now=NOW
        )


def test_a_new_one_keeps_its_key_and_says_the_same_under_another_name(staff):
    old = issue_of_course()
    new = fresh(issue_anew(old, staff))
    same = ("origin", "origin_key", "remark", "course", "held_on", "minutes", "agency", "text", "title")
    assert [getattr(new, name) for name in same] == [getattr(old, name) for name in same]
    assert (new.holder_name, new.issued_by, new.issued_on) == ("新しい 名字", staff, LATER.date())
    assert (fresh(old).state, fresh(old).replaced_by) == ("replaced", new)
    assert issue_of_course() == new


# Reads


def test_reads_by_key_know_what_holds_and_what_was_taken_back(event, staff):
    issue(event, staff=staff)
    gone = take_back(issue_of_course(key="5-1"), staff)
    old = issue_of_course(key="5-2")
    new = issue_anew(old, staff)
    keys = ["5-1", "5-2", "5-3", ""]
    assert certificates_of_keys(COURSE, keys) == {"5-2": new}
    assert certificate_of_key(COURSE, "5-2") == new
    assert certificate_of_key(COURSE, "5-1") is None
    assert list(every_certificate_of_keys(COURSE, keys)) == [gone, old, new]
    standing = standing_of_keys(COURSE, keys)
    assert {key: (each.certificate, each.was_revoked) for key, each in standing.items()} == {
        "5-1": (None, True),
        "5-2": (new, False),
        "5-3": (None, False),
        "": (None, False),
    }
    assert certificates_of_keys(CertificateOrigin.EVENT, keys) == {}


@pytest.mark.parametrize("count", [1, 3])
def test_one_query_reads_all_keys(django_assert_num_queries, count):
    keys = [f"5-{number}" for number in range(count)]
    for key in keys:
        issue_of_course(key=key)
    with django_assert_num_queries(1):
        assert [*certificates_of_keys(COURSE, keys)] == keys
    with django_assert_num_queries(1):
        assert all(each.certificate for each in standing_of_keys(COURSE, keys).values())


# Two records of another app become one


def test_a_certificate_is_carried_to_another_key(staff):
    old = issue_of_course(key="5-33")
    new = issue_anew(old, staff)
    carry("5-33", "5-12")
    assert certificate_of_key(COURSE, "5-12") == new
    assert {fresh(old).origin_key, fresh(new).origin_key} == {"5-12"}
    assert issue_of_course(key="5-12") == new


def test_where_both_hold_both_stay_good(staff):
    carried, kept = issue_of_course(key="5-33"), issue_of_course(key="5-12")
    carry("5-33", "5-12")
    assert certificate_of_key(COURSE, "5-12") == kept
    assert fresh(carried).state == "issued"


def test_what_was_taken_back_is_not_forgotten_under_another_key(staff):
    take_back(issue_of_course(key="5-33"), staff)
    carry("5-33", "5-12")
    with pytest.raises(CertificateRefused):
        issue_of_course(key="5-12")


# Paper, and the public check


def test_the_check_page_shows_every_field_that_is_printed_of_a_course(client, today):
    certificate = issue_of_course(course_number="V-12")
    text = "".join(client.get(CHECK, {"number": certificate.printed_number}).text.split())
    [paper] = words_of(papers.certificates_pdf([certificate]))
    said = printed()
    shown = (
        *(certificate.printed_number, said.title, said.text, said.holder_name, said.agency_name),
        *(said.course, "研修番号V-12", "視聴した日", said.held_on, "視聴した時間", "1時間35分"),
        *("備考", said.remark, "令和8年11月24日"),
    )
    words = ["".join(each.split()) for each in shown]
    assert [each for each in words if each not in text] == []
    assert [each for each in words if each not in paper] == []
    assert [each for each in ("開催日", "受講した時間") if each in text or each in paper] == []


def test_without_remark_and_number_there_is_no_word_of_them(client, today):
    certificate = issue_of_course(remark="", minutes=0)
    text = client.get(CHECK, {"number": certificate.number}).text
    [paper] = words_of(papers.certificates_pdf([certificate]))
    assert [each for each in ("備考", "研修番号") if each in text or each in paper] == []
    assert ("1分未満" in text, "1分未満" in paper) == (True, True)


def test_the_paper_of_an_event_says_what_it_always_said(event, staff, client, today):
    certificate = issue(event, staff=staff)[0]
    text = client.get(CHECK, {"number": certificate.number}).text
    [paper] = words_of(papers.certificates_pdf([certificate]))
    assert [each for each in ("開催日", "受講した時間") if each not in text or each not in paper] == []
    assert [each for each in ("備考", "視聴した") if each in text or each in paper] == []


def test_the_longest_words_that_there_can_be_are_all_on_one_page(db):
    names = ("title", "text", "holder_name", "agency_name", "course", "held_on", "remark")
    names += ("issuer", "operator", "director")
    signs = dict(zip(names, "修文花家話日備県法氏", strict=True))
    lengths = {name: Certificate._meta.get_field(name).max_length for name in names}
    most = Certificate(
        **{name: sign * lengths[name] for name, sign in signs.items()},
        number="0" * 20,
        origin="course",
        minutes=9999,
        course_number="動画番号十二文字以内です",
        issued_on=NOW.date(),
    )
    [paper] = words_of(papers.certificates_pdf([most]))
    assert [name for name in names if signs[name] * lengths[name] not in paper] == []
    assert paper.count("動画番号十二文字以内です") == paper.count("/certificates/check/") == 1


def test_one_that_was_taken_back_says_so_in_words_of_videos(client, staff, today):
    certificate = take_back(issue_of_course(), staff)
    text = client.get(CHECK, {"number": certificate.number}).text
    assert "視聴の記録に誤りがあったため、取り消しました" in text


def test_the_register_names_the_days_of_viewing(staff):
    new = issue_anew(issue_of_course(), staff)
    table = papers.register(
        every_certificate_of_keys(COURSE, ["5-33"]), title="修了証の台帳　受け入れの話", origin=COURSE
    )
    [old_row, new_row] = (
        dict(zip((each.heading for each in table.columns), row, strict=True)) for row in table.rows
    )
    assert (old_row["視聴した日"], old_row["時間（分）"]) == (printed().held_on, 95)
    assert (old_row["備考"], old_row["新しい番号"]) == (printed().remark, new.printed_number)
    assert (new_row["状態"], new_row["お名前"]) == ("有効", "新しい 名字")


def test_another_room_hands_it_out_as_a_file(db):
    certificate = issue_of_course()
    answer = certificate_file(certificate, inline=True)
    assert answer["Content-Disposition"] == "inline; filename*=utf-8''%E4%BF%AE%E4%BA%86%E8%A8%BC.pdf"
    assert (answer["Cache-Control"], answer.content[:4]) == ("private, no-store", b"%PDF")


# The desk


@pytest.fixture
def origins(monkeypatch):
    """No app has said where its certificates belong."""
    registry = Registry()
    monkeypatch.setattr(certificate_origins, "_sources", registry._sources)
    return registry


def test_the_desk_sees_it_below_the_screen_that_it_belongs_to(desk, origins):
    certificate = issue_of_course()
    address = desk_url("certificate", certificate.pk)
    assert desk.get(address).context["trail"] == []
    way_down = {"5-33": [("研修動画", "/cms/videos/"), ("受け入れの話", "/cms/videos/5/")]}
    origins.register("course", way_down.__getitem__)
    page = desk.get(address)
    assert '<a href="/cms/videos/5/">受け入れの話</a>' in page.text
    assert [each for each in ("視聴した日", "1時間35分", "備考", "集合視聴") if each not in page.text] == []
    assert desk.get(desk_url("paper", certificate.pk)).content.startswith(b"%PDF")


def test_the_desk_takes_it_back_for_a_reason_of_videos(desk, origins):
    certificate = issue_of_course()
    assert "視聴の記録に誤り" in desk.get(desk_url("certificate", certificate.pk)).text
    address = desk_url("revoke", certificate.pk)
    wrong = desk.post(address, {"reason": "attendance"})
    assert (wrong.status_code, fresh(certificate).state) == (422, "issued")
    assert desk.post(address, {"reason": "viewing"}).status_code == 303
    assert (fresh(certificate).state, fresh(certificate).revoke_reason) == ("revoked", "viewing")


def test_the_service_itself_refuses_a_reason_of_something_else(event, staff):
    watched, attended = issue_of_course(), issue(event, staff=staff)[0]
    with pytest.raises(CertificateRefused, match="当てはまりません"):
        take_back(watched, staff, RevokeReason.WRONG_ATTENDANCE)
    with pytest.raises(CertificateRefused, match="当てはまりません"):
        take_back(attended, staff, RevokeReason.WRONG_VIEWING)
    assert {fresh(watched).state, fresh(attended).state} == {"issued"}


def test_nobody_says_of_a_seminar_that_it_was_watched_wrongly(desk, event, staff):
    certificate = issue(event, staff=staff)[0]
    assert "視聴の記録に誤り" not in desk.get(desk_url("certificate", certificate.pk)).text
    assert desk.post(desk_url("revoke", certificate.pk), {"reason": "viewing"}).status_code == 422
    assert fresh(certificate).state == "issued"


def test_the_desk_issues_it_anew(desk, origins):
    certificate = issue_of_course()
    assert 'value="汐見 花"' in desk.get(desk_url("certificate", certificate.pk)).text
    sent = {"holder_name": "新しい 名字", "reason": "name"}
    wrong = desk.post(desk_url("reissue", certificate.pk), sent | {"reason": ""})
    assert (wrong.status_code, "新しい 名字" in wrong.text) == (422, True)
    answer = desk.post(desk_url("reissue", certificate.pk), sent, follow=True)
    assert "新しい番号で発行しました。" in answer.text
    assert certificate_of_key(COURSE, "5-33").holder_name == "新しい 名字"


def test_the_desk_is_shut_to_others(editor, origins):
    certificate = issue_of_course()
    browser = sign_in(Client(), editor)
    shut = {browser.get(desk_url(name, certificate.pk)).status_code for name in ("certificate", "paper")}
    assert shut == {404}


# Agencies, and time


def test_the_agency_takes_it_and_no_other_agency(today):
    agency = make_agency(name="見本の家")
    certificate = issue_of_course(agency=agency)
    address = reverse("certificates:of_agency", args=[certificate.pk])
    assert sign_in(Client(), make_partner(agency=agency)).get(address).content.startswith(b"%PDF")
    other = make_partner(agency=make_agency(name="汐見の家"), name="部外者D", email="d@example.jp")
    assert sign_in(Client(), other).get(address).status_code == 404


def test_the_agency_that_goes_on_takes_those_of_the_merged_one(staff, today):
    kept, merged = make_agency(name="残る家"), make_agency(name="見本の家")
    certificate = issue_of_course(agency=merged)
    address = reverse("certificates:of_agency", args=[certificate.pk])
    browser = sign_in(Client(), make_partner(agency=kept))
    assert browser.get(address).status_code == 404
    merge_agencies(kept=kept, merged=merged, actor=staff, now=NOW)
    assert browser.get(address).content.startswith(b"%PDF")
    assert (fresh(certificate).agency, fresh(certificate).agency_name) == (kept, "見本の家")


def test_it_is_forgotten_after_its_time_and_not_before(staff):
    issue_anew(issue_of_course(), staff)
    assert forget_old_certificates(now=NOW + timedelta(days=3652)) == 0
    assert forget_old_certificates(now=NOW + timedelta(days=3656)) == 2
