import csv
import hashlib
import io
import struct
import tracemalloc
import zipfile

import pytest

from directory.official import files
from foundation.incoming import delimited
from foundation.incoming.refusal import FileRefused
from tests.directory.official.samples import csv_of, wam, zip_of

CSV = "sfkopendata_202609_33.csv"


def read(content, name=CSV):
    """Read all lines of an upload, as the dry run does."""
    upload = io.BytesIO(content) if isinstance(content, bytes) else content
    found = []
    for part in files.parts(upload, name):
        with files.opened(upload, part) as stream:
            encoding = delimited.encoding_of(stream)
        with files.opened(upload, part) as stream:
            found += [(number, line["事業所の名称"]) for number, _, line in files.lines(stream, encoding)]
    return found


def refusal(content, name=CSV):
    with pytest.raises(FileRefused) as refused:
        read(content, name)
    return refused.value.line, refused.value.column, refused.value.message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_each_encoding_that_occurs_is_told_by_the_header(encoding):
    content = csv_of(wam(事業所の名称="髙橋ホーム"), encoding=encoding)
    assert read(content) == [(2, "髙橋ホーム")]


def test_columns_are_told_by_their_names_in_whatever_order_they_come():
    assert read(csv_of(wam(), order=list)) == read(csv_of(wam(), order=sorted))
    assert read(csv_of(wam(), order=lambda names: sorted(names, reverse=True))) == [
        (2, "グループホームみなも")
    ]


def test_all_parts_of_a_zip_are_read_and_shadows_of_a_macintosh_are_not():
    parts = {"a.csv": csv_of(wam(事業所の名称="一")), "b.csv": csv_of(wam(事業所の名称="二"))}
    content = zip_of(parts | {"__MACOSX/._a.csv": b"\0\1", "readme.txt": b""})
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert len(archive.namelist()) == 4
    assert read(content, "all.zip") == [(2, "一"), (2, "二")]


def test_a_part_with_an_absolute_path_is_read_where_it_lies_and_written_nowhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    content = zip_of({f"{tmp_path}/evil.csv": csv_of(wam()), "../../up.csv": csv_of(wam())})
    assert len(read(content, "all.zip")) == 2
    assert list(tmp_path.iterdir()) == []


def test_a_cell_with_line_breaks_is_a_cell_and_its_row_is_named_by_its_first_line():
    content = csv_of(wam(定休日="日曜日\n祝日\n"), wam())
    assert [line for line, _ in read(content)] == [2, 5]


def test_a_header_that_lacks_a_column_is_refused_with_its_name():
    line = wam()
    del line["定員"]
    told = "見出しの行が違います。「障害福祉サービス等情報公表システム（WAM NET）」の列が足りません：定員。"
    assert refusal(csv_of(line)) == (1, "定員", told)


def test_a_header_with_a_strange_column_is_refused_with_its_place():
    content = csv_of(wam() | {"空き": "1"}, order=list)
    assert refusal(content) == (1, "30列目", "見出しの行が違います。知らない列があります：空き。")


def test_a_header_with_a_column_twice_is_refused():
    content = csv_of(wam(), order=list).replace("事業所FAX番号".encode(), "事業所電話番号".encode(), 1)
    line, _, message = refusal(content)
    assert (line, message.startswith("見出しの行が違います。")) == (1, True)


def test_an_empty_file_and_a_text_are_refused():
    assert refusal(b"") == (1, "1列目", "中身がありません。")
    assert refusal("こんにちは\n".encode())[:2] == (1, "1列目")


def test_half_a_file_is_refused_where_it_is_cut():
    content = csv_of(wam(), wam(), order=list)
    in_the_last_cell = content[: content.rindex(b'"6"') + 2]
    assert refusal(in_the_last_cell)[:2] == (3, "29列目")
    between_cells = content[: content.rindex(b',"6"')]
    told = delimited.CUT_OFF
    assert refusal(between_cells) == (3, "28列目", told)


def test_a_row_of_another_length_is_refused_with_line_and_column():
    content = csv_of(wam(), wam(), order=list).replace(b'"6"\r\n', b'"6","7"\r\n', 1)
    assert refusal(content) == (2, "30列目", "列の数が違います（29列のところ、30列）。")


def test_a_quotation_mark_that_never_closes_is_refused_where_it_opens():
    rows = csv_of(*[wam() for _ in range(500)], order=list).split(b"\r\n")
    rows[2] = rows[2].replace(b'"000-000-0001"', b'"000-000-0001', 1)
    line, column, message = refusal(b"\r\n".join(rows))
    assert (line, column) == (3, "18列目")
    assert "引用符" in message


def test_cells_that_go_on_over_many_lines_never_fill_the_memory():
    row = b'"a\n' + b'b","c\n' * 1_000_000
    content = csv_of(wam(), order=list) + row
    tracemalloc.start()
    assert refusal(content)[0] == 3
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


def test_a_quotation_mark_behind_a_closed_one_is_refused_with_its_column():
    content = csv_of(wam(), order=list).replace(b'"17201",""', b'"17201","x"y', 1)
    assert refusal(content)[:2] == (2, "2列目")


class EndlessLine(io.RawIOBase):
    """A file whose second line has two thousand million letters; it counts what is read of it."""

    def __init__(self):
        self.header, self.at, self.read_so_far = csv_of(wam()).split(b"\r\n")[0] + b"\n", 0, 0

    def readline(self, most=-1):
        assert most >= 0, "the whole line was asked for"
        if self.at == 0:
            self.at = 1
            return self.header
        self.read_so_far += most
        return b"a" * most


def test_a_line_of_two_gigabytes_is_refused_after_its_first_bytes():
    stream = EndlessLine()
    with pytest.raises(FileRefused) as refused:
        list(files.lines(stream, "utf-8-sig"))
    assert (refused.value.line, refused.value.column) == (2, "1列目")
    assert stream.read_so_far <= 2 * delimited.MOST_LINE_BYTES


def test_nul_bytes_are_refused_with_line_and_column():
    content = csv_of(wam(), order=list).replace(b'"000-000-0001"', b'"000-\0000-0001"', 1)
    assert refusal(content)[:2] == (2, "18列目")
    assert refusal("都道府県,a\r\n".encode("utf-16"))[0] == 1


def test_characters_of_another_encoding_are_refused_with_line_and_column():
    content = csv_of(wam(), order=list).replace("本町1番1号".encode(), b"\xff\xff", 1)
    told = "読めない文字があります。文字コードはUTF-8かShift_JISにしてください。"
    assert refusal(content) == (2, "17列目", told)


def encrypted(content):
    """Set the bit that says encrypted, in the part and in the list of parts."""
    content = bytearray(content)
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + place] |= 1
    return bytes(content)


def test_a_zip_with_a_password_is_refused():
    told = "パスワードの付いたZIPファイルです。付けずに保存し直してください。"
    assert refusal(encrypted(zip_of({"a.csv": csv_of(wam())})), "a.zip") == (None, "a.csv", told)


def test_a_zip_bomb_is_refused_by_what_it_says_of_itself_without_unpacking():
    bomb = zip_of({f"{number}.csv": b"0" * (8 * 1024 * 1024) for number in range(65)})
    assert len(bomb) < 1_000_000
    tracemalloc.start()
    assert refusal(bomb, "a.zip")[2] == "ZIPファイルの中身が大きすぎます（200個、512MBまで）。"
    assert tracemalloc.get_traced_memory()[1] < 2_000_000
    tracemalloc.stop()


def test_a_zip_that_lies_about_its_sizes_unpacks_no_more_than_it_says():
    honest = csv_of(*[wam() for _ in range(2000)])
    content = bytearray(zip_of({"a.csv": honest}))
    for signature, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", content, content.index(signature) + place, 1000)
    assert refusal(bytes(content), "a.zip")[2] != ""


@pytest.mark.parametrize("lying", [("<I", 12, 2**32 - 1), ("<I", 12, 2**31)])
def test_a_zip_with_a_list_of_millions_of_parts_is_refused_before_the_list_is_read(lying):
    form, place, value = lying
    content = bytearray(zip_of({"a.csv": csv_of(wam())}))
    struct.pack_into(form, content, content.rindex(b"PK\x05\x06") + place, value)
    assert refusal(bytes(content), "a.zip")[2] == "ZIPファイルの中身が大きすぎます（200個、512MBまで）。"


@pytest.mark.parametrize("keep", [0.3, 0.7, 0.99])
def test_half_a_zip_is_refused(keep):
    content = zip_of({"a.csv": csv_of(*[wam(事業所番号=f"17{number:08}") for number in range(300)])})
    assert "ZIPファイルがこわれています" in refusal(content[: int(len(content) * keep)], "a.zip")[2]


def test_a_zip_with_damaged_content_is_refused():
    content = bytearray(
        zip_of({"a.csv": csv_of(*[wam(事業所番号=f"17{number:08}") for number in range(300)])})
    )
    middle = len(content) // 2
    content[middle : middle + 20] = b"\xff" * 20
    assert refusal(bytes(content), "a.zip")[2] != ""


def test_a_zip_without_a_csv_or_with_the_same_name_twice_is_refused():
    assert refusal(zip_of({"a.txt": b"1"}), "a.zip")[2] == "ZIPファイルの中に、CSVファイルがありません。"
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("a.csv", csv_of(wam()))
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.csv", csv_of(wam()))
    assert refusal(content.getvalue(), "a.zip")[2] == "ZIPファイルの中に、同じ名前のファイルが2つあります。"


def test_formulas_are_text_as_anything_else():
    content = csv_of(wam(事業所の名称="=HYPERLINK(0)"))
    assert read(content) == [(2, "=HYPERLINK(0)")]


def test_the_limit_of_a_cell_is_never_lifted():
    assert csv.field_size_limit() <= 131_072


def test_a_zip_that_is_wrong_as_a_whole_says_so_instead_of_a_line():
    assert refusal(zip_of({"readme.txt": b"1"}), "a.zip")[:2] == (None, files.WHOLE)
    assert refusal(b"PK\x03\x04" + b"x" * 100, "a.zip")[:2] == (None, files.WHOLE)
    bomb = zip_of({f"{number}.csv": b"" for number in range(201)})
    assert refusal(bomb, "a.zip")[:2] == (None, files.WHOLE)


def test_damage_inside_a_zip_is_told_with_the_line_at_which_it_was_met():
    # Nothing that packs well: so the end is unpacked long after the beginning.
    names = [hashlib.sha256(bytes([at % 256, at // 256])).hexdigest() for at in range(4000)]
    content = bytearray(zip_of({"a.csv": csv_of(*[wam(事業所の名称=name) for name in names])}))
    # The sum that is checked when all has been unpacked.
    content[content.index(b"PK\x01\x02") + 16] ^= 1
    line, _, message = refusal(bytes(content), "a.zip")
    told = "ZIPファイルがこわれています。もう一度ダウンロードしてください。"
    assert (message, line is not None and 2000 < line <= 4002) == (told, True)


@pytest.mark.parametrize("start", [b"%PDF-1.7\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x89PNG\r\n"])
def test_what_is_no_table_at_all_is_told_so_and_not_by_its_columns(start):
    told = "CSVでもZIPでもありません。公表されているZIPファイルか、中のCSVファイルを選んでください。"
    assert refusal(start + b"x" * 100, "offices.pdf") == (None, "ファイル全体", told)
