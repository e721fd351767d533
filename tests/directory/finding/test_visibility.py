"""Who sees what: a table written by hand, compared with every way out of the directory."""

import csv
import io
import json
from datetime import datetime

import openpyxl
import pypdf
import pytest

from directory.enums import FieldGroup
from directory.finding.models import DirectoryEntry
from directory.finding.spelling import text_spelling
from directory.models import FieldVisibility
from tests.directory.finding.shown_words import LISTED, NEVER, NOTE, USUAL, WORDS, C, P, S
from tests.factories.whole_agency import TODAY, index

pytestmark = pytest.mark.django_db

# State of the agreement → what was agreed → group → who sees it.
STATES = {
    "nothing agreed": ({}, USUAL),
    "open in everything": (dict.fromkeys(FieldGroup, P), dict.fromkeys(FieldGroup, (P, S, C))),
    "closed in everything but the listing": (
        {group: C for group in FieldGroup if group != FieldGroup.LISTING},
        dict.fromkeys(FieldGroup, (C,)) | {FieldGroup.LISTING: (P, S, C)},
    ),
    "a secret address": ({FieldGroup.ADDRESS: S}, USUAL | {FieldGroup.ADDRESS: (S, C)}),
    "services for partners": (
        {FieldGroup.SERVICES: S, FieldGroup.VACANCY: P, FieldGroup.CONDITIONS: P},
        USUAL | {FieldGroup.SERVICES: (S, C), FieldGroup.VACANCY: (S, C), FieldGroup.CONDITIONS: (P, S, C)},
    ),
    "listed for partners": (
        {FieldGroup.LISTING: S, FieldGroup.ACCEPTANCE: P},
        {group: tuple(each for each in seen if each != P) for group, seen in USUAL.items()}
        | {FieldGroup.ACCEPTANCE: (S, C)},
    ),
    "hidden": ({FieldGroup.LISTING: C}, dict.fromkeys(FieldGroup, (C,))),
}
CELLS = [(state, reader) for state in STATES for reader in (P, S, C)]


def agree(home, agreed):
    for group, level in agreed.items():
        FieldVisibility.objects.create(
            agency=home, group=group, level=level, agreed_on=TODAY, agreed_by="施設長"
        )
    index(home)


@pytest.fixture
def seen(request, home):
    """Set what a state says; return the words that a reader sees and those that they may not."""
    state, reader = request.param
    agreed, table = STATES[state]
    agree(home, agreed)
    shown = [word for group, words in WORDS.items() if reader in table[group] for word in words]
    hidden = [word for group, words in WORDS.items() if reader not in table[group] for word in words]
    sees_note = reader in table[FieldGroup.PROFILE] and reader in table[FieldGroup.SERVICES]
    (shown if sees_note else hidden).append(NOTE)
    return reader, shown, [*hidden, *NEVER]


def leaks(text, hidden):
    return [word for word in hidden if stands(word, text)]


def stands(word, text):
    """Return whether a text holds a word, also as the index spells it."""
    return word in text or text_spelling(word) in text


def pdf_text(content):
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "")


def workbook_text(book):
    return "\n".join(str(cell.value) for sheet in book for row in sheet for cell in row)


def file_of(client, reader, form):
    """Return a file as this reader takes it away; staff say why."""
    if reader == C:
        response = client.post("/directory/export/", {"form": form, "reason": "meeting"})
    else:
        response = client.get(f"/directory/export.{'xlsx' if form == 'workbook' else 'csv'}")
    assert response.status_code == 200
    return response.getvalue()


@pytest.mark.parametrize("seen", CELLS, indirect=True, ids=str)
def test_the_page_of_an_agency_shows_what_the_table_says_and_no_more(seen, home, readers):
    reader, shown, hidden = seen
    response = readers.of(reader).get(f"/directory/{home.public_id}/")
    assert response.status_code == (200 if "ホームみなも" in shown else 404)
    assert leaks(response.text, hidden) == []
    if response.status_code == 200:
        assert [word for word in shown if word not in response.text] == []


# Which words of a group each way out says; what it never says is in none.
WAYS = {
    "list": LISTED,
    "search": LISTED,
    "paper": {
        FieldGroup.LISTING: ("ホームみなも",),
        FieldGroup.CONTACT: ("000-001-0001", "000-002-0001"),
        FieldGroup.ADDRESS: ("秘密町", "920-0001"),
        FieldGroup.VACANCY: ("空き：2人",),
        FieldGroup.ACCEPTANCE: ("受け入れたことがある",),
    },
    "index": {
        FieldGroup.LISTING: WORDS[FieldGroup.LISTING],
        FieldGroup.CONTACT: WORDS[FieldGroup.CONTACT],
        FieldGroup.ADDRESS: ("秘密町", "920-0001", "136.65"),
        FieldGroup.SERVICES: ("1710000001", "s:group_home", "w:172014"),
        FieldGroup.PROFILE: WORDS[FieldGroup.PROFILE],
        FieldGroup.VACANCY: ("'places': 2", "v:free"),
        FieldGroup.CONDITIONS: ("窓口の山田係",),
        FieldGroup.HOUSING: ("h:prospect", "空き部屋の印"),
        FieldGroup.ACCEPTANCE: ("受け入れたことがある", "a:has_accepted"),
    },
}


def all_of(client, reader):
    return {
        "list": client.get("/directory/", {"size": "all"}).text,
        "search": client.get("/directory/", {"q": "ホーム"}).text,
        "paper": pdf_text(client.get("/directory/list.pdf").content),
        "index": str(list(DirectoryEntry.objects.filter(**{f"for_{reader.value}": True}).values())),
    }


@pytest.mark.parametrize("cell", CELLS, ids=str)
def test_list_paper_and_index_hold_what_the_table_says_and_no_more(cell, home, readers):
    (state, reader), (agreed, table) = cell, STATES[cell[0]]
    agree(home, agreed)
    for way, text in all_of(readers.of(reader), reader).items():
        said = {group for group, words in WAYS[way].items() if all(stands(word, text) for word in words)}
        assert said == {group for group in WAYS[way] if reader in table[group]}, (state, way)
        hidden = [
            word
            for words in (WORDS, WAYS[way])
            for group in words
            if reader not in table[group]
            for word in words[group]
        ]
        assert leaks(text, [*hidden, *NEVER]) == [], (state, way)


def expected_row(home, sees, reader):
    """Return the line of a file as the table says it: every column, empty where the reader sees nothing."""
    whose = "（センターの職員だけ）" if reader == C else "（機関が見せているもの）"
    columns = {
        FieldGroup.LISTING: {
            "番号": home.public_id,
            "名前": "ホームみなも",
            "フリガナ": "ホームミナモ",
            "機関の種類": "グループホーム",
            "法人": "みなも会",
            "都道府県": "石川県",
            "市町村": "金沢市",
            "機関が確かめた日": "2026-11-24",
            "公表データの時期": "2026-09-30",
            "情報の新しさ": "新しい情報",
        },
        FieldGroup.ADDRESS: {"郵便番号": "920-0001", "住所": "石川県金沢市秘密町7番地"},
        FieldGroup.CONTACT: {"電話番号": "000-001-0001", "FAX番号": "000-002-0001"},
        FieldGroup.SERVICES: {
            "サービス": "グループホーム",
            "定員": "グループホーム 6人",
            "事業所番号": "1710000001",
        },
        FieldGroup.VACANCY: {"空き": "空き：2人（令和8年11月24日）"},
        FieldGroup.ACCEPTANCE: {f"受け入れの意向{whose}": "受け入れたことがある"},
        FieldGroup.HOUSING: {
            f"住まいの登録{whose}": "候補（令和8年9月3日）",
            f"住まいのこと{whose}": "空いた部屋：空き部屋の印",
        },
    }
    return {
        heading: value if reader in sees[group] else ""
        for group, values in columns.items()
        for heading, value in values.items()
    }


@pytest.mark.parametrize("cell", CELLS, ids=str)
def test_files_hold_every_column_that_the_table_says_and_no_more(cell, home, readers):
    (_, reader), (agreed, table) = cell, STATES[cell[0]]
    agree(home, agreed)
    client = readers.of(reader)
    expected = [expected_row(home, table, reader)] if reader in table[FieldGroup.LISTING] else []
    text = file_of(client, reader, "csv_utf8").decode("utf-8-sig")
    assert list(csv.DictReader(io.StringIO(text))) == expected
    book = openpyxl.load_workbook(io.BytesIO(file_of(client, reader, "workbook")))
    headings, *lines = [[as_text(cell.value) for cell in row] for row in book.worksheets[0]]
    assert [dict(zip(headings, line, strict=True)) for line in lines] == expected
    assert leaks(workbook_text(book), NEVER) == []


def as_text(value):
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value or ""


@pytest.mark.parametrize("seen", CELLS, indirect=True, ids=str)
def test_search_facets_map_and_labels_know_no_more_than_the_table_says(seen, home, readers):
    reader, shown, _ = seen
    client = readers.of(reader)
    sees_name, sees_address, sees_services = (
        word in shown for word in ("ホームみなも", "秘密町", "1710000001")
    )

    def total(**asked):
        return client.get("/directory/", asked).context["listing"].found.total

    assert total(q="ホームみなも") == (1 if sees_name else 0)
    assert total(q="秘密町") == (1 if sees_address else 0)
    assert total(q="1710000001") == (1 if sees_services else 0)
    assert total(q="海の見える") == (1 if "海の見える家" in shown else 0)
    # What is agreed may be asked for: an agency's free places and conditions are those of its services.
    assert total(free="1") == (1 if "空き：2人" in shown else 0)
    assert total(c="addiction") == (1 if "窓口の山田係" in shown and sees_services else 0)
    assert total(served="172014") == (1 if sees_services else 0)
    # Acceptance and housing are asked by the centre alone; others are told that there is no such condition.
    for name, value in (("acc", "has_accepted"), ("house", "prospect")):
        page = client.get("/directory/", {name: value, "x": "1"})
        assert (f"「{value}」という条件は、ありません" in page.text) == (reader != C)
        assert (f'name="{name}"' in page.text) == (reader == C)
    page = client.get("/directory/", {"m": "172014"})
    facets = page.context["listing"].found.facets if hasattr(page, "context") else {}
    assert facets.get("m", {}).get("172014", 0) == (1 if sees_name else 0)
    assert facets.get("s", {}).get("group_home", 0) == (1 if sees_services else 0)
    picture = page.context["listing"].picture
    assert len(picture.pins) == (1 if sees_address and sees_name else 0)
    labels = client.get("/directory/labels.pdf")
    assert labels.status_code == (200 if sees_address and sees_name and reader != P else 404)
    if labels.status_code == 200:
        assert "秘密町" in pdf_text(labels.content)


@pytest.mark.parametrize("seen", [(state, P) for state in STATES], indirect=True, ids=str)
def test_machines_read_no_more_than_everybody(seen, home, readers):
    _, _, hidden = seen
    text = readers.staff.get(f"/directory/{home.public_id}/").text
    blocks = text.split('<script type="application/ld+json">')[1:]
    said = json.dumps([json.loads(each.partition("</script>")[0]) for each in blocks], ensure_ascii=False)
    assert leaks(said, hidden) == []


@pytest.mark.parametrize(
    "seen", [("hidden", P), ("closed in everything but the listing", P)], indirect=True, ids=str
)
def test_the_matrix_of_areas_counts_what_everybody_sees_alone(seen, home, readers, area):
    assert "グループホーム" not in readers.staff.get("/directory/areas/").text
    assert "グループホーム" not in pdf_text(readers.staff.get("/directory/areas.pdf").content)


@pytest.mark.parametrize("seen", [("nothing agreed", P)], indirect=True, ids=str)
def test_the_matrix_of_areas_counts_who_may_be_found(seen, home, readers, area):
    shown = readers.public.get("/directory/areas/").context["matrix"]
    assert [(row.name, list(row.counts)) for row in shown.rows] == [("グループホーム", [1])]
    assert "グループホーム" in pdf_text(readers.public.get("/directory/areas.pdf").content)


@pytest.mark.parametrize("seen", [("nothing agreed", P)], indirect=True, ids=str)
def test_whoever_signs_in_without_an_agency_sees_what_everybody_sees(seen, home, readers):
    _, _, hidden = seen
    page = readers.outside.get(f"/directory/{home.public_id}/")
    assert page.status_code == 200
    assert leaks(page.text, hidden) == []
    assert leaks(readers.outside.get("/directory/", {"size": "all"}).text, hidden) == []
