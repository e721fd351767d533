import json
from datetime import timedelta

import pytest

from directory.finding.models import DirectoryEntry
from directory.models import Agency, Corporation
from directory.services.agencies import merge_agencies
from directory.tables.enums import Decision, TableState
from directory.tables.models import Table, TableLine
from directory.tables.services.applying import apply_table, undo_table
from directory.tables.services.checking import check_table
from directory.tables.services.deciding import choose_columns, decide_lines
from directory.tables.services.uploading import discard_table
from foundation.audit.models import Entry
from foundation.decision import NotAllowed
from tests.directory.tables.conftest import (
    check,
    faults,
    row,
    rows_of_agencies,
    take_in,
    verdicts,
    worked_on,
)
from tests.factories.directory import NOW, make_agency, make_municipality

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("kanazawa")]
LATER = NOW + timedelta(hours=1)


# What lines mean


def test_lines_are_new_changed_same_doubtful_or_faulty(staff, minamo):
    same = row(minamo.name, 所在地=minamo.address, TEL=minamo.phone)
    table = check(
        row("あたらしい作業所"),
        same,
        row(minamo.name, 所在地="石川県金沢市別の町3"),
        row("だめな作業所", 所在地="石川県金沢市遠くの町4", TEL="あとで"),
        actor=staff,
    )
    assert verdicts(table) == [(2, "new"), (3, "same"), (4, "doubtful"), (5, "faulty")]
    changed = check([*same[:5], "076-200-0009", *same[6:]], actor=staff)
    [line] = changed.lines.all()
    assert (line.verdict, line.before["phone"], line.after["phone"]) == (
        "changed",
        "076-200-0001",
        "076-200-0009",
    )


def test_checking_changes_no_agency(staff, minamo):
    before = rows_of_agencies()
    check(row(), row(minamo.name, 所在地=minamo.address, TEL="076-299-9999"), actor=staff)
    assert rows_of_agencies() == before


def test_new_and_changed_lines_become_true_and_show_in_the_index(staff, minamo, kanazawa):
    take_in(
        row(
            ふりがな="あたらしいさぎょうしょ",
            **{"〒": "9200001", "法人番号": "8700110005901", "法人名": "（福）みらい"},
        ),
        row(minamo.name, 所在地=minamo.address, TEL="０７６（２９９）９９９９"),
        actor=staff,
    )
    made = Agency.objects.get(name="あたらしい作業所")
    assert (made.name_kana, made.postal_code, made.municipality, made.kind_id, made.sector) == (
        "アタラシイサギョウショ",
        "920-0001",
        kanazawa,
        "group_home",
        "disability",
    )
    assert (made.folded_name, made.corporation.corporate_number) == ("アタラシイ作業所", "8700110005901")
    minamo.refresh_from_db()
    assert minamo.phone == "076-299-9999"
    assert made.entries.count() == 1
    assert "076-299-9999" in json.dumps([each.shown for each in minamo.entries.all()])


def test_a_changed_agency_follows_official_data_no_more_and_an_unchanged_one_does(staff, minamo):
    other = make_agency(name="ほかのホーム", address="石川県金沢市東町5", phone="076-200-0005")
    Agency.objects.update(follows_official=True)
    take_in(
        row(minamo.name, 所在地=minamo.address, TEL="076-299-9999"),
        row(other.name, 所在地=other.address, TEL=other.phone),
        actor=staff,
    )
    assert dict(Agency.objects.values_list("name", "follows_official")) == {
        minamo.name: False,
        other.name: True,
    }


def test_an_empty_cell_leaves_what_is_known_unless_it_shall_erase(staff, minamo):
    line = row(minamo.name, 所在地=minamo.address, TEL="")
    assert verdicts(check(line, actor=staff)) == [(2, "same")]
    take_in(line, actor=staff, empties_erase=True)
    minamo.refresh_from_db()
    assert (minamo.phone, minamo.name_kana, minamo.name) == ("", "", "グループホームみなも")


def test_a_line_without_a_kind_takes_the_one_that_was_chosen_for_all_or_is_refused(staff):
    line = row(種別="")
    refused = check(line, actor=staff)
    assert faults(refused) == [(2, "3列目「種別」", "種類がありません。新しい機関には、種類が要ります。")]
    assert verdicts(check(line, actor=staff, kind="group_home")) == [(2, "new")]


def test_an_address_that_moves_takes_its_municipality_along(staff, minamo):
    nonoichi = make_municipality(name="野々市市", code="172120", name_kana="ノノイチシ")
    header = ["番号", "住所"]
    take_in([minamo.public_id, "石川県野々市市本町9"], actor=staff, header=header)
    minamo.refresh_from_db()
    assert minamo.municipality == nonoichi


def test_several_lines_of_one_new_corporation_add_it_once(staff):
    body = {"法人番号": "", "法人名": "株式会社ひかり"}
    take_in(row("一", 所在地="町1", **body), row("二", 所在地="町2", **body), actor=staff)
    assert Corporation.objects.count() == 1
    again = check(row("三", 所在地="町3", 法人名="（株）ひかり"), actor=staff)
    assert again.lines.get().after["new_corporation"] == ["", "（株）ひかり"]


# Which agency is meant


def test_a_number_means_its_agency_whatever_else_the_line_says(staff, minamo):
    take_in([minamo.public_id.lower(), "みなもホーム"], actor=staff, header=["番号", "名前"])
    minamo.refresh_from_db()
    assert (minamo.name, minamo.folded_name) == ("みなもホーム", "ミナモホ-ム")


def test_a_number_that_nobody_has_is_refused_with_line_and_column(staff, minamo):
    table = check(["ZZZZZZZ9", "みなも"], actor=staff, header=["番号", "名前"])
    told = "この番号の機関はありません。新しい機関なら、番号を空けておいてください。"
    assert faults(table) == [(2, "1列目「番号」", told)]


def test_the_corporate_number_and_the_address_mean_an_agency_of_a_like_name(staff, minamo):
    minamo.corporation = Corporation.objects.create(corporate_number="8700110005901", name="みらい")
    minamo.save()
    line = row("みなも", 所在地=minamo.address, 法人番号="8700110005901")
    table = check(line, actor=staff)
    assert (verdicts(table), table.lines.get().agency) == ([(2, "changed")], minamo)


def test_a_strange_name_in_the_house_of_a_corporation_is_for_a_person_to_decide(staff, minamo):
    minamo.corporation = Corporation.objects.create(corporate_number="8700110005901", name="みらい")
    minamo.save()
    line = row("相談支援センターかなで", 所在地=minamo.address, 法人番号="8700110005901")
    table = check(line, actor=staff)
    assert verdicts(table) == [(2, "doubtful")]
    assert table.lines.get().candidates == [[minamo.pk, ["住所が同じ", "法人番号が同じ", "市町村が同じ"]]]


def test_a_merged_agency_leads_to_where_it_went(staff, minamo):
    kept = make_agency(name="みなも本館", address="石川県金沢市本館町6")
    number, name, address = minamo.public_id, minamo.name, minamo.address
    merge_agencies(kept=kept, merged=minamo, actor=staff, now=NOW)
    by_number = check([number, "076-222-2222"], actor=staff, header=["番号", "電話"])
    assert by_number.lines.get().agency == kept
    assert check(row(name, 所在地=address), actor=staff).lines.get().candidates == []
    assert check(row(name, 所在地=address), actor=staff).lines.get().agency == kept


def test_a_closed_agency_is_not_taken_for_the_same_without_asking(staff, minamo):
    minamo.closed_on = NOW.date()
    minamo.save()
    line = row(minamo.name, 所在地=minamo.address)
    table = check(line, actor=staff)
    assert verdicts(table) == [(2, "doubtful")]
    assert "閉じた機関です" in table.lines.get().candidates[0][1]


def test_the_second_line_for_one_agency_is_refused(staff, minamo):
    line = row(minamo.name, 所在地=minamo.address)
    table = check(line, row(), line, row(), actor=staff)
    assert verdicts(table) == [(2, "changed"), (3, "new"), (4, "faulty"), (5, "faulty")]
    assert faults(table) == [
        (4, "1列目「施設名」", "2行目と同じ機関です。どちらかの行を消してください。"),
        (5, "1列目「施設名」", "3行目と同じ機関です。どちらかの行を消してください。"),
    ]


def test_an_agency_cannot_come_to_stand_below_itself_through_two_lines(staff, minamo):
    other = make_agency(name="本部", address="石川県金沢市本部町7")
    header = ["番号", "上の組織"]
    table = check(
        [minamo.public_id, f"本部（{other.public_id}）"],
        [other.public_id, minamo.name],
        actor=staff,
        header=header,
    )
    assert [message for _, _, message in faults(table)] == ["上の組織が、この機関の下にあります。"] * 2
    alone = take_in([minamo.public_id, "本部"], actor=staff, header=header)
    minamo.refresh_from_db()
    assert (alone.state, minamo.parent) == (TableState.APPLIED, other)


# Decisions


@pytest.fixture
def doubt(staff, minamo):
    return check(row(minamo.name, 所在地="石川県金沢市別の町3"), actor=staff)


def decide(table, staff, decision, agency=None):
    decide_lines(table=table, choices={2: (decision, agency)}, actor=staff, now=NOW)
    return worked_on(table)


def test_nothing_is_applied_while_a_line_is_doubtful(staff, doubt):
    with pytest.raises(NotAllowed, match="どの機関か、決めていない行があります"):
        apply_table(table=doubt, actor=staff, now=LATER)


def test_a_person_says_that_it_is_this_agency(staff, minamo, doubt):
    decide(doubt, staff, Decision.AGENCY, minamo.pk)
    apply_table(table=doubt, actor=staff, now=LATER)
    minamo.refresh_from_db()
    assert (minamo.address, Agency.objects.count()) == ("石川県金沢市別の町3", 1)


@pytest.mark.parametrize(("decision", "verdict"), [(Decision.NEW, "new"), (Decision.LEAVE, "left")])
def test_a_person_says_that_it_is_a_new_one_or_nothing(staff, doubt, decision, verdict):
    decide(doubt, staff, decision)
    assert verdicts(doubt) == [(2, verdict)]


def test_an_agency_that_was_not_proposed_cannot_be_chosen(staff, doubt):
    stranger = make_agency(name="まったくべつ")
    with pytest.raises(NotAllowed, match="候補が変わりました"):
        decide(doubt, staff, Decision.AGENCY, stranger.pk)


def test_a_decision_for_an_agency_that_was_merged_since_leads_on(staff, minamo, doubt):
    decide(doubt, staff, Decision.AGENCY, minamo.pk)
    kept = make_agency(name="みなも本館", address="石川県金沢市本館町6")
    merge_agencies(kept=kept, merged=minamo, actor=staff, now=NOW)
    check_table(table=doubt, actor=staff, now=LATER)
    assert doubt.lines.get().agency == kept


# Applying


def test_faulty_lines_are_left_out_only_when_somebody_says_so(staff):
    table = check(row(), row("だめな作業所", 所在地="町9", TEL="x"), actor=staff)
    with pytest.raises(NotAllowed, match="直すところのある行が 1あります"):
        apply_table(table=table, actor=staff, now=LATER)
    apply_table(table=table, actor=staff, now=LATER, without_faulty=True)
    assert list(Agency.objects.values_list("name", flat=True)) == ["あたらしい作業所"]


def test_what_somebody_changed_since_the_check_is_not_overwritten(staff, minamo):
    table = check(row(minamo.name, 所在地=minamo.address, TEL="076-299-9999"), actor=staff)
    Agency.objects.update(fax="076-200-0003")
    with pytest.raises(NotAllowed, match="もう一度確かめる"):
        apply_table(table=table, actor=staff, now=LATER)
    check_table(table=table, actor=staff, now=LATER)
    apply_table(table=table, actor=staff, now=LATER)
    assert list(Agency.objects.values_list("phone", "fax")) == [("076-299-9999", "076-200-0003")]


def test_an_agency_that_somebody_added_since_the_check_is_not_added_again(staff):
    table = check(row(), actor=staff)
    make_agency(name="あたらしい作業所", address="石川県金沢市新町2-2")
    with pytest.raises(NotAllowed, match="もう一度確かめる"):
        apply_table(table=table, actor=staff, now=LATER)
    assert Agency.objects.count() == 1


def test_a_table_is_applied_once_and_its_cells_are_forgotten(staff):
    table = take_in(row(備考="山田さんの担当"), actor=staff)
    assert list(table.lines.values_list("cells", flat=True)) == [[]]
    for act in (apply_table, check_table, discard_table):
        with pytest.raises(NotAllowed):
            act(table=table, actor=staff, now=LATER)
    with pytest.raises(NotAllowed):
        choose_columns(
            table=table, columns=table.columns, default_kind=None, empties_erase=False, actor=staff, now=LATER
        )


def test_what_is_done_is_audited_without_values(staff, minamo):
    table = take_in(row(備考="山田さんの担当"), actor=staff)
    undo_table(table=table, actor=staff, now=LATER)
    verbs = (
        Entry.objects.filter(subject_type="directory_tables.table")
        .order_by("id")
        .values_list("verb", flat=True)
    )
    assert list(verbs) == [
        "directory.table_uploaded",
        "directory.table_columns_chosen",
        "directory.table_checked",
        "directory.table_applied",
        "directory.table_undone",
    ]
    assert not Entry.objects.filter(body__contains="作業所").exists()
    assert not Entry.objects.filter(body__contains="山田").exists()


# Taking back


def test_taking_back_brings_back_every_row_as_it_was(staff, minamo):
    Agency.objects.update(follows_official=True)
    before, entries = rows_of_agencies(), DirectoryEntry.objects.count()
    table = take_in(
        row(法人番号="8700110005901", 法人名="みらい"),
        row(minamo.name, 所在地=minamo.address, TEL="076-299-9999", ふりがな="べつ"),
        actor=staff,
    )
    assert rows_of_agencies() != before
    undo_table(table=table, actor=staff, now=LATER)
    table.refresh_from_db()
    assert (rows_of_agencies(), DirectoryEntry.objects.count()) == (before, entries)
    assert (Corporation.objects.count(), table.state) == (0, TableState.UNDONE)


def test_nothing_is_taken_back_when_one_agency_has_changed_since(staff, minamo):
    table = take_in(row(), row(minamo.name, 所在地=minamo.address, TEL="076-299-9999"), actor=staff)
    Agency.objects.filter(pk=minamo.pk).update(fax="076-200-0003")
    after = rows_of_agencies()
    with pytest.raises(NotAllowed, match="変わった機関があるので、戻せません：グループホームみなも"):
        undo_table(table=table, actor=staff, now=LATER)
    assert rows_of_agencies() == after


@pytest.mark.parametrize("day", ["opened_on", "closed_on"])
def test_a_new_agency_of_which_somebody_wrote_when_it_opens_or_closes_is_not_taken_back(staff, day):
    table = take_in(row(), actor=staff)
    Agency.objects.update(**{day: NOW.date()})
    with pytest.raises(NotAllowed, match="変わった機関があるので、戻せません：あたらしい作業所"):
        undo_table(table=table, actor=staff, now=LATER)
    assert Agency.objects.count() == 1


def test_an_agency_with_its_days_is_changed_and_taken_back(staff, minamo):
    Agency.objects.filter(pk=minamo.pk).update(opened_on=NOW.date() - timedelta(days=400))
    before = rows_of_agencies()
    table = take_in(row(minamo.name, 所在地=minamo.address, TEL="076-299-9999"), actor=staff)
    assert rows_of_agencies() != before
    undo_table(table=table, actor=staff, now=LATER)
    assert rows_of_agencies() == before


def test_nothing_is_taken_back_when_a_new_agency_is_used(staff, minamo):
    table = take_in(row(), actor=staff)
    minamo.parent = Agency.objects.get(name="あたらしい作業所")
    minamo.save()
    with pytest.raises(NotAllowed, match="使われた機関があるので、戻せません：あたらしい作業所"):
        undo_table(table=table, actor=staff, now=LATER)
    assert Agency.objects.count() == 2


def test_only_what_was_applied_is_taken_back(staff):
    table = check(row(), actor=staff)
    with pytest.raises(NotAllowed, match="取り込んでいない表"):
        undo_table(table=table, actor=staff, now=LATER)
    discard_table(table=table, actor=staff, now=LATER)
    assert (Table.objects.count(), TableLine.objects.count()) == (0, 0)


def test_what_would_stand_below_itself_is_not_taken_back(staff):
    first, second = make_agency(name="前の本部"), make_agency(name="新しい本部")
    moved = make_agency(name="作業所", parent=first)
    table = take_in([moved.public_id, second.public_id], actor=staff, header=["番号", "上の組織"])
    Agency.objects.filter(pk=first.pk).update(parent=moved)
    with pytest.raises(NotAllowed, match="この機関の下にある"):
        undo_table(table=table, actor=staff, now=LATER)
    moved.refresh_from_db()
    assert moved.parent == second


def test_what_belonged_to_a_body_that_is_gone_is_not_taken_back(staff):
    body = Corporation.objects.create(name="前の法人")
    agency = make_agency(name="作業所", corporation=body)
    table = take_in([agency.public_id, "新しい法人"], actor=staff, header=["番号", "法人名"])
    body.delete()
    with pytest.raises(NotAllowed, match="前の法人か"):
        undo_table(table=table, actor=staff, now=LATER)
    agency.refresh_from_db()
    assert agency.corporation.name == "新しい法人"
