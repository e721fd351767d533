import threading
from io import StringIO

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, ProgrammingError, connection, connections, transaction

from accounts.models import Person
from foundation.audit import chain
from foundation.audit.models import Entry
from foundation.transactions import NotInTransaction
from tests.factories.events import NOW


def write(verb="accounts.person_invited", *, subject=None, fields=("name",)):
    with transaction.atomic():
        chain.record(verb, actor=None, subject=subject or Person(pk=7), now=NOW, fields=fields)


def as_superuser(statement):
    """Tamper as nobody in the application can."""
    with psycopg.connect(
        host=settings.TEST_DATABASE_HOST,
        user="postgres",
        dbname=connection.settings_dict["NAME"],
        autocommit=True,
    ) as server:
        server.execute(statement)


@pytest.mark.django_db
def test_an_entry_holds_ids_verbs_and_field_names_and_no_value():
    person = Person.objects.create(name="髙橋 慎")
    write(subject=person, fields=["name", "job"])
    entry = Entry.objects.get()
    assert (entry.subject_type, entry.subject_id, entry.fields) == (
        "accounts.person",
        person.pk,
        ["job", "name"],
    )
    assert "髙橋" not in entry.body


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_recorded():
    with pytest.raises(NotInTransaction):
        chain.record("accounts.person_invited", actor=None, subject=Person(pk=7), now=NOW)
    assert Entry.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_an_entry_vanishes_with_its_act():
    with pytest.raises(IntegrityError), transaction.atomic():  # noqa: PT012 -- both are one act
        chain.record("accounts.person_invited", actor=None, subject=Person(pk=7), now=NOW)
        Person.objects.create(pk=7, name="消える人", merged_into_id=7)
    assert Entry.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_make_one_chain():
    def many():
        for _ in range(5):
            write()
        connections.close_all()

    writers = [threading.Thread(target=many) for _ in range(6)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    verdict = chain.verify()
    assert (verdict.entries, verdict.broken_id) == (30, None)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("tampering", "broken"),
    [
        ("UPDATE audit_entry SET body = replace(body, 'invited', 'deleted') WHERE id = 2", 2),
        ("UPDATE audit_entry SET subject_id = 8 WHERE id = 2", 2),
        ("UPDATE audit_entry SET at = at + interval '1 second' WHERE id = 2", 2),
        ("UPDATE audit_entry SET hash = repeat('a', 64) WHERE id = 2", 2),
        ("DELETE FROM audit_entry WHERE id = 2", 3),
        ("DELETE FROM audit_entry WHERE id = 1", 2),
    ],
)
def test_whatever_is_changed_or_removed_shows(tampering, broken):
    for _ in range(3):
        write()
    assert chain.verify().broken_id is None
    as_superuser(tampering)
    assert chain.verify().broken_id == broken
    with pytest.raises(CommandError, match=f"記録 {broken}"):
        call_command("verify_audit")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "statement", ["UPDATE audit_entry SET verb = ''", "DELETE FROM audit_entry", "TRUNCATE audit_entry"]
)
def test_the_application_role_can_only_append(statement):
    write()
    with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
def test_the_command_tells_the_head():
    write()
    out = StringIO()
    call_command("verify_audit", stdout=out)
    assert out.getvalue() == f"1 件、異常はありません。最後の値 {Entry.objects.get().hash}\n"


@pytest.mark.django_db
def test_what_an_act_refers_to_is_checked_before_the_chain_is_locked():
    """At the commit it would wait for whoever has locked that row, while they wait for the chain."""
    with pytest.raises(IntegrityError, match="merged_into"), transaction.atomic():  # noqa: PT012 -- one act
        Person.objects.create(name="まとめた人", merged_into_id=999_999)
        chain.record("accounts.person_invited", actor=None, subject=Person(pk=7), now=NOW)
