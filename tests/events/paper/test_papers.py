"""What goes into the FAX machine, and the sheet that comes back: readable, for the addressee alone."""

from collections.abc import Sequence

import pypdfium2
import pytest
import segno

from events import paper_facts, papers
from events.enums import Way
from events.models import Event
from events.paper import queries
from events.paper.papers import calls_pdf, fax_pdf, post_pdf
from events.services.applying import PersonRequest
from tests.events.paper.test_owed import BY_FAX, BY_PHONE
from tests.factories.events import NOW, apply, make_event, make_session
from tests.foundation.printed import Printed

pytestmark = pytest.mark.django_db
DPI, MILLIMETRE = 200, 25.4
PEOPLE = [PersonRequest(Way.VENUE, "名前 太郎", "ナマエ タロウ")]


def owe(*, times=1, fields=BY_FAX, **more):
    session = make_session()
    for _ in range(times):
        apply(session, PEOPLE, **fields | {"agency_name": "みなも"} | more)
    return queries.bundles()


@pytest.mark.parametrize("times", [1, 3])
def test_a_fax_is_a_cover_that_counts_the_pages_and_one_page_for_each_letter(times):
    (bundle,) = owe(times=times)
    printed = Printed(fax_pdf(bundle, now=NOW))
    assert printed.sizes == [(210, 297)] * (times + 1)
    assert f"この紙を入れて{times + 1}枚" in printed.texts[0]
    assert "000-000-4568" in printed.texts[0]
    assert [
        letter.number in text for letter, text in zip(bundle.letters, printed.texts[1:], strict=True)
    ] == [True] * times


def test_a_cover_names_the_addressee_and_nobody_else_and_nothing_of_the_matter():
    (bundle,) = owe()
    cover = Printed(fax_pdf(bundle, now=NOW)).texts[0]
    assert ("みなも佐久間礼子様" in cover, "御中" in cover, "FAX送付状" in cover) == (True, False, True)
    assert not [word for word in ("名前", "太郎", "はじめての受け入れ", "席を") if word in cover]


def test_for_the_envelope_there_is_no_cover():
    (bundle,) = owe(times=2)
    printed = Printed(post_pdf(bundle, now=NOW))
    assert len(printed.texts) == 2
    assert "送付状" not in printed.text


def test_a_long_letter_counts_its_pages():
    (bundle,) = owe()
    bundle.letters[0].words = "\n\n".join(["長いお知らせです。"] * 60)
    printed = Printed(fax_pdf(bundle, now=NOW))
    assert len(printed.texts) > 3
    assert f"この紙を入れて{len(printed.texts)}枚" in printed.texts[0]


def test_the_list_of_calls_says_whom_to_call_and_what_to_say():
    printed = Printed(calls_pdf(owe(fields=BY_PHONE), now=NOW))
    assert not [
        word
        for word in ("取扱注意", "000-000-4567", "みなも", "席を1つ取りました")
        if word not in printed.text
    ]


def test_an_empty_list_of_calls_says_so():
    assert "ありません" in Printed(calls_pdf([], now=NOW)).text


def rows_of(picture) -> Sequence[Sequence[bool]]:
    """Black or not, pixel by pixel."""
    width, height = picture.size
    pixels = picture.convert("L").point(lambda tone: tone < 128).tobytes()
    return [[bool(pixels[row * width + column]) for column in range(width)] for row in range(height)]


def code_on(page, modules):
    """Find the square code at 200 dpi by its corner; return its width in millimetres and its modules."""
    image = page.render(scale=DPI / 72, grayscale=True).to_pil()
    width, height = image.size
    part = image.crop((int(width * 0.7), 0, width, int(height * 0.2)))
    rows = rows_of(part)
    black = [(x, y) for y, row in enumerate(rows) for x, dark in enumerate(row) if dark]
    # The finder in the upper left corner: the longest run of black at the top of the code.
    top = min(y for _, y in black if _longest(rows[y]) > 3 * DPI / MILLIMETRE)
    left = _start(rows[top])
    finder = _longest(rows[top])
    side = round(finder / 7 * modules)
    size = side / modules
    found = [
        [rows[int(top + (y + 0.5) * size)][int(left + (x + 0.5) * size)] for x in range(modules)]
        for y in range(modules)
    ]
    return side / DPI * MILLIMETRE, found


def _longest(row):
    best = run = 0
    for dark in row:
        run = run + 1 if dark else 0
        best = max(best, run)
    return best


def _start(row):
    return next(x for x in range(len(row)) if all(row[x : x + 20]))


def test_the_code_of_the_sheet_is_25_millimetres_black_and_reads_at_200_dpi():
    event = make_event()
    sheet = paper_facts.application_sheet(event, now=NOW)
    code = segno.make(sheet.entry_url, micro=False, error="m")
    wanted = [[bool(dark) for dark in row] for row in code.matrix]
    page = pypdfium2.PdfDocument(papers.application_sheet_pdf(sheet))[0]
    width, found = code_on(page, len(wanted))
    assert width >= 25
    assert found == wanted


def test_the_number_on_the_sheet_opens_the_form_that_the_code_opens(desk, client):
    event = make_event()
    sheet = paper_facts.application_sheet(event, now=NOW)
    assert f"?sheet={sheet.sheet_number}" in sheet.entry_url
    opened = desk.get("/cms/events/entry/", {"sheet": " ".join(sheet.number_parts)})
    assert opened.url == f"/cms/events/{Event.objects.get(pk=event.pk).pk}/entry/"
    assert client.get(sheet.entry_url.partition("8000")[2] or sheet.entry_url).status_code == 200
