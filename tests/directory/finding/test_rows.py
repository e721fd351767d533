"""What the database itself refuses: levels without agreement, rows for nobody, two rows for one reader."""

import pytest
from django.db import IntegrityError, connection, transaction

from directory.finding.models import DirectoryEntry, FacetSet
from directory.finding.services import rebuild_entries
from directory.models import Agency, FieldVisibility
from tests.factories.directory import make_agency
from tests.factories.whole_agency import TODAY, index

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("agreed", "broken", "name"),
    [
        ({"group": "acceptance", "level": "staff"}, {"level": "partners"}, "acceptance_is_agreed"),
        ({"group": "housing", "level": "staff"}, {"level": "public"}, "acceptance_is_agreed"),
        (
            {"group": "conditions", "level": "public", "agreed_on": TODAY, "agreed_by": "施設長"},
            {"agreed_by": ""},
            "acceptance_is_agreed",
        ),
        (
            {"group": "conditions", "level": "public", "agreed_on": TODAY, "agreed_by": "施設長"},
            {"agreed_on": None},
            "acceptance_is_agreed",
        ),
        ({"group": "contact", "level": "staff"}, {"level": "nobody"}, "is_offered"),
        ({"group": "contact", "level": "staff"}, {"group": "secrets"}, "is_offered"),
    ],
)
def test_no_row_says_that_more_is_shown_than_was_agreed(home, agreed, broken, name):
    rows = FieldVisibility.objects.filter(pk=FieldVisibility.objects.create(agency=home, **agreed).pk)
    with pytest.raises(IntegrityError, match=f"directory_fieldvisibility_{name}"), transaction.atomic():
        rows.update(**broken)


def test_one_group_of_an_agency_has_one_level(home):
    for group in ("contact", "address"):
        FieldVisibility.objects.create(agency=home, group=group, level="staff")
    with pytest.raises(IntegrityError, match="directory_fieldvisibility_once"), transaction.atomic():
        FieldVisibility.objects.filter(group="address").update(group="contact")


@pytest.mark.parametrize("level", ["public", "partners", "staff"])
def test_a_reader_finds_an_agency_once(home, level):
    FieldVisibility.objects.create(agency=home, group="contact", level="partners")
    index(home)
    column = f"for_{level}"
    theirs = DirectoryEntry.objects.filter(agency=home).get(**{column: True})
    others = DirectoryEntry.objects.filter(agency=home).exclude(pk=theirs.pk)
    with pytest.raises(IntegrityError, match=f"directory_finding_once_for_{level}"), transaction.atomic():
        others.update(**{column: True})


def test_no_row_of_the_index_is_for_nobody(home):
    rows = DirectoryEntry.objects.filter(agency=home)
    with pytest.raises(IntegrityError, match="directory_finding_is_for_somebody"), transaction.atomic():
        rows.update(for_public=False, for_partners=False, for_staff=False)


def test_what_a_count_does_not_need_lies_beside_the_rows():
    index(make_agency(name="家"))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_relation_size(reltoastrelid) FROM pg_class WHERE relname = %s",
            [DirectoryEntry._meta.db_table],
        )
        (beside,) = cursor.fetchone()
    assert beside > 0


@pytest.mark.django_db(transaction=True)
def test_entries_that_are_alike_share_their_facets_and_unused_ones_go():
    first, second = make_agency(name="家"), make_agency(name="庭")
    index(first, second)
    assert FacetSet.objects.count() == 1
    index(make_agency(name="訪問", kind="home_help"))
    assert FacetSet.objects.count() == 2
    Agency.objects.filter(pk__in=[first.pk, second.pk]).update(kind="home_help")
    rebuild_entries(today=TODAY)
    assert [each.facets for each in FacetSet.objects.all()] == [["k:home_help"]]
