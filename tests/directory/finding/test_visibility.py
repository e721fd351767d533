"""Who sees what: a table written by hand, compared with every way out of the directory."""

import io
import json

import openpyxl
import pypdf
import pytest

from directory.enums import FieldGroup, Level
from directory.finding.models import DirectoryEntry
from directory.models import FieldVisibility
from tests.factories.whole_agency import TODAY, index

pytestmark = pytest.mark.django_db

# Words of the home that stand nowhere else, by what they belong to.
WORDS = {
    FieldGroup.LISTING: ("ホームみなも", "みなも会"),
    FieldGroup.CONTACT: ("000-001-0001", "000-002-0001"),
    FieldGroup.ADDRESS: ("秘密町",),
    FieldGroup.SERVICES: ("1710000001",),
    FieldGroup.PROFILE: ("海の見える家", "段差なし"),
    FieldGroup.VACANCY: ("空き：2人",),
    FieldGroup.CONDITIONS: ("窓口の山田係",),
    FieldGroup.HOUSING: ("空き部屋の印",),
    FieldGroup.ACCEPTANCE: ("受け入れたことがある", "まず電話"),
}
# Written by the agency about a service: whoever sees both sees it.
NOTE = "ひとことの印"
NEVER = ("秘密のメモ", "秘密の注意")
P, S, C = Level.PUBLIC, Level.PARTNERS, Level.STAFF
# State of the record → what was agreed → group → who sees it: everybody, partners, the centre.
USUAL = {
    FieldGroup.LISTING: (P, S, C),
    FieldGroup.CONTACT: (P, S, C),
    FieldGroup.ADDRESS: (P, S, C),
    FieldGroup.SERVICES: (P, S, C),
    FieldGroup.PROFILE: (P, S, C),
    FieldGroup.VACANCY: (S, C),
    FieldGroup.CONDITIONS: (C,),
    FieldGroup.HOUSING: (C,),
    FieldGroup.ACCEPTANCE: (C,),
}
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


@pytest.fixture
def seen(request, home):
    """Set what a state says; return the words that a reader sees and those that they may not."""
    state, reader = request.param
    agreed, table = STATES[state]
    for group, level in agreed.items():
        FieldVisibility.objects.create(
            agency=home, group=group, level=level, agreed_on=TODAY, agreed_by="施設長"
        )
    index(home)
    shown = [word for group, words in WORDS.items() if reader in table[group] for word in words]
    hidden = [word for group, words in WORDS.items() if reader not in table[group] for word in words]
    sees_note = reader in table[FieldGroup.PROFILE] and reader in table[FieldGroup.SERVICES]
    (shown if sees_note else hidden).append(NOTE)
    return reader, shown, [*hidden, *NEVER]


def leaks(text, hidden):
    return [word for word in hidden if word in text]


def pdf_text(content):
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "")


def workbook_text(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    return "\n".join(str(cell.value) for sheet in book for row in sheet for cell in row)


def file_of(client, reader, form):
    """Return a file as this reader takes it away; staff say why."""
    if reader == C:
        response = client.post("/directory/export/", {"form": form, "reason": "meeting"})
    else:
        response = client.get(f"/directory/export.{'xlsx' if form == 'workbook' else 'csv'}")
    assert response.status_code == 200
    return response.content


@pytest.mark.parametrize("seen", CELLS, indirect=True, ids=str)
def test_the_page_of_an_agency_shows_what_the_table_says_and_no_more(seen, home, readers):
    reader, shown, hidden = seen
    response = readers.of(reader).get(f"/directory/{home.public_id}/")
    assert response.status_code == (200 if "ホームみなも" in shown else 404)
    assert leaks(response.text, hidden) == []
    if response.status_code == 200:
        assert [word for word in shown if word not in response.text] == []


@pytest.mark.parametrize("seen", CELLS, indirect=True, ids=str)
def test_list_files_papers_and_index_hold_no_more_than_the_table_says(seen, home, readers):
    reader, shown, hidden = seen
    client = readers.of(reader)
    ways = {
        "list": client.get("/directory/", {"size": "all"}).text,
        "search": client.get("/directory/", {"q": "ホーム"}).text,
        "csv": file_of(client, reader, "csv_utf8").decode("utf-8-sig"),
        "workbook": workbook_text(file_of(client, reader, "workbook")),
        "paper": pdf_text(client.get("/directory/list.pdf").content),
        "index": str(list(DirectoryEntry.objects.filter(**{f"for_{reader.value}": True}).values())),
    }
    assert {way: found for way, text in ways.items() if (found := leaks(text, hidden))} == {}
    if "ホームみなも" in shown:
        assert [way for way, text in ways.items() if "ホームみなも" not in text] == []


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
    page = client.get("/directory/", {"m": "172014"})
    facets = page.context["listing"].found.facets if hasattr(page, "context") else {}
    assert facets.get("m", {}).get("172014", 0) == (1 if sees_name else 0)
    assert facets.get("s", {}).get("group_home", 0) == (1 if sees_services else 0)
    picture = page.context["listing"].picture
    assert len(picture.pins) == (1 if sees_address and sees_name else 0)
    labels = client.get("/directory/labels.pdf")
    assert labels.status_code == (200 if sees_address and sees_name else 404)
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
