"""The map: derived from open data, drawn in few bytes, equal to the list and the table beside it."""

import gzip
import itertools
import json
import re

import pytest
from django.core.management import CommandError, call_command

from directory.finding.map import codes_of, drawing
from directory.finding.outlines import full_code, outline_of
from tests.factories.directory import make_agency, make_municipality
from tests.factories.whole_agency import index

HEAD = "都道府県市区町村コード,市区町村名,基準メッシュ・コード\n"
# Two municipalities side by side, three cells each in an L, with one cell on the border listed for both.
CELLS = (
    ("17201", ("54364500", "54364510", "54364511", "54364520")),
    ("17202", ("54364512", "54364521", "54364522", "54364511")),
)
SQUARES = HEAD + "\n".join(f"{code},市,{mesh}" for code, meshes in CELLS for mesh in meshes) + "\n"


def drawn_cells(path):
    """Return the area inside a path of horizontal and vertical steps, by the shoelace formula."""
    total = 0
    for ring in path.split("z")[:-1]:
        x, y = map(int, re.match(r"M(\d+) (\d+)", ring).groups())
        start, points = (x, y), [(x, y)]
        for axis, step in re.findall(r"([hv])(-?\d+)", ring):
            x, y = (x + int(step), y) if axis == "h" else (x, y + int(step))
            points.append((x, y))
        points.append(start)
        total += sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(points)) / 2
    return total


def test_the_code_of_a_municipality_gets_its_check_digit():
    assert [full_code(code) for code in ("17201", "17463", "01100", "13101")] == [
        "172014",
        "174637",
        "011002",
        "131016",
    ]


def test_each_cell_belongs_to_one_municipality_and_each_outline_holds_all_of_its_cells():
    outline = outline_of(SQUARES.encode("cp932"))
    assert {code: shape.cells for code, shape in outline.shapes.items()} == {"172014": 4, "172022": 3}
    assert {code: drawn_cells(shape.path) for code, shape in outline.shapes.items()} == {
        "172014": 4,
        "172022": 3,
    }


@pytest.mark.parametrize("content", [HEAD, HEAD + "17201,市\n", HEAD + "17201,市,543645\n"])
def test_another_file_is_refused(content):
    with pytest.raises(ValueError, match="メッシュ"):
        outline_of(content.encode("cp932"))


def test_a_command_writes_the_outline_of_a_prefecture_with_its_credit(tmp_path):
    (tmp_path / "17.csv").write_bytes(SQUARES.encode("cp932"))
    call_command("draw_outlines", "17", data=tmp_path, to=tmp_path, verbosity=0)
    written = json.loads((tmp_path / "outline_17.json").read_text(encoding="utf-8"))
    assert "総務省統計局" in written["credit"]
    assert "CC BY 4.0" in written["credit"]
    assert sorted(written["shapes"]) == ["172014", "172022"]
    with pytest.raises(CommandError, match=r"18\.csv"):
        call_command("draw_outlines", "18", data=tmp_path, to=tmp_path)


def test_the_map_of_the_sample_prefecture_has_all_its_municipalities_in_few_bytes():
    assert len(codes_of("17")) == 19
    picture = drawing("17", counts={}, names={}, points=[])
    assert sum(len(place.path) for place in picture.places) < 8_000


def test_without_an_outline_there_is_no_map():
    assert drawing("13", counts={}, names={}, points=[]) is None


@pytest.mark.parametrize(
    ("most", "steps"),
    [
        (0, ["0件", "1件以上"]),
        (1, ["0件", "1件以上"]),
        (2, ["0件", "1件", "2件以上"]),
        (3, ["0件", "1件", "2件", "3件以上"]),
        (30, ["0件", "1〜9件", "10〜19件", "20件以上"]),
    ],
)
def test_the_legend_says_what_each_shade_stands_for(most, steps):
    picture = drawing("17", counts={"172014": most}, names={}, points=[])
    assert [step.words for step in picture.steps] == steps
    shade = next(place.shade for place in picture.places if place.code == "172014")
    assert shade == (len(steps) - 1 if most else 0)


def test_a_point_of_another_prefecture_has_no_pin():
    picture = drawing("17", counts={}, names={}, points=[(1, 36.56, 136.65), (2, 35.68, 139.76)])
    assert [pin.number for pin in picture.pins] == [1]


def test_a_pin_stands_in_its_municipality():
    picture = drawing("17", counts={}, names={}, points=[(1, 36.561, 136.656), (2, 37.39, 136.90)])
    kanazawa, wajima = picture.pins
    middles = {place.code: (place.x, place.y) for place in picture.places}
    assert abs(kanazawa.x - middles["172014"][0]) < 120
    assert abs(kanazawa.y - middles["172014"][1]) < 120
    assert wajima.y < kanazawa.y - 500


@pytest.mark.django_db
def test_pins_are_the_numbers_of_the_list_and_the_table_has_the_numbers_of_the_map(home, readers):
    index(make_agency(name="小松の家", municipality=make_municipality(code="172031", name="小松市")))
    page = readers.public.get("/directory/")
    picture = page.context["listing"].picture
    numbers = {row.hit["name"]: row.number for row in page.context["listing"].rows}
    assert [pin.number for pin in picture.pins] == [numbers["ホームみなも"]]
    assert {place.name: place.count for place in picture.places if place.count} == {"金沢市": 1, "小松市": 1}
    svg = page.text.partition('<svg viewBox="0 0 9')[2].partition("</svg>")[0]
    assert 'role="img" aria-labelledby="map-title map-desc"' in svg
    assert len(svg.encode()) < 12_000
    assert len(gzip.compress(page.content)) < 40_000
    table = page.text.partition("地図の数を表で見る")[2].partition("</table>")[0]
    assert re.findall(r'>(\w+)</a></th><td class="r">(\d+)</td>', table) == [("金沢市", "1"), ("小松市", "1")]
