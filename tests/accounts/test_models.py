"""What the database refuses, whoever writes."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.models import Invitation, Person, User
from tests.factories.accounts import make_person, make_user

NOW = dt.datetime(2026, 11, 24, 9, 30, tzinfo=dt.UTC)
pytestmark = pytest.mark.django_db


def constraint_broken_by(write):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        write()
    return refused.value.__cause__.diag.constraint_name


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"email": None, "login_id": None}, "accounts_user_has_a_login"),
        ({"email": ""}, "accounts_user_login_not_empty"),
        ({"login_id": ""}, "accounts_user_login_not_empty"),
        ({"email": "Reiko@example.jp"}, "accounts_user_login_is_lower_case"),
        ({"login_id": "Reiko"}, "accounts_user_login_is_lower_case"),
        ({"login_id": "reiko@example.jp"}, "accounts_user_login_id_is_no_email"),
    ],
)
def test_an_account_has_a_login_that_cannot_be_mistaken(change, constraint):
    user = make_user()
    assert constraint_broken_by(lambda: User.objects.filter(pk=user.pk).update(**change)) == constraint


def test_two_accounts_never_share_a_login():
    make_user(email="reiko@example.jp")
    other = make_user()
    broken = constraint_broken_by(lambda: User.objects.filter(pk=other.pk).update(email="reiko@example.jp"))
    assert "email" in broken


def test_a_person_is_not_merged_into_themselves():
    person = make_person()
    people = Person.objects.filter(pk=person.pk)
    broken = constraint_broken_by(lambda: people.update(merged_into=F("pk")))
    assert broken == "accounts_person_not_merged_into_itself"


@pytest.mark.parametrize(
    "kept",
    [
        {"name_kana": "サクマ"},
        {"job": "支援員"},
        {"contact_email": "a@example.jp"},
        {"shown_in_rosters": True},
    ],
)
def test_nothing_is_kept_of_a_person_who_was_erased(kept):
    person = make_person(**kept)
    people = Person.objects.filter(pk=person.pk)
    assert (
        constraint_broken_by(lambda: people.update(erased_at=NOW)) == "accounts_person_erased_keeps_nothing"
    )


@pytest.mark.parametrize(
    ("times", "constraint"),
    [
        ({"expires_at": NOW}, "accounts_invitation_expires_later"),
        (
            {"expires_at": NOW + dt.timedelta(hours=1), "used_at": NOW + dt.timedelta(hours=2)},
            "accounts_invitation_used_in_time",
        ),
    ],
)
def test_an_invitation_is_used_in_its_time_only(times, constraint):
    invitation = Invitation(person=make_person(), roles=[], code_hash="0" * 64, created_at=NOW, **times)
    assert constraint_broken_by(lambda: Invitation.objects.bulk_create([invitation])) == constraint
