"""What people wrote opens with the right key, in its own row, unchanged; and in no other way."""

import base64
from dataclasses import replace

import pytest
from django.core.checks import run_checks
from django.core.management import call_command

from portal.contact_desk import sealing
from portal.contact_desk.sealing import CannotOpen, Contents, NoKey, Sealed

WRITTEN = Contents("文章 𠮷", "名前", "099-000-4567", "火曜日")
OTHER_KEY = base64.urlsafe_b64encode(b"another key of thirty-two bytes!").decode()


def test_what_was_sealed_opens_again():
    sealed = sealing.seal(WRITTEN, message_id=7)
    assert sealing.open_sealed(sealed, message_id=7) == WRITTEN


def test_nothing_that_was_written_can_be_seen_in_the_sealed_bytes():
    sealed = sealing.seal(WRITTEN, message_id=7)
    for word in vars(WRITTEN).values():
        assert word.encode() not in sealed.ciphertext + sealed.wrapped_key


def test_the_same_words_are_sealed_differently_each_time():
    first, second = (sealing.seal(WRITTEN, message_id=7) for _ in range(2))
    assert first.ciphertext != second.ciphertext
    assert first.wrapped_key != second.wrapped_key


def test_a_row_copied_to_another_id_does_not_open():
    sealed = sealing.seal(WRITTEN, message_id=7)
    with pytest.raises(CannotOpen):
        sealing.open_sealed(sealed, message_id=8)


@pytest.mark.parametrize("part", ["wrapped_key", "ciphertext"])
def test_every_changed_byte_is_refused(part):
    sealed = sealing.seal(WRITTEN, message_id=7)
    data = getattr(sealed, part)
    for place in range(len(data)):
        changed = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        with pytest.raises(CannotOpen):
            sealing.open_sealed(replace(sealed, **{part: changed}), message_id=7)


def test_the_contents_of_one_message_do_not_open_with_the_key_of_another():
    first, second = (sealing.seal(WRITTEN, message_id=7) for _ in range(2))
    mixed = Sealed(first.key_id, first.wrapped_key, second.ciphertext)
    with pytest.raises(CannotOpen):
        sealing.open_sealed(mixed, message_id=7)


def test_an_older_key_still_opens_and_the_first_one_seals(settings):
    old = sealing.seal(WRITTEN, message_id=7)
    settings.CONTACT_KEY = f"{OTHER_KEY},{settings.CONTACT_KEY}"
    new = sealing.seal(WRITTEN, message_id=8)
    assert new.key_id != old.key_id
    assert sealing.open_sealed(old, message_id=7) == sealing.open_sealed(new, message_id=8) == WRITTEN


def test_without_its_key_a_message_stays_closed(settings):
    sealed = sealing.seal(WRITTEN, message_id=7)
    settings.CONTACT_KEY = OTHER_KEY
    with pytest.raises(NoKey):
        sealing.open_sealed(sealed, message_id=7)


@pytest.mark.parametrize("given", ["", "short", "c2hvcnQ=", "?" * 44])
def test_without_a_key_nothing_is_sealed_and_the_system_check_says_so(settings, given):
    settings.CONTACT_KEY = given
    with pytest.raises(NoKey):
        sealing.seal(WRITTEN, message_id=7)
    assert [
        (each.id, each.is_serious())
        for each in run_checks(tags=["security"])
        if each.id.startswith("contact_desk.")
    ] == [("contact_desk.W001", False)]


@pytest.mark.django_db
def test_without_a_key_commands_run_and_the_form_is_closed(settings, client, centre, capsys):
    settings.CONTACT_KEY = ""
    call_command("showmigrations", "contact_desk", skip_checks=False)
    printed = capsys.readouterr()
    assert "0001_initial" in printed.out
    assert "contact_desk.W001" in printed.err
    assert client.get("/contact/form/").status_code == 503


def test_with_a_key_the_system_check_is_quiet():
    assert [each.id for each in run_checks(tags=["security"]) if each.id.startswith("contact_desk.")] == []
