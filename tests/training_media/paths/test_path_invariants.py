"""What the database refuses, however a row is written."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.factories.directory import make_agency, make_partner
from tests.factories.paths import PAGE, TASK, film, let_walk, make_path
from tests.factories.training_media import make_course
from training_media.paths.models import Assignment, Path, PathItem, Ticked

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(staff, manager):
    return make_path(PAGE, TASK, film(make_course()), by=staff, opened_by=manager)


@pytest.fixture
def walk(path, manager):
    agency = make_agency()
    return let_walk(path, make_partner(agency=agency).person, by=manager, agency=agency)


def refused(rows, **values):
    """Return the name of the constraint that such an update breaks."""
    with pytest.raises(IntegrityError) as error:
        _update_and_check(rows, values)
    return error.value.__cause__.diag.constraint_name


def _update_and_check(rows, values):
    """Update, and check now what is otherwise checked at the end."""
    with transaction.atomic():
        rows.update(**values)
        with transaction.get_connection().cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"title": ""}, "paths_path_has_a_title"),
        ({"state": "lost"}, "paths_path_state_is_known"),
        ({"for_whom": "nobody"}, "paths_path_for_whom_is_known"),
    ],
)
def test_a_path_has_a_title_and_known_states(path, values, constraint):
    assert refused(Path.objects, **values) == constraint


@pytest.mark.parametrize(
    ("position", "values", "constraint"),
    [
        (1, {"title": ""}, "paths_pathitem_has_a_title"),
        (2, {"kind": "song"}, "paths_pathitem_kind_is_known"),
        (1, {"position": 2}, "paths_pathitem_position_once"),
        (1, {"address": "//evil.example/"}, "paths_pathitem_address_of_pages_alone"),
        (1, {"address": "https://evil.example/"}, "paths_pathitem_address_of_pages_alone"),
        (1, {"address": ""}, "paths_pathitem_address_of_pages_alone"),
        (2, {"address": "/about/"}, "paths_pathitem_address_of_pages_alone"),
        (3, {"course": None}, "paths_pathitem_course_of_films_alone"),
    ],
)
def test_an_item_holds_what_its_kind_needs(path, position, values, constraint):
    assert refused(PathItem.objects.filter(position=position), **values) == constraint


def test_a_course_stands_with_films_alone_and_once(path):
    course = PathItem.objects.get(position=3).course
    task = PathItem.objects.filter(position=2)
    assert refused(task, course=course) == "paths_pathitem_course_of_films_alone"
    assert refused(task, kind="course", course=course) == "paths_pathitem_course_once"


def test_somebody_walks_a_path_once_for_each_agency(path, walk, manager):
    again = Assignment(path=path, person=walk.person, agency=walk.agency, assigned_on=walk.assigned_on)
    with pytest.raises(IntegrityError, match="paths_assignment_once"), transaction.atomic():
        Assignment.objects.bulk_create([again])
    at_the_centre = {"path": path, "person": manager.person, "assigned_on": walk.assigned_on}
    with pytest.raises(IntegrityError, match="paths_assignment_once"), transaction.atomic():
        Assignment.objects.bulk_create([Assignment(**at_the_centre), Assignment(**at_the_centre)])
    Assignment.objects.create(path=path, person=walk.person, assigned_on=walk.assigned_on)


def test_nothing_is_due_before_it_began(walk):
    yesterday = walk.assigned_on - timedelta(days=1)
    assert refused(Assignment.objects, due_on=yesterday) == "paths_assignment_due_after_it_began"


def test_an_item_is_ticked_once(path, walk):
    tick = {"assignment": walk, "item": path.items.first(), "done_on": timezone.localdate()}
    with pytest.raises(IntegrityError, match="paths_ticked_once"), transaction.atomic():
        Ticked.objects.bulk_create([Ticked(**tick), Ticked(**tick)])
