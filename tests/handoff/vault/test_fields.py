"""Sealed columns: models seal and open their rows, the database takes nothing else."""

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.db.models import F, Value
from django.test.utils import isolate_apps

from handoff.vault import store
from handoff.vault.exceptions import (
    KeyMissing,
    NothingSealed,
    PlainTextRefused,
    SealBroken,
    WrappingKeyMissing,
    WrongKind,
)
from handoff.vault.fields import SealedField, sealed_only
from handoff.vault.models import SealedModel
from handoff.vault.sealing import Sealed
from tests.factories.vault import Diary, Letter, case_keys, flipped, make_key, make_row

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sealed_tables")]
LONG = "ことば" * 20


def read(row):
    return type(row).objects.get(pk=row.pk)


def test_words_and_data_come_back_from_the_database():
    row = make_row(words="みほん いちろう", remarks=["てんかん", {"薬": None}])
    assert (read(row).unseal("words"), read(row).unseal_data("remarks")) == (
        "みほん いちろう",
        ["てんかん", {"薬": None}],
    )


def test_nothing_of_the_words_is_in_the_database():
    row = make_row(words="みほん いちろう")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM vault_test_diary")
        held = b" ".join(
            value if isinstance(value, bytes) else str(value).encode() for value in cursor.fetchone()
        )
    assert "みほん".encode() not in held
    assert str(row.case_id).encode() in held


def test_text_is_no_data_and_data_no_text():
    row = make_row(words="[1]", remarks=["a"])
    with pytest.raises(WrongKind):
        row.unseal_data("words")
    with pytest.raises(WrongKind):
        row.unseal("remarks")


def test_an_empty_column_is_no_empty_text():
    row = make_row(words="")
    assert (read(row).unseal("words"), read(row).remarks) == ("", None)
    with pytest.raises(NothingSealed):
        read(row).unseal("remarks")
    row.seal(remarks="あり")
    row.seal(remarks=None)
    row.save()
    assert read(row).remarks is None


def test_only_sealed_columns_are_sealed():
    with pytest.raises(TypeError, match="case_id is no sealed column"):
        make_row().seal(case_id="ことば")


def test_either_every_column_is_sealed_or_none():
    row = make_row(words="前")
    before = row.words
    with pytest.raises(TypeError):
        row.seal(words="後", case_id="ことば")
    assert row.words is before


# What was moved


def test_a_value_of_another_row_does_not_open():
    case_id = make_key()
    one, other = make_row(case_id=case_id, words="一"), make_row(case_id=case_id, words="二")
    Diary.objects.filter(pk=one.pk).update(words=other.words)
    with pytest.raises(SealBroken):
        read(one).unseal("words")
    assert read(other).unseal("words") == "二"


def test_a_value_of_another_column_does_not_open():
    row = make_row(words="一", remarks="二")
    Diary.objects.filter(pk=row.pk).update(words=F("remarks"), remarks=F("words"))
    for column in ("words", "remarks"):
        with pytest.raises(SealBroken):
            read(row).unseal(column)


def test_a_value_of_another_table_does_not_open():
    row = make_row(Diary, words="一")
    letter = Letter(id=row.id, case_id=row.case_id, words=row.words)
    letter.save(force_insert=True)
    with pytest.raises(SealBroken):
        read(letter).unseal("words")


def test_a_row_that_was_moved_to_another_case_does_not_open():
    row = make_row(words="一")
    Diary.objects.filter(pk=row.pk).update(case_id=make_key())
    with pytest.raises(SealBroken):
        read(row).unseal("words")


def test_a_changed_byte_does_not_open():
    row = make_row(words="一")
    Diary.objects.filter(pk=row.pk).update(words=Sealed(flipped(row.words, 40)))
    with pytest.raises(SealBroken):
        read(row).unseal("words")


# Keys that are not there


def test_a_destroyed_key_takes_its_rows_with_it_and_no_others():
    gone, kept = make_row(words="一"), make_row(words="二")
    store.destroy(gone.case_id)
    with pytest.raises(KeyMissing):
        read(gone).unseal("words")
    with pytest.raises(KeyMissing):
        gone.seal(words="三")
    assert read(kept).unseal("words") == "二"


def test_another_wrapping_key_opens_no_row(settings):
    row = make_row(words="一")
    settings.CASE_KEYS = case_keys("new")
    with pytest.raises(WrappingKeyMissing):
        row.unseal("words")
    settings.CASE_KEYS = case_keys("new").replace("new:", "old:")
    with pytest.raises(SealBroken):
        row.unseal("words")


# Plain text


@pytest.mark.parametrize("plain", [LONG, LONG.encode(), b"", b"\xfd" + bytes(92), memoryview(b"abc"), 5])
def test_the_field_takes_nothing_that_was_not_sealed(plain):
    row = make_row()
    with pytest.raises(PlainTextRefused, match="words: seal it first"):
        Diary.objects.filter(pk=row.pk).update(words=plain)
    with pytest.raises(PlainTextRefused):
        Diary.objects.bulk_create([Diary(words=plain)])
    row.words = plain
    for write in (row.save, row.full_clean, lambda: Diary.objects.bulk_update([row], ["words"])):
        with pytest.raises(PlainTextRefused):
            write()
    with pytest.raises(NothingSealed):
        row.unseal("words")


@pytest.mark.parametrize(
    "plain",
    [
        b"",
        b"\xfd",
        LONG.encode(),
        LONG.encode("cp932"),
        LONG.encode("utf-16"),
        ("a" * 93).encode(),
        ("a" * 157).encode(),
        b"\xfd" + bytes(28),
        b"\xfd" + bytes(91),
        b"\xfd" + bytes(93),
        b"\xfc" + bytes(92),
    ],
)
@pytest.mark.parametrize("column", ["words", "remarks"])
def test_the_database_takes_nothing_that_does_not_look_sealed(plain, column):
    row = make_row()
    value = Value(plain, output_field=models.BinaryField())
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Diary.objects.filter(pk=row.pk).update(**{column: value})
    assert refused.value.__cause__.diag.constraint_name == f"vault_test_diary_{column}_is_sealed"


def test_the_database_takes_plain_text_past_django_no_more():
    make_row()
    with (
        pytest.raises(IntegrityError, match="vault_test_diary_words_is_sealed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE vault_test_diary SET words = convert_to(%s, 'UTF8')", [LONG])


def test_a_forgotten_column_is_not_saved():
    with pytest.raises(PlainTextRefused):
        Diary(case_id=make_key()).save()


# What the system check says


@isolate_apps("handoff.vault")
def test_a_sealed_column_needs_a_uuid_and_its_constraint():
    class Numbered(models.Model):
        words = SealedField()

        class Meta:
            app_label = "vault"

    class Open(SealedModel):
        words = SealedField()

        class Meta:
            app_label = "vault"
            constraints = sealed_only("vault_closed", "words")

    assert [each.id for each in Numbered.check()] == ["vault.E001", "vault.E002"]
    (found,) = Open.check()
    assert (found.id, found.hint) == (
        "vault.E002",
        'Add *sealed_only("vault_open", "words") to its constraints.',
    )
    assert Diary.check() == []


def test_a_name_that_postgresql_would_cut_is_refused():
    with pytest.raises(ValueError, match="longer than 63"):
        sealed_only("handoff_" + "x" * 40, "words_of_a_person")


def test_each_model_says_which_key_is_its_own():
    with isolate_apps("handoff.vault"):

        class Nobody(SealedModel):
            class Meta:
                app_label = "vault"

    with pytest.raises(NotImplementedError):
        _ = Nobody().key_id


def test_a_migration_can_name_field_and_constraint():
    from django.db.migrations.writer import MigrationWriter

    field, _ = MigrationWriter.serialize(SealedField())
    assert field == "handoff.vault.fields.SealedField()"
    (constraint,) = sealed_only("handoff_case", "name")
    written, _ = MigrationWriter.serialize(constraint)
    assert "handoff.vault" not in written
