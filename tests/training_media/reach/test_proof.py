"""What an agency can show of its own people: exact, apart, and for nobody else."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader

from accounts.enums import PublicRole
from directory.enums import MembershipRole
from foundation.audit.models import Entry
from foundation.registry import Registry
from tests.factories.accounts import make_user, sign_in
from tests.factories.directory import join, make_agency
from tests.factories.training_media import make_card, make_course, make_recording, make_viewer
from training_media import registries
from training_media.campaigns.models import Campaign
from training_media.models import Part
from training_media.reach.proof import proof_of, provable_courses
from training_media.registries import CompletionMark
from training_media.times import to_the_second
from training_media.viewing.enums import SittingKind
from training_media.viewing.models import Coverage
from training_media.viewing.services.ledger import Piece, begin_sitting, end_together, take_pieces
from training_media.watching.models import Statement

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()
DAY = timedelta(days=1)
LIST = "/my/videos/records/"
OWN = f"{LIST}ukeire/"
TAKE = {"form": "csv", "reason": "inspection"}


@pytest.fixture
def card(staff):
    return make_card(by=staff)


@pytest.fixture
def own(card, partner):
    """Give the browser of whoever runs the agency's part of the portal."""
    join(partner.person, card.agency, role=MembershipRole.PARTNER_ADMIN)
    return sign_in(Client(), partner)


def part_of(card, number=1):
    return card.campaign.course.parts.get(number=number)


def watch(viewers, recording, span, *, when, kind=SittingKind.ALONE):
    """Let somebody watch a span of a recording, alone or together."""
    lasting = span[1] - span[0]
    began = when - timedelta(milliseconds=lasting) - timedelta(minutes=1)
    sitting = begin_sitting(recording=recording, viewers=viewers, kind=kind, now=began)
    take_pieces(key=sitting.key, pieces=[Piece(0, span, (0, lasting), 1_000)], now=when)
    if kind == SittingKind.TOGETHER:
        end_together(sittings=[sitting], stayed=[each.pk for each in viewers], now=when)


def take(client, address=OWN, **words):
    return client.post(address, TAKE | words)


def test_seconds_are_those_of_the_ledger_and_each_counts_once(card):
    recording, viewer = part_of(card).recording, make_viewer(agency=card.agency)
    watch([viewer], recording, (0, 61_900), when=NOW - 3 * DAY)
    watch([viewer], recording, (30_000, 100_500), when=NOW - DAY, kind=SittingKind.TOGETHER)
    proof = proof_of(card.campaign.course, card.agency)
    person = proof.people[0]
    first, second = person.parts
    assert (first.seconds.alone, first.seconds.together, first.seconds.carried) == (61, 39, 0)
    assert first.seconds.total == Coverage.objects.get().total // 1_000 == 100
    assert (first.of_seconds, first.share, second.seconds.total) == (2_700, "3.7%", 0)
    assert person.ways == ["一人で", "集合視聴"]
    days = [timezone.localdate(NOW - 3 * DAY), timezone.localdate(NOW - DAY)]
    assert [person.first_on, person.last_on] == days


@pytest.mark.parametrize(
    ("milliseconds", "words"),
    [(0, "0分00秒"), (61_900, "1分01秒"), (2_700_000, "45分00秒"), (3_750_000, "1時間02分30秒")],
)
def test_a_length_is_told_in_minutes_and_to_the_second(milliseconds, words):
    assert to_the_second(milliseconds) == words


def test_an_earlier_edit_is_told_as_such_and_gives_its_days(card):
    part, viewer = part_of(card), make_viewer(agency=card.agency)
    old = part.recording
    watch([viewer], old, (0, 60_000), when=NOW - 9 * DAY)
    new = make_recording(minutes=45)
    old.replaced_by = new
    old.save()
    Part.objects.filter(pk=part.pk).update(recording=new)
    Coverage.objects.create(viewer=viewer, recording=new, carried=((0, 60_000),))
    person = proof_of(card.campaign.course, card.agency).people[0]
    assert (person.ways, person.parts[0].seconds.carried) == (["前の版"], 60)
    assert person.first_on == timezone.localdate(NOW - 9 * DAY)


def test_what_somebody_said_stands_apart_and_adds_no_second(card):
    viewer = make_viewer(agency=card.agency)
    Statement.objects.create(viewer=viewer, part=part_of(card), said_at=NOW)
    person = proof_of(card.campaign.course, card.agency).people[0]
    assert (person.parts[0].seconds.total, person.parts[0].said_on) == (0, timezone.localdate(NOW))
    assert (person.ways, person.first_on, person.has_said) == ([], None, True)


def test_whoever_left_before_the_count_and_people_of_other_agencies_are_not_in_it(card):
    recording = part_of(card).recording
    left, other = make_viewer(agency=card.agency), make_viewer(name="よその人")
    sitting = begin_sitting(recording=recording, viewers=[left], kind=SittingKind.TOGETHER, now=NOW - DAY)
    end_together(sittings=[sitting], stayed=[], now=NOW)
    watch([other], recording, (0, 60_000), when=NOW)
    assert list(proof_of(card.campaign.course, card.agency).people) == []


def test_completions_come_with_their_certificates(card, own, monkeypatch):
    viewer, done = make_viewer(agency=card.agency), Registry()
    mark = CompletionMark(date(2026, 11, 20), "R8-0001-ABCD")
    done.register("test", lambda course, viewers: {viewer.pk: mark} if viewer.pk in viewers else {})
    monkeypatch.setattr(registries, "completions", done)
    proof = proof_of(card.campaign.course, card.agency)
    assert (proof.completed, proof.people[0].completed) == (1, mark)
    page = own.get(OWN).text
    assert "R8-0001-ABCD" in page
    assert "令和8年11月20日" in page


def test_whoever_runs_the_agency_reads_it_and_takes_it_away_for_a_reason(card, own):
    watch([make_viewer(agency=card.agency)], part_of(card).recording, (0, 60_000), when=NOW)
    assert f'href="{LIST}"' in own.get("/my/videos/").text
    assert f'href="{OWN}"' in own.get(LIST).text
    page = own.get(OWN).text
    for words in (
        "見本 花子",
        "1分00秒",
        "（45分00秒のうち）",
        "Excelで開く表",
        "ほかの表計算ソフトで開く表",
    ):
        assert words in page
    assert [word in page for word in ("60</span>秒", "CSV", "UTF-8", "シフトJIS")] == [False] * 4
    assert take(own, reason="").status_code == 422
    assert not Entry.objects.filter(verb="training_reach.proof_exported").exists()
    answer = take(own)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    found = dict(zip(*rows, strict=True))
    assert [
        found[f"第1部　{word}"] for word in ("見た長さ", "全体の長さ", "見た長さ（秒）", "全体（秒）")
    ] == [
        "1分00秒",
        "45分00秒",
        "60",
        "2700",
    ]
    assert answer.content.startswith(b"\xef\xbb\xbf")
    entry = Entry.objects.get(verb="training_reach.proof_exported")
    assert {"reason:inspection", "form:csv", f"course:{card.campaign.course_id}"} <= set(entry.fields)
    assert "花子" not in str(entry.fields)


def test_it_leaves_in_an_old_encoding_and_as_a_workbook_too(card, own):
    watch([make_viewer(agency=card.agency)], part_of(card).recording, (0, 60_000), when=NOW)
    assert "見本 花子" in take(own, form="csv_cp932").content.decode("cp932")
    book = load_workbook(io.BytesIO(take(own, form="xlsx").content))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    for words in ("受け入れの話", card.agency.public_id, "見本 花子"):
        assert words in cells
    assert any("測った長さには入りません" in each for each in cells)


def test_the_paper_is_tagged_landscape_marked_and_has_lines_to_sign(card, own):
    for number in range(25):
        viewer = make_viewer(name=f"見本 {number}", agency=card.agency)
        watch([viewer], part_of(card).recording, (0, 60_000), when=NOW)
    reader = PdfReader(io.BytesIO(take(own, form="pdf").content))
    text = "".join(page.extract_text() for page in reader.pages)
    box = reader.pages[0].mediabox
    assert (box.width > box.height, len(reader.pages) > 1, "/MarkInfo" in reader.trailer["/Root"]) == (
        True,
    ) * 3
    for words in (
        "取扱注意",
        "見本 0",
        "1分00秒",
        "（45分00秒のうち）",
        "確認者（監査・指導）",
        "見た長さは、動画を再生した知らせ",
        "3/3",
    ):
        assert words in text


def test_colleagues_and_other_agencies_find_nothing(card, partner, outsider):
    watch([make_viewer(agency=card.agency)], part_of(card).recording, (0, 60_000), when=NOW)
    join(partner.person, card.agency, role=MembershipRole.PARTNER)
    join(outsider.person, make_agency(name="別の家"), role=MembershipRole.PARTNER_ADMIN)
    colleague, stranger = sign_in(Client(), partner), sign_in(Client(), outsider)
    for client in (colleague, stranger):
        assert client.get(OWN).status_code == 404
        assert take(client).status_code == 404
    assert "視聴の記録（監査" not in colleague.get("/my/videos/").text
    assert stranger.get(LIST).status_code == 200
    assert take(stranger, speaks_for=card.agency.public_id).status_code == 404
    assert Client().get(OWN).status_code == 302


def test_the_desk_makes_it_for_an_agency(card, staff):
    watch([make_viewer(agency=card.agency)], part_of(card).recording, (0, 60_000), when=NOW)
    desk, course = sign_in(Client(), staff), card.campaign.course_id
    address = f"/cms/videos/{course}/reach/agencies/{card.agency.public_id}/"
    assert f'href="{address}"' in desk.get(f"/cms/videos/campaigns/cards/{card.pk}/").text
    assert "見本 花子" in desk.get(address).text
    assert desk.post(address, {"form": "pdf", "reason": "asked"}).content.startswith(b"%PDF")
    other = make_agency(name="別の家")
    empty = desk.get(f"/cms/videos/{course}/reach/agencies/{other.public_id}/")
    assert (empty.status_code, "見た人は、まだいません" in empty.text) == (200, True)
    assert desk.get(f"/cms/videos/{course}/reach/agencies/x/").status_code == 404
    editor = sign_in(Client(), make_user(name="編集者E", roles=[PublicRole.EDITOR]))
    assert editor.get(address).status_code == 404


def test_courses_are_found_by_a_card_a_viewing_or_a_word(card, staff):
    agency = make_agency(name="別の家")
    seen, said = make_course(slug="mita"), make_course(slug="itta")
    viewer = make_viewer(agency=agency)
    watch([viewer], seen.parts.first().recording, (0, 60_000), when=NOW)
    Statement.objects.create(viewer=viewer, part=said.parts.first(), said_at=NOW)
    make_course(slug="mada")
    found = {each.course.slug: each.people for each in provable_courses(agency)}
    assert found == {"mita": 1, "itta": 1}
    assert {each.course.slug: each.people for each in provable_courses(card.agency)} == {"ukeire": 0}
    assert Campaign.objects.count() == 1


def test_the_list_of_proofs_asks_as_often_for_three_courses_as_for_one(card, own):
    viewer, counts = make_viewer(agency=card.agency), []
    for number in range(3):
        course = card.campaign.course if not number else make_course(slug=f"x{number}")
        watch([viewer], course.parts.first().recording, (0, 60_000), when=NOW - number * DAY)
        with CaptureQueriesContext(connection) as captured:
            assert len(provable_courses(card.agency)) == number + 1
        counts.append(len(captured))
    assert counts == [3, 3, 3]
    assert own.get(LIST).text.count("1人") == 3


def test_a_proof_asks_as_often_for_three_people_as_for_one(card):
    course, counts = card.campaign.course, []
    for number in range(3):
        viewer = make_viewer(name=f"見本 {number}", agency=card.agency)
        watch([viewer], part_of(card).recording, (0, 60_000), when=NOW)
        with CaptureQueriesContext(connection) as captured:
            assert len(proof_of(course, card.agency).people) == number + 1
        counts.append(len(captured))
    assert counts == [7, 7, 7]
