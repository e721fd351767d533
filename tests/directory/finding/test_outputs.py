"""Lists as files and papers: who takes what away, and what becomes of hostile cells."""

import csv
import io
from urllib.parse import quote

import openpyxl
import pypdf
import pytest

from directory.centre_only.models import HousingFacts
from directory.enums import FieldGroup, Level
from directory.finding import papers
from directory.finding.asking import Wanted
from directory.finding.forms import MOST_AT_ONCE
from directory.finding.matrix import AreaMatrix, MatrixRow
from directory.finding.papers import matrix_pdf
from directory.finding.queries import Area, service_kinds
from directory.finding.search import find_every
from directory.models import FieldVisibility
from foundation.audit.models import Entry
from tests.beside import Beside
from tests.factories.directory import make_agency, make_municipality
from tests.factories.whole_agency import TODAY, fill, index

pytestmark = pytest.mark.django_db


def body(answer):
    """Return the whole of a file, also of one that is written while it is sent."""
    return answer.getvalue()


def rows_of(content, encoding="utf-8-sig"):
    return list(csv.DictReader(io.StringIO(content.decode(encoding))))


def pages_of(content):
    return pypdf.PdfReader(io.BytesIO(content)).pages


def test_a_file_holds_what_the_same_search_finds_with_office_numbers(home, readers):
    index(make_agency(name="別の家"))
    rows = rows_of(body(readers.public.get("/directory/export.csv?s=group_home")))
    assert [(row["番号"], row["名前"], row["事業所番号"], row["定員"]) for row in rows] == [
        (home.public_id, "ホームみなも", "1710000001", "グループホーム 6人")
    ]


def test_a_file_for_old_software_marks_what_it_cannot_hold(clock, readers):
    index(make_agency(name="髙橋の家", address="石川県𠮷田町"))
    rows = rows_of(body(readers.public.get("/directory/export.csv?code=sjis")), "cp932")
    assert [(row["名前"], row["住所"]) for row in rows if "家" in row["名前"]] == [
        ("髙橋の家", "石川県〓田町")
    ]


def test_no_cell_of_a_file_is_a_formula(clock, readers):
    index(make_agency(name="=HYPERLINK(1)", address="+81-76", phone="@SUM(A1)"))
    text = body(readers.public.get("/directory/export.csv")).decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in text
    assert ",'+81-76," in text
    assert ",'@SUM(A1)," in text
    book = openpyxl.load_workbook(io.BytesIO(readers.public.get("/directory/export.xlsx").content))
    assert {cell.data_type for row in book.worksheets[0] for cell in row} <= {"s", "n", "d"}


@pytest.mark.parametrize("path", ["export.csv", "export.xlsx"])
def test_staff_say_why_before_a_file_is_made(home, readers, path):
    answer = readers.staff.get(f"/directory/{path}?m=172014")
    assert (answer.status_code, answer["Location"]) == (302, "/directory/export/?m=172014")


def test_what_staff_take_away_is_written_down_without_what_stood_in_it(home, readers):
    answer = readers.staff.post("/directory/export/?m=172014", {"form": "csv_utf8", "reason": "contact"})
    assert [row["受け入れの意向（センターの職員だけ）"] for row in rows_of(body(answer))] == [
        "受け入れたことがある"
    ]
    entry = Entry.objects.latest("id")
    assert entry.verb == "directory.list_taken_away"
    assert {"form:csv_utf8", "reason:contact", "名前"} <= set(entry.fields)
    assert "ホームみなも" not in str(entry.fields)


def test_without_a_reason_nothing_is_handed_out_or_written_down(home, readers):
    before = Entry.objects.count()
    answer = readers.staff.post("/directory/export/", {"form": "csv_utf8"})
    assert answer.status_code == 422
    assert "何に使うかを選んでください" in answer.text
    assert Entry.objects.count() == before


def test_only_staff_open_the_form(home, readers):
    assert readers.public.get("/directory/export/").status_code == 302
    assert readers.partners.get("/directory/export/").status_code == 404


def test_the_paper_says_what_was_asked_and_how_many_there_are(home, readers):
    text = "".join(
        page.extract_text() for page in pages_of(readers.public.get("/directory/list.pdf?m=172014").content)
    )
    assert "金沢市" in text
    assert "1件" in text
    assert "取扱注意" not in text


def test_the_paper_of_staff_is_marked_as_confidential(home, readers):
    text = pages_of(readers.staff.get("/directory/list.pdf").content)[0].extract_text()
    assert "取扱注意" in text


@pytest.mark.parametrize(
    ("place", "name"), [("list.pdf", "関係機関の名簿.pdf"), ("labels.pdf", "宛名ラベル.pdf")]
)
def test_each_paper_has_a_name_of_its_own(home, readers, place, name):
    answer = readers.partners.get(f"/directory/{place}")
    assert quote(name) in answer.headers["Content-Disposition"]


def test_twelve_labels_stand_on_a_sheet_and_none_without_an_address(clock, readers):
    made = [make_agency(name=f"家{number:02d}", address="石川県金沢市") for number in range(13)]
    index(*made, make_agency(name="宛名のない家"))
    sheets = pages_of(readers.partners.get("/directory/labels.pdf").content)
    text = [sheet.extract_text() for sheet in sheets]
    assert [each.count("御中") for each in text] == [12, 1]
    assert "宛名のない家" not in "".join(text)


def test_the_matrix_fits_one_sheet_also_with_every_kind_and_eleven_areas(db):
    kinds = [(each.code, each.short_name) for each in service_kinds().values()]
    matrix = AreaMatrix(
        scheme="disability",
        schemes=[],
        areas=[Area(number, "disability", f"能登中部{number}", ()) for number in range(11)],
        rows=[MatrixRow(code, name, [number * 10 for number in range(11)]) for code, name in kinds],
        notes=[],
    )
    assert len(kinds) > 50
    assert len(pages_of(matrix_pdf(matrix, today=TODAY))) == 1


def test_a_stranger_is_asked_to_wait_after_many_papers_and_a_partner_is_not(home, readers, settings):
    settings.DIRECTORY_PAPER_RATES = {"paper": "1/h/ip"}
    codes = [readers.public.get(f"/directory/list.pdf?x={number}").status_code for number in range(2)]
    assert codes == [200, 429]
    assert readers.partners.get("/directory/list.pdf").status_code == 200


def test_a_whole_list_ends_where_no_paper_could_hold_more(clock, readers):
    index(*[make_agency(name=f"家{number:03d}") for number in range(MOST_AT_ONCE + 1)])
    page = readers.public.get("/directory/?size=all")
    assert len(page.context["listing"].rows) == MOST_AT_ONCE
    assert "はじめの500件です" in page.text
    assert f"はじめの{MOST_AT_ONCE}件" in readers.public.get("/directory/").text


def test_a_file_holds_all_that_is_found_and_a_paper_says_what_it_leaves_out(clock, readers):
    made = [make_agency(name=f"家{number:03d}", address="石川県金沢市") for number in range(MOST_AT_ONCE + 2)]
    index(*made)
    numbers = {each.public_id for each in made}
    for name in ("export.csv", "export.csv?code=sjis"):
        answer = readers.public.get(f"/directory/{name}")
        assert answer.streaming
        rows = rows_of(body(answer), "cp932" if "sjis" in name else "utf-8-sig")
        assert len(rows) == len(made)
        assert {row["番号"] for row in rows} == numbers
    sheets = openpyxl.load_workbook(
        io.BytesIO(readers.partners.get("/directory/export.xlsx").content)
    ).worksheets
    assert {row[0].value for row in sheets[0]} == {"番号"} | numbers
    assert sheets[0].auto_filter.ref.endswith(str(len(made) + 1))
    assert f"{len(made)}件" in [row[1].value for row in sheets[1]]
    taken = readers.staff.post("/directory/export/", {"form": "csv_utf8", "reason": "contact"})
    assert "no-store" in taken["Cache-Control"]
    assert {row["番号"] for row in rows_of(body(taken))} == numbers
    paper = pages_of(readers.public.get("/directory/list.pdf").content)[0].extract_text()
    assert "502件のうち" in paper
    labels = pypdf.PdfReader(io.BytesIO(readers.partners.get("/directory/labels.pdf").content))
    assert "502件のうち、はじめの500件" in labels.metadata.title


def test_a_file_follows_the_order_of_the_list(home, readers):
    index(make_agency(name="あ家"), make_agency(name="い家"))
    listed = [row.hit["name"] for row in readers.partners.get("/directory/").context["listing"].rows]
    assert [row["名前"] for row in rows_of(body(readers.partners.get("/directory/export.csv")))] == listed


def test_what_is_hidden_while_a_file_is_read_is_left_out_of_it(home, readers):
    every = find_every(Wanted(), reader=Level.PUBLIC, today=TODAY)
    assert [hit["name"] for hit in every] == ["ホームみなも"]
    FieldVisibility.objects.create(agency=home, group=FieldGroup.LISTING, level=Level.STAFF)
    index(home)
    assert list(every) == []


def test_staff_are_sent_to_the_form_before_anything_is_searched(home, readers, django_assert_max_num_queries):
    with django_assert_max_num_queries(40) as asked:
        readers.staff.get("/directory/export.csv?q=みなも")
    assert not [each for each in asked.captured_queries if "directory_finding" in each["sql"]]


def test_a_stranger_is_asked_to_wait_after_many_files(home, readers, settings):
    settings.DIRECTORY_PAPER_RATES = {"file": "1/h/ip"}
    codes = [readers.public.get(f"/directory/export.csv?x={number}").status_code for number in range(2)]
    assert codes == [200, 429]


def test_a_file_of_three_asks_as_little_as_one_of_one(home, kanazawa, readers, django_assert_num_queries):
    readers.partners.get("/directory/export.csv").getvalue()
    with django_assert_num_queries(7):
        body(readers.partners.get("/directory/export.csv?x=1"))
    for number in (2, 3):
        fill(make_agency(name=f"家{number}", municipality=kanazawa, address="石川県金沢市"), number=number)
    readers.partners.get("/directory/export.csv").getvalue()
    with django_assert_num_queries(7):
        body(readers.partners.get("/directory/export.csv?x=1"))


def test_the_matrix_of_three_asks_as_little_as_that_of_one(home, area, readers, django_assert_num_queries):
    readers.public.get("/directory/areas/")
    with django_assert_num_queries(7):
        readers.public.get("/directory/areas/?x=1")
    for number in (2, 3):
        place = make_municipality(code=f"17999{number}", name=f"町{number}")
        fill(make_agency(name=f"家{number}", municipality=place), number=number)
    readers.public.get("/directory/areas/")
    with django_assert_num_queries(7):
        readers.public.get("/directory/areas/?x=1")


def test_the_sheet_of_areas_is_laid_out_once_whatever_scheme_is_asked(client, monkeypatch, db):
    made = []
    monkeypatch.setattr(papers, "matrix_pdf", lambda *_, **__: made.append(1) or b"%PDF")
    for number in range(5):
        assert client.get("/directory/areas.pdf", {"scheme": f"no-{number}"}).status_code == 200
    assert len(made) <= 1


@pytest.mark.django_db(transaction=True)
def test_whoever_asks_for_a_list_that_is_being_laid_out_waits_for_it():
    made, asking = [], []

    def make():
        made.append(1)
        if len(made) == 1:
            asking.append(Beside(lambda: papers.kept_list("list", "?kind=home", make)))
            assert asking[0].waits_for_a_lock() is True
        return b"%PDF"

    papers.kept_list("list", "?kind=home", make)
    asking[0].join()
    assert (len(made), asking[0].error) == (1, None)


def test_staff_take_away_what_a_housing_body_offers(home, readers):
    HousingFacts.objects.filter(agency=home).update(
        state="registered",
        registered_with=make_agency(name="見本保護観察所"),
        registered_on="2024-04-01",
        sexes="men",
        meals=True,
        places=4,
        longest_months=6,
    )
    index(home)
    answer = readers.staff.post("/directory/export/", {"form": "csv_utf8", "reason": "contact"})
    [row] = rows_of(body(answer))
    assert row["住まいの登録（センターの職員だけ）"] == "登録している（令和8年9月3日）"
    assert row["住まいのこと（センターの職員だけ）"] == (
        "登録先：見本保護観察所、令和6年4月1日、受け入れる人：男性、食事あり、定員4人、"
        "空いた部屋：空き部屋の印、6か月まで"
    )
