"""Certificates on screens and papers: the public check, the holder's link, the agency, the desk."""

import io
import zipfile
from datetime import timedelta
from typing import ClassVar

import pypdfium2
import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from PIL import Image

from events import participant_links
from events.certificates import papers, seals
from events.certificates.enums import ReissueReason, RevokeReason
from events.certificates.models import Certificate, CertificateRule
from events.certificates.services.issuing import reissue, revoke
from foundation.audit.models import Entry
from foundation.centre.models import CentreProfile
from foundation.security import without_keys
from tests.events.certificates.issued import fresh, give_rule, issue, words_of
from tests.factories.accounts import sign_in
from tests.factories.afterwards import add_people, make_held_event, mark, people_of
from tests.factories.directory import make_agency, make_partner
from tests.factories.events import NOW

pytestmark = pytest.mark.django_db
CHECK = "/certificates/check/"


@pytest.fixture(autouse=True)
def somewhere_else(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def desk_url(name, pk):
    return reverse(f"certificate_desk:{name}", args=[pk])


# The public check


def test_the_check_page_shows_every_field_that_is_printed(event, staff, today, client):
    centre = {"name": "見本センター", "operator": "見本法人", "director": "見本 太郎"}
    CentreProfile.objects.create(pk=1, phone="000-000-0000", **centre)
    certificate = issue(event, staff=staff)[0]
    page = client.get(CHECK, {"number": certificate.printed_number.lower()})
    assert "この修了証は有効です" in page.text
    [printed] = words_of(papers.certificates_pdf([certificate]))
    shown = (
        *(certificate.printed_number, certificate.title, certificate.holder_name, certificate.agency_name),
        *(certificate.text, certificate.course, certificate.course_number, certificate.held_on),
        *(certificate.duration, "令和8年11月24日", *centre.values(), "センター長"),
    )
    on_page = "".join(page.text.split())
    assert [each for each in shown if "".join(each.split()) not in on_page] == []
    assert [each for each in shown if "".join(each.split()) not in printed] == []


def test_the_code_on_paper_leads_to_the_check_of_its_number(event, staff, today, client):
    certificate = issue(event, staff=staff)[0]
    address = papers.check_address(certificate)
    assert address.endswith(f"{CHECK}?number={certificate.printed_number}")
    assert "この修了証は有効です" in client.get(address).text


def test_one_that_was_taken_back_says_so_and_why(event, staff, today, client):
    certificate = issue(event, staff=staff)[0]
    revoke(certificate_id=certificate.pk, reason=RevokeReason.WRONG_ATTENDANCE, actor=staff, now=NOW)
    text = client.get(CHECK, {"number": certificate.number}).text
    assert "この修了証は、取り消されました" in text
    assert "出席の記録に誤りがあったため" in text
    assert "この修了証は有効です" not in text


def test_of_one_that_holds_no_more_nobody_reads_whose_it_was(event, staff, today, client):
    """The twin is the page of one that holds, which shows all of it."""
    gone, old = issue(event, staff=staff)
    words = [gone.holder_name, gone.agency_name, gone.course, gone.held_on]
    page = client.get(CHECK, {"number": gone.number}).text
    assert [each for each in words if each not in page] == []
    revoke(certificate_id=gone.pk, reason=RevokeReason.BY_REQUEST, actor=staff, now=NOW)
    reissue(certificate_id=old.pk, holder_name="新", reason=ReissueReason.LOST, actor=staff, now=NOW)
    for ended in (gone, old):
        page = client.get(CHECK, {"number": ended.number}).text
        assert [each for each in (*words, old.holder_name) if each in page] == []
        assert ended.printed_number in page


def test_a_number_that_was_asked_for_stands_in_no_log(event, staff):
    address = papers.check_address(issue(event, staff=staff)[0])
    assert without_keys(f"GET {address} 200") == f"GET {address.partition('=')[0]}=… 200"


def test_an_old_number_says_that_it_was_replaced_and_never_tells_the_new_one(event, staff, today, client):
    old = issue(event, staff=staff)[0]
    new = reissue(certificate_id=old.pk, holder_name="新", reason=ReissueReason.LOST, actor=staff, now=NOW)
    text = client.get(CHECK, {"number": old.number}).text
    assert "再発行されたので無効です" in text
    assert new.printed_number not in text
    assert "この修了証は有効です" in client.get(CHECK, {"number": new.number}).text


@pytest.mark.parametrize("number", ["0000-0000-0000-0000-0000", "abc", "　", "'; --", "x" * 500])
def test_a_number_that_is_none_is_not_found(event, staff, client, number):
    page = client.get(CHECK, {"number": number})
    assert page.status_code == 200
    assert page.context["certificate"] is None


def test_the_page_is_kept_by_nobody_and_found_by_no_search_engine(event, staff, today, client):
    certificate = issue(event, staff=staff)[0]
    page = client.get(CHECK, {"number": certificate.number})
    assert "no-store" in page.headers["Cache-Control"]
    assert "noindex" in page.text


def test_nobody_tries_numbers_without_end(event, staff, client, settings):
    settings.CERTIFICATE_RATES = {"sender": "2/h/ip"}
    answers = [client.get(CHECK, {"number": "0" * 20}).status_code for _ in range(3)]
    assert answers == [200, 200, 429]


# The holder and the agency


def test_the_holder_takes_the_certificate_by_their_own_link(event, staff, today, client):
    first, second, absent = people_of(event)
    issue(event, staff=staff, participants={first.pk})
    page = client.get(participant_links.path(first))
    assert "修了証を受け取る（PDF）" in page.text
    answer = client.get(reverse("certificates:own", args=[participant_links.token(first)]))
    assert words_of(answer.content)[0].count("参加1") == 1
    assert "センターが発行すると" in client.get(participant_links.path(second)).text
    assert client.get(reverse("certificates:own", args=[participant_links.token(second)])).status_code == 404
    assert client.get(participant_links.path(absent)).status_code == 404


def test_the_page_says_why_there_is_no_certificate_yet(event, staff, today, client):
    give_rule(event, staff=staff, needs=["questionnaire"])
    assert (
        "アンケートの答えが、まだ届いていません。"
        in client.get(participant_links.path(people_of(event)[0])).text
    )


def test_an_agency_takes_the_certificates_of_its_people_and_no_others(staff, today):
    ours, theirs = make_agency(), make_agency(name="汐見の家")
    event = make_held_event(people=1, agency=ours)
    mark(event, actor=staff)
    give_rule(event, staff=staff)
    [certificate] = issue(event, staff=staff)
    address = reverse("certificates:of_agency", args=[certificate.pk])
    answer = sign_in(Client(), make_partner(agency=ours)).get(address)
    assert answer.content.startswith(b"%PDF")
    assert Entry.objects.filter(verb="certificates.agency_exported").count() == 1
    other = make_partner(agency=theirs, name="部外者D", email="d@example.jp")
    assert sign_in(Client(), other).get(address).status_code == 404
    assert Client().get(address).status_code == 302


# The desk


def test_the_desk_sets_the_rule_sees_who_is_due_and_issues_to_all(desk, staff):
    event = make_held_event(people=3)
    mark(event, actor=staff, attended={"参加 1", "参加 2"})
    assert "修了の条件を決める" in desk.get(desk_url("of_event", event.pk)).text
    sent = {"title": "修了証", "text": "ここに証します。", "measure": "one_date", "least_percent": "80"}
    assert desk.post(desk_url("rule", event.pk), sent).status_code == 303
    page = desk.get(desk_url("of_event", event.pk))
    assert "出せる 2人に、まとめて発行する" in page.text
    assert "出席の記録がありません。" in page.text
    answer = desk.post(desk_url("issue", event.pk), follow=True)
    assert "修了証を 2枚 発行しました。" in answer.text


def test_the_desk_issues_to_one_person(desk, event):
    desk.post(desk_url("issue", event.pk), {"participant": people_of(event)[0].pk})
    assert Certificate.objects.count() == 1


@pytest.mark.parametrize("participant", ["", "all", "-1"])
def test_a_person_that_is_none_gets_nobody_a_certificate(desk, event, participant):
    answer = desk.post(desk_url("issue", event.pk), {"participant": participant})
    assert (answer.status_code, Certificate.objects.count()) == (404, 0)


@pytest.mark.parametrize("form", ["pdf", "zip", "xlsx"])
def test_where_nothing_was_issued_nothing_leaves_and_nothing_is_written_down(desk, event, form):
    sent = {"form": form, "reason": "file"}
    answer = desk.post(desk_url("batch", event.pk), sent, follow=True)
    assert "発行した修了証は、まだありません。" in answer.text
    assert not Entry.objects.filter(verb="certificates.batch_exported").exists()


def test_a_rule_is_not_overwritten_unseen(desk, event):
    page = desk.get(desk_url("rule", event.pk))
    CertificateRule.objects.update(least_percent=60)
    sent = {"title": "修了証", "text": "修了されました。", "measure": "one_date", "least_percent": "90"}
    answer = desk.post(desk_url("rule", event.pk), sent | {"seen": page.context["seen"]})
    assert answer.status_code == 422
    assert CertificateRule.objects.get().least_percent == 60


@pytest.mark.parametrize("percent", ["0", "101", "たくさん"])
def test_a_percent_that_is_none_is_refused(desk, event, percent):
    sent = {"title": "修了証", "text": "文。", "measure": "one_date", "least_percent": percent}
    assert desk.post(desk_url("rule", event.pk), sent).status_code == 422


def test_the_desk_takes_back_and_issues_anew(desk, staff, event):
    first, second = issue(event, staff=staff)
    assert desk.post(desk_url("revoke", first.pk), {}).status_code == 422
    desk.post(desk_url("revoke", first.pk), {"reason": "request"})
    assert fresh(first).state == "revoked"
    sent = {"holder_name": "新しい 名字", "reason": "name"}
    answer = desk.post(desk_url("reissue", second.pk), sent, follow=True)
    assert "新しい 名字" in answer.text
    assert (
        "もう有効ではありません"
        in desk.post(desk_url("revoke", first.pk), {"reason": "other"}, follow=True).text
    )


def test_certificates_leave_as_one_pdf_a_zip_by_agency_and_a_register(desk, staff, event):
    add_people(event.sessions.get(), 2, agency=make_agency(name="グループ/ホーム:みなも"))
    mark(event, actor=staff)
    made = issue(event, staff=staff)
    address = desk_url("batch", event.pk)
    assert desk.post(address, {"form": "pdf"}).status_code == 422
    whole = desk.post(address, {"form": "pdf", "reason": "hand_out"})
    assert len(words_of(whole.content)) == len(made) == 5
    archive = zipfile.ZipFile(io.BytesIO(desk.post(address, {"form": "zip", "reason": "hand_out"}).content))
    assert sorted(archive.namelist()) == ["001_みなも作業所.pdf", "002_グループ_ホーム_みなも.pdf"] or sorted(
        archive.namelist()
    ) == ["001_グループ_ホーム_みなも.pdf", "002_みなも作業所.pdf"]
    assert sorted(len(words_of(archive.read(name))) for name in archive.namelist()) == [2, 3]
    revoke(certificate_id=made[0].pk, reason=RevokeReason.OTHER, actor=staff, now=NOW)
    book = load_workbook(io.BytesIO(desk.post(address, {"form": "xlsx", "reason": "file"}).content))
    assert sum(row[0].value in {each.printed_number for each in made} for row in book.active.iter_rows()) == 5
    assert Entry.objects.filter(verb="certificates.batch_exported").count() == 3


def test_the_seal_stands_on_papers_and_can_be_taken_away(desk, staff, event):
    [certificate, _] = issue(event, staff=staff)
    drawn = io.BytesIO()
    Image.new("RGB", (300, 300), "red").save(drawn, "JPEG")
    address = reverse("certificate_desk:seal")
    assert desk.post(address, {"picture": SimpleUploadedFile("x.png", b"nothing")}).status_code == 422
    assert desk.post(address, {}).status_code == 422
    answer = desk.post(address, {"picture": SimpleUploadedFile("x.jpg", drawn.getvalue())})
    assert answer.status_code == 303
    assert seals.seal_png().startswith(b"\x89PNG")
    page = pypdfium2.PdfDocument(papers.certificates_pdf([certificate]))[0].render(scale=1).to_pil()
    assert any(red > 200 and green < 60 for red, green, _ in page.convert("RGB").get_flattened_data())
    for _ in range(2):
        desk.post(address, {"forget": "1"})
    assert seals.seal_png() == b""
    traces = Entry.objects.filter(verb__startswith="certificates.seal").order_by("id")
    assert list(traces.values_list("verb", "actor_id")) == [
        ("certificates.seal_kept", staff.pk),
        ("certificates.seal_forgotten", staff.pk),
    ]


def test_the_seal_before_holds_until_the_new_one_is_whole(monkeypatch):
    seals.forget()
    seals.keep(b"first")
    seals.keep(b"second")
    assert seals.seal_png() == b"second"
    # A disk that is full in the midst of the file.
    storage = type(seals.default_storage._wrapped)
    save = storage._save

    def breaks(self, name, content):
        save(self, name, ContentFile(b"th"))
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr(storage, "_save", breaks)
        with pytest.raises(OSError):  # noqa: PT011 -- ours, without words
            seals.keep(b"third")
    assert seals.seal_png() == b"second"
    seals.keep(b"fourth")
    assert seals.seal_png() == b"fourth"
    seals.forget()
    assert seals.seal_png() == b""


class ChangedWhileOpened(FileSystemStorage):
    """The disk of a centre that changes its seal just when a paper has seen which one holds."""

    changes: ClassVar[list[bytes]] = []

    def _open(self, name, mode="rb"):
        if self.changes:
            seals.keep(self.changes.pop())
        return super()._open(name, mode)


@pytest.mark.parametrize("changes", [[b"new"], [b"newest", b"new"]])
def test_a_paper_that_is_made_while_the_seal_changes_bears_the_new_one(settings, changes):
    changing = f"{__name__}.{ChangedWhileOpened.__name__}"
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": changing}}
    seals.keep(b"old")
    ChangedWhileOpened.changes[:] = changes
    assert seals.seal_png() == changes[0]
    assert ChangedWhileOpened.changes == []


def test_the_desk_is_shut_to_others(client, editor, event, staff):
    certificate = issue(event, staff=staff)[0]
    sign_in(client, editor)
    addresses = [
        *(desk_url(name, event.pk) for name in ("of_event", "rule")),
        *(desk_url(name, certificate.pk) for name in ("certificate", "paper")),
        reverse("certificate_desk:seal"),
    ]
    assert {client.get(address).status_code for address in addresses} == {404}


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_asks_as_often_for_three_people_as_for_one(queries_of, staff, count):
    event = make_held_event(people=count)
    mark(event, actor=staff)
    give_rule(event, staff=staff, needs=["questionnaire"])
    issue(event, staff=staff)
    assert queries_of(desk_url("of_event", event.pk)) == 10


def test_long_words_stay_on_one_page(staff, today):
    event = make_held_event(people=1, title="支" * 80, subtitle="援" * 80)
    mark(event, actor=staff)
    give_rule(event, staff=staff)
    [certificate] = issue(event, staff=staff)
    certificate.agency_name, certificate.holder_name = "社会福祉法人" + "見本" * 40, "寿限無" * 12
    certificate.held_on = "、".join(["令和8年11月20日"] * 12)
    [paper] = words_of(papers.certificates_pdf([certificate]))
    long = (certificate.agency_name, certificate.holder_name, certificate.held_on, "支" * 80, "援" * 80)
    assert [each for each in long if each not in paper] == []
    assert (certificate.issuer in paper, "/certificates/check/" in paper) == (True, True)


def test_time_passes_and_the_link_does_not_open_any_more(event, staff, client):
    first = people_of(event)[0]
    issue(event, staff=staff)
    with time_machine.travel(NOW + timedelta(days=365), tick=False):
        assert client.get(participant_links.path(first)).status_code == 404
    with time_machine.travel(NOW + timedelta(days=300), tick=False):
        assert client.get(participant_links.path(first)).status_code == 200


def test_the_desk_says_which_conditions_a_certificate_has(event, staff, today):
    give_rule(event, staff=staff, needs=["questionnaire"])
    page = sign_in(Client(), staff).get(desk_url("of_event", event.pk)).text
    assert ("アンケートに答えた" in page, "ほかの条件あり" in page, "））" in page) == (True, False, False)
