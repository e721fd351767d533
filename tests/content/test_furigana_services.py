"""Readings are proposed, confirmed by people, and taken back when the dictionary says otherwise."""

import sys
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from content.furigana import proposals, queries, services
from content.furigana.enums import ReadingState, Source
from content.furigana.models import DictionaryWord, Reading, Shown, digest_of
from content.services import RecordIsGone
from foundation.audit.models import Entry
from foundation.japanese.readings import bases, notation, parse
from foundation.public_pages import version
from tests.beside import Beside
from tests.factories.furigana import NOW, make_reading, make_word

pytestmark = pytest.mark.django_db
PROPOSED, CONFIRMED = ReadingState.PROPOSED, ReadingState.CONFIRMED


def confirm(*notations, by):
    readings = {bases(parts): parts for parts in map(parse, notations)}
    return services.confirm(readings=readings, actor=by, now=NOW)


def save_word(word, reading, *, by, kind="term", stored=None):
    values = {"word": word, "reading": reading, "kind": kind, "note": ""}
    return services.save_word(word=stored or DictionaryWord(), values=values, actor=by, now=NOW)[1]


# What is proposed


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("買い物に出る。", "買《か》い物《もの》に出《で》る。"),
        ("髙橋さんが来た。", "髙橋《たかはし》さんが来《き》た。"),
        ("12月29日に行った。", "12月《がつ》29日《にち》に行《い》った。"),
        ("FAXとメール", "FAXとメール"),
    ],
)
def test_a_program_proposes_a_reading(sentence, expected):
    proposal = proposals.propose(sentence, {})
    assert (notation(proposal.parts), proposal.source) == (expected, Source.SUDACHI)


def test_the_dictionary_wins_and_the_longest_word_first():
    words = {"赤坂": "あかざか", "赤坂町": "せきはんちょう", "窓": "まど"}
    proposal = proposals.propose("赤坂町と赤坂", words)
    assert notation(proposal.parts) == "赤坂町《せきはんちょう》と赤坂《あかざか》"
    assert (proposal.source, proposal.words) == (Source.DICTIONARY, ("赤坂町", "赤坂"))


def test_without_the_program_words_of_the_dictionary_are_proposed_still(monkeypatch):
    monkeypatch.setitem(sys.modules, "sudachipy", None)
    assert not proposals.is_available()
    assert notation(proposals.propose("赤坂の窓", {"赤坂": "あかさか"}).parts) == "赤坂《あかさか》の窓"


def test_a_sentence_too_long_for_the_program_is_left_to_people():
    sentence = "窓" * 20_000
    assert proposals.propose(sentence, {}).parts == [(sentence, None)]


def test_proposals_are_stored_once_and_change_nothing_that_is_there(staff):
    make_reading("窓《まど》を見《み》る。", by=staff)
    assert services.propose_for(texts=["窓を見る。町を見る。", "かな", "8時"]) == 1
    assert services.propose_for(texts=["町を見る。"]) == 0
    stored = dict(Reading.objects.values_list("sentence", "state"))
    assert stored == {"窓を見る。": CONFIRMED, "町を見る。": PROPOSED}


# Confirming


def test_who_confirms_is_kept_and_recorded(staff):
    assert confirm("窓《まど》を見《み》る。", by=staff) == 1
    reading = Reading.objects.get()
    assert (reading.state, reading.confirmed_by, reading.confirmed_at) == (CONFIRMED, staff, NOW)
    entry = Entry.objects.latest("id")
    assert (entry.verb, entry.actor_id, entry.subject_id) == (
        "furigana.reading_confirmed",
        staff.pk,
        reading.pk,
    )
    assert "窓" not in entry.body


def test_where_a_confirmed_reading_came_from_is_kept(staff):
    services.propose_for(texts=["町を見る。"])
    confirm("町《まち》を見《み》る。", "窓《まど》を見《み》る。", "人気《ひとけ》がない。", by=staff)
    assert dict(Reading.objects.values_list("sentence", "proposed_from")) == {
        "町を見る。": Source.SUDACHI,
        "窓を見る。": Source.SUDACHI,
        "人気がない。": Source.PERSON,
    }


def test_confirming_again_changes_nothing_and_another_reading_does(staff, manager):
    confirm("人気《ひとけ》", by=staff)
    assert confirm("人気《ひとけ》", by=manager) == 0
    assert Reading.objects.get().confirmed_by == staff
    assert confirm("人気《にんき》", by=manager) == 1
    assert (str(Reading.objects.get()), Reading.objects.get().confirmed_by) == ("人気《にんき》", manager)


def test_one_bad_reading_confirms_none(staff):
    with pytest.raises(services.ReadingRefused, match="「見」の読みを"):
        services.confirm(readings={"窓": parse("窓《まど》"), "見る": parse("見る")}, actor=staff, now=NOW)
    assert not Reading.objects.exists()


def test_readers_see_a_confirmed_reading_at_once(staff, django_capture_on_commit_callbacks):
    before = version.read()
    with django_capture_on_commit_callbacks(execute=True):
        confirm("窓《まど》", by=staff)
    after = version.read()
    with django_capture_on_commit_callbacks(execute=True):
        confirm("窓《まど》", by=staff)
    assert before != after == version.read()


def test_unconfirmed_names_what_still_needs_somebody(staff, django_assert_num_queries):
    make_reading("窓《まど》。", by=staff)
    make_reading("町《まち》。", state=PROPOSED)
    with django_assert_num_queries(1):
        assert queries.unconfirmed(["窓。町。かな。令和8年。", "人。町。"]) == ["町。", "人。"]


# The dictionary


def test_a_new_word_takes_back_what_reads_it_differently(staff, django_capture_on_commit_callbacks):
    confirm("赤坂《せきはん》に行《い》く。", "赤坂《あかさか》の窓《まど》", "町《まち》", by=staff)
    before = version.read()
    with django_capture_on_commit_callbacks(execute=True):
        assert save_word("赤坂", "あかさか", by=staff, kind="place") == 1
    taken = Reading.objects.get(sentence="赤坂に行く。")
    assert (taken.state, taken.confirmed_by, taken.confirmed_at) == (PROPOSED, None, None)
    assert (str(taken), taken.proposed_from) == ("赤坂《あかさか》に行《い》く。", Source.DICTIONARY)
    assert set(Reading.objects.confirmed().values_list("sentence", flat=True)) == {"赤坂の窓", "町"}
    assert version.read() != before
    entry = Entry.objects.latest("id")
    assert (entry.verb, entry.fields) == ("furigana.word_saved", ["kind", "note", "reading", "word"])


def test_a_changed_reading_of_a_word_takes_back_too_and_a_note_does_not(staff):
    word = make_word("赤坂", "せきはん")
    confirm("赤坂《せきはん》", by=staff)
    services.save_word(word=word, values={"note": "確かめた"}, actor=staff, now=NOW)
    assert Reading.objects.confirmed().count() == 1
    services.save_word(word=word, values={"reading": "あかさか"}, actor=staff, now=NOW)
    assert str(Reading.objects.get(state=PROPOSED)) == "赤坂《あかさか》"


def test_two_who_change_a_word_keep_what_each_has_written(staff, manager):
    mine, theirs = make_word("赤坂", "せきはん"), DictionaryWord.objects.get()
    services.save_word(word=theirs, values={"note": "地名です"}, actor=manager, now=NOW)
    services.save_word(word=mine, values={"reading": "あかさか"}, actor=staff, now=NOW)
    assert DictionaryWord.objects.values_list("reading", "note").get() == ("あかさか", "地名です")
    assert Entry.objects.latest("id").fields == ["reading"]


@pytest.mark.django_db(transaction=True)
def test_whoever_saves_a_word_waits_for_the_other(staff):
    word = make_word("赤坂", "せきはん")
    with transaction.atomic():
        services.save_word.__wrapped__(word=word, values={"note": "地名です"}, actor=staff, now=NOW)
        other = Beside(
            lambda: services.save_word(word=word, values={"reading": "あかさか"}, actor=staff, now=NOW)
        )
        assert other.waits_for_a_lock() is True
    other.join()
    assert other.error is None
    assert DictionaryWord.objects.values_list("reading", "note").get() == ("あかさか", "地名です")


def test_a_word_that_is_gone_is_neither_put_back_nor_deleted_again(staff):
    word = make_word("赤坂", "あかさか")
    DictionaryWord.objects.all().delete()
    with pytest.raises(RecordIsGone):
        services.save_word(word=word, values={"note": "確かめた"}, actor=staff, now=NOW)
    with pytest.raises(RecordIsGone):
        services.delete_word(word=word, actor=staff, now=NOW)
    assert (DictionaryWord.objects.count(), Entry.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("model", "change", "constraint"),
    [
        (Reading, {"state": "other"}, "furigana_reading_confirmed_by_somebody"),
        (Reading, {"proposed_from": "other"}, "furigana_reading_proposed_from_is_known"),
        (DictionaryWord, {"kind": "other"}, "furigana_dictionaryword_kind_is_known"),
    ],
)
def test_the_database_knows_the_choices(staff, model, change, constraint):
    make_word("赤坂", "あかさか")
    services.propose_for(texts=["赤坂に行く。"])
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        model.objects.update(**change)


def test_deleting_a_word_leaves_what_people_confirmed(staff):
    word = make_word("赤坂", "あかさか")
    confirm("赤坂《あかさか》", by=staff)
    pk = word.pk
    services.delete_word(word=word, actor=staff, now=NOW)
    assert (DictionaryWord.objects.count(), Reading.objects.confirmed().count()) == (0, 1)
    entry = Entry.objects.latest("id")
    assert (entry.verb, entry.subject_id) == ("furigana.word_deleted", pk)


# Readings that come with the project


def load(path):
    out = StringIO()
    call_command("load_readings", str(path), stdout=out)
    return out.getvalue()


def test_shipped_readings_are_confirmed_by_nobody_of_the_centre(tmp_path, staff):
    file = tmp_path / "readings.txt"
    file.write_text("# 説明\n\n窓《まど》を見《み》る。町《まち》\n")
    confirm("町《ちょう》", by=staff)
    assert load(file) == "2文の読みを調べ、1文を入れました。\n"
    assert load(file) == "2文の読みを調べ、0文を入れました。\n"
    shipped = Reading.objects.get(sentence="窓を見る。")
    assert (shipped.state, shipped.confirmed_by, shipped.proposed_from) == (CONFIRMED, None, Source.SHIPPED)
    assert str(Reading.objects.get(sentence="町")) == "町《ちょう》"


def test_a_reading_taken_back_or_only_proposed_is_filled_by_the_file(tmp_path):
    services.propose_for(texts=["人気"])
    file = tmp_path / "readings.txt"
    file.write_text("人気《ひとけ》\n")
    load(file)
    assert str(Reading.objects.confirmed().get()) == "人気《ひとけ》"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_stored", [False, True])
def test_what_a_person_confirms_meanwhile_is_not_loaded_over(staff, is_stored):
    if is_stored:
        services.propose_for(texts=["人気"])
    with transaction.atomic():
        _confirm_by_hand("人気《にんき》", staff)
        loading = Beside(lambda: services.load(readings=[parse("人気《ひとけ》")], now=NOW))
        assert loading.waits_for_a_lock() is True
    loading.join()
    assert loading.error is None
    reading = Reading.objects.get()
    assert (str(reading), reading.confirmed_by) == ("人気《にんき》", staff)


def _confirm_by_hand(typed, by):
    """Confirm as the service does, inside of a transaction that is still open."""
    services.confirm.__wrapped__(readings={bases(parse(typed)): parse(typed)}, actor=by, now=NOW)


def test_the_centre_s_dictionary_wins_over_a_shipped_reading(tmp_path):
    make_word("赤坂", "あかさか")
    file = tmp_path / "readings.txt"
    file.write_text("赤坂《せきはん》\n赤坂町《あかさかちょう》\n")
    load(file)
    assert [str(each) for each in Reading.objects.confirmed()] == ["赤坂町《あかさかちょう》"]


def test_staff_who_confirm_a_shipped_reading_answer_for_it(staff):
    make_reading("窓《まど》")
    assert confirm("窓《まど》", by=staff) == 1
    reading = Reading.objects.get()
    assert (reading.confirmed_by, reading.proposed_from) == (staff, Source.SHIPPED)


@pytest.mark.parametrize(
    ("line", "problem"), [("窓《まど", "2行目：「《」の組"), ("窓を見《み》る", "2行目：「窓」の読みを")]
)
def test_a_broken_file_is_refused_whole_with_its_line(tmp_path, line, problem):
    file = tmp_path / "readings.txt"
    file.write_text(f"町《まち》\n{line}\n")
    with pytest.raises(CommandError, match=problem):
        load(file)
    assert not Reading.objects.exists()


# What the database refuses


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"parts": [["町", "まち"]]}, "furigana_reading_bases_are_the_sentence"),
        ({"parts": "窓"}, "furigana_reading_bases_are_the_sentence"),
        ({"parts": []}, "furigana_reading_bases_are_the_sentence"),
        ({"digest": digest_of("町")}, "furigana_reading_digest_of_the_sentence"),
        ({"confirmed_at": None}, "furigana_reading_confirmed_by_somebody"),
        ({"confirmed_by": None}, "furigana_reading_confirmed_by_somebody"),
        ({"state": PROPOSED}, "furigana_reading_confirmed_by_somebody"),
        ({"state": "seen"}, "furigana_reading_confirmed_by_somebody"),
    ],
)
def test_the_database_keeps_readings_true(staff, fields, constraint):
    make_reading("窓《まど》", by=staff)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Reading.objects.update(**fields)


def test_the_database_keeps_a_sentence_once(staff):
    make_reading("窓《まど》", by=staff)
    twin = Reading(sentence="窓", digest=digest_of("窓"), parts=[["窓", None]], proposed_from=Source.SUDACHI)
    with pytest.raises(IntegrityError, match="digest"), transaction.atomic():
        Reading.objects.bulk_create([twin])


@pytest.mark.parametrize(
    ("fields", "constraint", "words"),
    [
        ({"word": "かな"}, "furigana_dictionaryword_word_has_kanji", "漢字のあることば"),
        ({"reading": "mado"}, "furigana_dictionaryword_reading_is_kana", "ひらがなかカタカナだけ"),
        ({"reading": ""}, "furigana_dictionaryword_reading_is_kana", "ひらがなかカタカナだけ"),
    ],
)
def test_the_database_keeps_the_dictionary_readable(fields, constraint, words):
    make_word("窓", "まど")
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        DictionaryWord.objects.update(**fields)
    word = DictionaryWord(**{"word": "町", "reading": "まち"} | fields)
    with pytest.raises(ValidationError, match=words):
        word.validate_constraints()


def test_the_database_keeps_one_note_of_the_frame():
    Shown.objects.create(page=None, looked_at=NOW)
    with pytest.raises(IntegrityError, match="furigana_shown_once_a_place"), transaction.atomic():
        Shown.objects.bulk_create([Shown(page=None, looked_at=NOW)])
