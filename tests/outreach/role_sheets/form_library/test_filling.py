"""A form is filled for a fiscal year: numbers with the rows behind each, unknown marks, and its end."""

import hashlib
import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from foundation.decision import NotAllowed
from foundation.limits.queries import limit
from outreach.role_sheets.form_library.jobs import forget
from outreach.role_sheets.form_library.limits import FILLED_KEPT
from outreach.role_sheets.form_library.models import Filling
from outreach.role_sheets.form_library.services.filling import fill_version, forget_fillings
from outreach.role_sheets.form_library.services.library import publish_version, remove_version
from tests.factories.events import make_session
from tests.factories.forms import make_kind, make_version, sheet

pytestmark = pytest.mark.django_db(transaction=True)

DESK = "/cms/form-library/"
MARKED = sheet("【見本.数】", "見本は【見本.数】件", "【見本.ない】", "【見本.すう】")


@pytest.fixture
def session(now):
    return make_session(now=now)


@pytest.fixture
def version(desk, staff, now, sample):
    return make_version(make_kind(by=staff, now=now), by=staff, now=now, marked=MARKED)


def test_the_page_of_a_version_tells_its_marks_and_what_was_probably_meant(desk, version):
    marks = desk.get(f"{DESK}versions/{version.pk}/").context["marks"]
    assert [(each.name, list(each.places), each.today) for each in marks.known] == [
        ("見本.数", ["表!A1", "表!A2"], "3")
    ]
    assert [(each.name, each.meant) for each in marks.unknown] == [
        ("見本.ない", "見本.数"),
        ("見本.すう", "見本.数"),
    ]


def test_a_filled_form_is_taken_as_it_was_made_with_the_rows_behind_each_number(desk, version):
    page = f"{DESK}versions/{version.pk}/fill/"
    assert desk.post(page, {"fiscal_year": "1999"}).status_code == 422
    answer = desk.post(page, {"fiscal_year": "2026"})
    filling = Filling.objects.get()
    assert (answer.url, filling.unknown) == (f"{DESK}filled/{filling.pk}/", ["見本.ない", "見本.すう"])
    shown = desk.get(answer.url)
    assert [(each.place, each.words, list(each.rows)) for each in shown.context["cells"]] == [
        ("表!A1", "3", [("記録1", "/cms/1/"), ("記録2", "/cms/2/")]),
        ("表!A2", "3", [("記録1", "/cms/1/"), ("記録2", "/cms/2/")]),
    ]
    assert '<a href="/cms/1/">記録1</a>' in shown.text
    file = desk.get(f"{answer.url}file/")
    assert (hashlib.sha256(file.content).hexdigest(), "no-store" in file["Cache-Control"]) == (
        filling.digest,
        True,
    )
    sheet_ = openpyxl.load_workbook(io.BytesIO(file.content)).active
    assert [sheet_.cell(row, 1).value for row in range(1, 5)] == [
        3,
        "見本は3件",
        "【見本.ない】",
        "【見本.すう】",
    ]
    assert filling.pk in [each.pk for each in desk.get(f"{DESK}versions/{version.pk}/").context["fillings"]]


def test_rows_of_a_table_tell_each_its_own_record(desk, staff, now, session):
    kind = make_kind(by=staff, now=now)
    marked = sheet("【研修.一覧.番号】", "【研修.開催数】")
    version = make_version(kind, by=staff, now=now, blank=None, marked=marked)
    later = session.ends_at + timedelta(hours=1)
    filling = fill_version(version=version, fiscal_year=2026, actor=staff, now=later)
    page = desk.get(f"{DESK}filled/{filling.pk}/")
    [row] = page.context["tables"]
    [cell] = page.context["cells"]
    address = f"/cms/events/sessions/{session.pk}/attendance/"
    assert (row.place, row.name, row.words, [to for _, to in row.rows]) == (
        "表!A1",
        "研修.一覧",
        "1",
        [address],
    )
    assert (cell.words, [to for _, to in cell.rows]) == ("1", [address])
    assert desk.get(address).status_code == 200


def test_a_table_without_rows_says_a_dash(desk, staff, now):
    version = make_version(make_kind(by=staff, now=now), by=staff, now=now, marked=sheet("【会.一覧.会】"))
    filling = fill_version(version=version, fiscal_year=2026, actor=staff, now=now)
    assert filling.cells == [["表!A1", "会.一覧.会", "—", 0]]
    assert "表の行" in desk.get(f"{DESK}filled/{filling.pk}/").text


def test_a_year_that_has_not_begun_and_a_version_without_marks_are_refused(desk, staff, now, version):
    with pytest.raises(NotAllowed, match="まだ始まっていない"):
        fill_version(version=version, fiscal_year=2027, actor=staff, now=now)
    other = make_version(make_kind(by=staff, now=now, code="b"), by=staff, now=now)
    with pytest.raises(NotAllowed, match="しるしを書いたファイルがありません"):
        fill_version(version=other, fiscal_year=2026, actor=staff, now=now)
    assert desk.get(f"{DESK}versions/{other.pk}/fill/").status_code == 404


def test_a_version_without_an_empty_form_is_not_published_and_a_used_one_not_removed(staff, now, version):
    only_marked = make_version(
        make_kind(by=staff, now=now, code="b"), by=staff, now=now, blank=None, marked=MARKED
    )
    with pytest.raises(NotAllowed, match="空の様式のファイルがありません"):
        publish_version(version=only_marked, actor=staff, now=now)
    fill_version(version=version, fiscal_year=2026, actor=staff, now=now)
    with pytest.raises(NotAllowed, match="消せません"):
        remove_version(version=version, actor=staff, now=now)


def test_file_and_rows_are_forgotten_after_their_time_and_the_record_stays(desk, staff, now, version):
    old = fill_version(version=version, fiscal_year=2026, actor=staff, now=now)
    name, kept = old.file.name, timedelta(days=limit(FILLED_KEPT, on=timezone.localdate(now)))
    assert forget_fillings(now=now + kept) == 0
    later = now + kept + timedelta(seconds=1)
    new = fill_version(version=version, fiscal_year=2026, actor=staff, now=later)
    assert (forget_fillings(now=later), forget_fillings(now=later)) == (1, 0)
    old.refresh_from_db()
    assert (old.file.name, old.cells, old.behind, old.removed_at) == ("", None, None, later)
    assert [default_storage.exists(each) for each in (name, new.file.name)] == [False, True]
    page = desk.get(f"{DESK}filled/{old.pk}/")
    assert ("ファイルは消しました" in page.text, desk.get(f"{DESK}filled/{old.pk}/file/").status_code) == (
        True,
        404,
    )
    forget(0)
    assert Filling.objects.filter(removed_at=None).count() == 1


def test_a_form_that_cannot_be_filled_says_so_on_its_page(desk, staff, now):
    kind = make_kind(by=staff, now=now)
    two = make_version(kind, by=staff, now=now, marked=sheet("【会.一覧.会】【研修.一覧.日】"))
    page = desk.get(f"{DESK}versions/{two.pk}/")
    assert ["ちがう表のしるし" in page.text, "数を入れる</a>" in page.text] == [True, False]
    answer = desk.post(f"{DESK}versions/{two.pk}/fill/", {"fiscal_year": "2026"})
    assert (answer.status_code, "ちがう表のしるし" in answer.text, Filling.objects.count()) == (422, True, 0)


def test_an_unknown_mark_whose_signs_stand_for_many_letters_is_kept_in_part(desk, staff, now):
    marked = sheet(f"【あ.{'㌖' * 70}】")
    version = make_version(make_kind(by=staff, now=now), by=staff, now=now, marked=marked)
    filling = fill_version(version=version, fiscal_year=2026, actor=staff, now=now)
    assert filling.unknown == [f"あ.{'キロメートル' * 70}"[:200]]
