"""Paths are made and changed, walked, assigned, merged and forgotten."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.enums import PublicRole
from directory.enums import MembershipRole
from directory.models import Membership
from directory.services.agencies import merge_agencies
from foundation.audit.models import Entry
from foundation.japanese.text import fold
from tests.factories.accounts import make_user
from tests.factories.completion import watch
from tests.factories.directory import join, make_agency, make_municipality, make_partner
from tests.factories.limits import put_limit
from tests.factories.paths import PAGE, TASK, film, let_walk, make_path
from tests.factories.training_media import make_course
from training_media.completion.services.completing import note_completions
from training_media.enums import CourseState
from training_media.models import Course
from training_media.paths import queries
from training_media.paths.demo import seed
from training_media.paths.enums import ForWhom, ItemKind, PathState
from training_media.paths.exceptions import PathRefused
from training_media.paths.limits import KEPT
from training_media.paths.models import Assignment, Path, Ticked
from training_media.paths.services.forgetting import forget_those_who_left
from training_media.paths.services.making import ItemPlan, change_path, move_path, remove_path
from training_media.paths.services.walking import assign, take_up, tick, untick
from training_media.viewing.models import Viewer

pytestmark = pytest.mark.django_db

NOW = timezone.now()
TODAY = timezone.localdate(NOW)


@pytest.fixture
def agency():
    return make_agency()


@pytest.fixture
def walker(agency):
    return make_partner(agency=agency)


@pytest.fixture
def course():
    return make_course()


@pytest.fixture
def path(staff, manager, course):
    return make_path(PAGE, film(course), TASK, by=staff, opened_by=manager)


@pytest.fixture
def walk(path, walker, manager, agency):
    return let_walk(path, walker.person, by=manager, agency=agency)


def viewer_of(person, agency):
    return Viewer.objects.create(
        person=person, agency=agency, name=person.name, folded_name=fold(person.name)
    )


def items(path):
    return [(each.position, each.title) for each in path.items.order_by("position")]


def plans(path):
    return [
        ItemPlan(each.kind, each.title, each.note, each.course_id, each.address, each.pk)
        for each in path.items.order_by("position")
    ]


def change(path, by, new, *, removed=(), **details):
    said = {"title": path.title, "summary": path.summary, "for_whom": path.for_whom} | details
    change_path(path=path, details=said, items=new, removed=removed, actor=by, now=NOW)


def standing(assignment):
    [found] = queries.walks(queries.assignments().filter(pk=assignment.pk))
    return found.standing


# Making


def test_items_change_places_and_go_and_what_others_added_stays_behind(path, staff, course):
    first, seen, last = plans(path)
    added = path.items.create(position=4, kind=ItemKind.TASK, title="ほかの人が足した項目")
    change(path, staff, [last, seen, ItemPlan(ItemKind.TASK, "新しい項目")], removed=[first.item_id])
    assert items(path) == [
        (1, "電話で自己紹介する"),
        (2, course.title),
        (3, "新しい項目"),
        (4, added.title),
    ]


def test_two_films_change_places(staff, manager):
    one, other = make_course(slug="one"), make_course(slug="other")
    path = make_path(film(one), film(other), by=staff, opened_by=manager)
    first, second = plans(path)
    change(
        path,
        staff,
        [
            ItemPlan(first.kind, "先", course=other.pk, item_id=first.item_id),
            ItemPlan(second.kind, "後", course=one.pk, item_id=second.item_id),
        ],
    )
    assert list(path.items.values_list("course", flat=True)) == [other.pk, one.pk]


@pytest.mark.parametrize(
    ("new", "why"),
    [
        ([ItemPlan(ItemKind.COURSE, "動画")], "研修動画を選んで"),
        ([ItemPlan(ItemKind.PAGE, "外", address="//evil.example/")], "このサイトのページだけ"),
        ([ItemPlan(ItemKind.TASK, "電話", item_id=10**8)], "項目を消しました"),
    ],
)
def test_what_an_item_lacks_is_said_and_nothing_changes(path, staff, new, why):
    before = items(path)
    with pytest.raises(PathRefused, match=why):
        change(path, staff, new)
    assert items(path) == before


def test_the_same_film_stands_once(path, staff, course):
    with pytest.raises(PathRefused, match="2つ入っています"):
        change(path, staff, [*plans(path), film(course)])


def test_a_path_opens_with_films_that_can_be_watched_and_stays_so(staff, manager, course):
    path = make_path(film(course), by=staff)
    Course.objects.update(state=CourseState.DRAFT)
    with pytest.raises(PathRefused, match="公開していない研修動画"):
        move_path(path=path, move="open", actor=manager, now=NOW)
    with pytest.raises(PathRefused, match="センター長だけ"):
        move_path(path=path, move="open", actor=staff, now=NOW)
    Course.objects.update(state=CourseState.OPEN)
    move_path(path=path, move="open", actor=manager, now=NOW)
    with pytest.raises(PathRefused, match="項目が1つもありません"):
        change(path, staff, [], removed=[path.items.get().pk])
    assert path.items.count() == 1


def test_only_a_draft_that_nobody_walks_is_removed_and_for_whom_stays(path, walk, staff):
    with pytest.raises(PathRefused, match="下書きだけ"):
        remove_path(path=path, actor=staff, now=NOW)
    with pytest.raises(PathRefused, match="だれのためか"):
        change(path, staff, plans(path), for_whom=ForWhom.CITY)
    draft = make_path(by=staff, title="使わないもの")
    remove_path(path=draft, actor=staff, now=NOW)
    assert list(Path.objects.all()) == [path]


def test_what_was_said_of_another_kind_of_item_is_forgotten(path, walk, walker, staff):
    last = plans(path)[-1]
    tick(assignment=walk, item=last.item_id, actor=walker, now=NOW)
    change(path, staff, [ItemPlan(last.kind, "別の言い方", item_id=last.item_id)])
    assert standing(walk).done == 1
    turned = ItemPlan(ItemKind.PAGE, "読む", address="/about/", item_id=last.item_id)
    change(path, staff, [turned])
    assert standing(walk).done == 0


def test_what_was_said_of_another_page_says_nothing_of_the_one_in_its_place(path, walk, walker, staff):
    last = plans(path)[-1]
    page = ItemPlan(ItemKind.PAGE, "読む", address="/about/", item_id=last.item_id)
    change(path, staff, [page])
    tick(assignment=walk, item=last.item_id, actor=walker, now=NOW)
    change(path, staff, [ItemPlan(ItemKind.PAGE, "よく読む", address="/about/", item_id=last.item_id)])
    assert standing(walk).done == 1
    change(path, staff, [ItemPlan(ItemKind.PAGE, "読む", address="/glossary/", item_id=last.item_id)])
    assert standing(walk).done == 0


# Walking


def test_a_path_is_done_once_all_is_said_and_the_film_is_completed(
    path, walk, walker, agency, course, completed
):
    page, _, task = plans(path)
    tick(assignment=walk, item=page.item_id, actor=walker, now=NOW)
    tick(assignment=walk, item=page.item_id, actor=walker, now=NOW)
    tick(assignment=walk, item=task.item_id, actor=walker, now=NOW)
    assert (standing(walk).done, standing(walk).is_done) == (2, False)
    completed[course.pk, viewer_of(walker.person, agency).pk] = TODAY + timedelta(days=3)
    assert standing(walk).done_on == TODAY + timedelta(days=3)
    untick(assignment=walk, item=task.item_id, actor=walker, now=NOW)
    assert (standing(walk).done, standing(walk).is_done) == (2, False)


def test_a_film_is_done_on_the_day_on_which_it_was_watched_to_its_end(path, walk, walker, agency, course):
    viewer = viewer_of(walker.person, agency)
    watch(viewer, course.parts.get(number=1), days=2)
    note_completions(now=NOW)
    assert standing(walk).done == 0
    watch(viewer, course.parts.get(number=2), days=1)
    note_completions(now=NOW)
    for item in path.items.exclude(kind=ItemKind.COURSE):
        tick(assignment=walk, item=item.pk, actor=walker, now=NOW - timedelta(days=5))
    began = timezone.localdate(NOW - timedelta(days=1) + timedelta(hours=2, minutes=45))
    assert standing(walk).done_on == began


def test_what_somebody_watched_elsewhere_or_somebody_else_watched_counts_for_nothing(
    path, walk, walker, agency, course, completed
):
    elsewhere = viewer_of(walker.person, make_agency(name="ほかの職場"))
    colleague = viewer_of(make_partner(agency=agency, name="同僚").person, agency)
    completed[course.pk, elsewhere.pk] = completed[course.pk, colleague.pk] = TODAY
    assert standing(walk).done == 0


def test_nobody_says_of_a_film_that_it_is_done(path, walk, walker):
    with pytest.raises(PathRefused, match="自動で印がつきます"):
        tick(assignment=walk, item=plans(path)[1].item_id, actor=walker, now=NOW)
    # However a row got there, it counts for nothing.
    Ticked.objects.create(assignment=walk, item_id=plans(path)[1].item_id, done_on=TODAY)
    assert standing(walk).done == 0


def test_at_the_centre_where_nobodys_watching_is_recorded_they_say_it_themselves(staff, manager, course):
    path = make_path(film(course), by=staff, opened_by=manager, for_whom=ForWhom.CENTRE)
    walk = let_walk(path, staff.person, by=manager)
    tick(assignment=walk, item=path.items.get().pk, actor=staff, now=NOW)
    assert standing(walk).done_on == TODAY


def test_an_item_of_another_path_is_not_ticked(walk, walker, staff):
    other = make_path(by=staff, title="別の道すじ").items.first()
    with pytest.raises(PathRefused, match="なくなりました"):
        tick(assignment=walk, item=other.pk, actor=walker, now=NOW)
    assert not Ticked.objects.exists()


def test_a_path_is_taken_up_once_and_only_while_it_is_open(path, walker, agency, staff):
    first = take_up(path=path, agency=agency, actor=walker, now=NOW)
    assert take_up(path=path, agency=agency, actor=walker, now=NOW) == first
    assert Entry.objects.filter(verb="paths.taken_up").count() == 1
    move_path(path=path, move="close", actor=staff, now=NOW)
    with pytest.raises(PathRefused, match="始められません"):
        take_up(path=path, agency=None, actor=walker, now=NOW)
    with pytest.raises(PathRefused, match="始められません"):
        let_walk(path, walker.person, by=staff)
    assert Assignment.objects.count() == 1


def test_a_path_is_taken_up_and_assigned_by_those_alone_whom_it_is_for(path, walker, agency, staff, manager):
    stranger = make_partner(agency=make_agency(name="ほかの職場"), name="ほかの人")
    made = {"by": staff, "opened_by": manager}
    city = make_path(title="市の方へ", for_whom=ForWhom.CITY, **made)
    centre = make_path(title="職員へ", for_whom=ForWhom.CENTRE, **made)
    refused = [
        lambda: take_up(path=city, agency=agency, actor=walker, now=NOW),
        lambda: take_up(path=path, agency=agency, actor=stranger, now=NOW),
        lambda: take_up(path=path, agency=None, actor=staff, now=NOW),
        lambda: take_up(path=centre, agency=None, actor=walker, now=NOW),
        lambda: let_walk(centre, walker.person, by=manager),
        lambda: let_walk(centre, walker.person, by=manager, agency=agency),
        lambda: let_walk(path, stranger.person, by=manager, agency=agency),
    ]
    for attempt in refused:
        with pytest.raises(PathRefused, match="この方のためのものではありません"):
            attempt()
    both = {"agency": agency, "due_on": None, "actor": manager, "now": NOW}
    with pytest.raises(PathRefused):
        assign(path=path, people=[walker.person, stranger.person], **both)
    assert not Assignment.objects.exists()
    take_up(path=path, agency=agency, actor=walker, now=NOW)
    take_up(path=centre, agency=None, actor=staff, now=NOW)
    town = make_agency(kind="municipality", municipality=make_municipality())
    take_up(path=city, agency=town, actor=make_partner(agency=town, name="窓口の人"), now=NOW)
    assert Assignment.objects.count() == 3


def test_whoever_walks_a_path_goes_on_when_they_leave(path, walk, walker, agency, manager):
    Membership.objects.filter(person=walker.person).update(valid_to=TODAY - timedelta(days=1))
    assert let_walk(path, walker.person, by=manager, agency=agency) == walk


def test_whoever_walks_already_keeps_what_is_done_and_gets_the_new_day(path, walker, agency, manager):
    own = take_up(path=path, agency=agency, actor=walker, now=NOW - timedelta(days=9))
    tick(assignment=own, item=plans(path)[0].item_id, actor=walker, now=NOW)
    other = make_partner(agency=agency, name="同僚").person
    until = TODAY + timedelta(days=7)
    given = {"agency": agency, "due_on": until, "actor": manager, "now": NOW}
    assert assign(path=path, people=[walker.person, other], **given) == 1
    own.refresh_from_db()
    assert (own.due_on, own.assigned_by, own.assigned_on) == (until, manager, TODAY - timedelta(days=9))
    assert standing(own).done == 1
    with pytest.raises(PathRefused, match="今日よりあと"):
        assign(path=path, people=[other], **given | {"due_on": TODAY - timedelta(days=1)})


def test_the_audit_names_items_and_fields_and_nobody(path, walk, walker):
    tick(assignment=walk, item=plans(path)[0].item_id, actor=walker, now=NOW)
    bodies = "".join(each.body for each in Entry.objects.filter(verb__startswith="paths."))
    assert "paths.ticked" in list(Entry.objects.values_list("verb", flat=True))
    assert walker.person.name not in bodies
    assert path.title not in bodies


# Merging and forgetting


def test_who_walks_a_path_at_two_agencies_that_become_one_keeps_every_tick(
    path, walk, walker, agency, manager, staff
):
    merged = make_agency(name="移る")
    colleague = make_partner(agency=merged, name="同僚").person
    join(walker.person, merged, role=MembershipRole.PARTNER)
    twice = let_walk(path, walker.person, by=manager, agency=merged)
    moved = let_walk(path, colleague, by=manager, agency=merged)
    page, _, task = plans(path)
    for assignment, item in ((walk, page), (twice, page), (twice, task), (moved, task)):
        tick(assignment=assignment, item=item.item_id, actor=walker, now=NOW)
    merge_agencies(kept=agency, merged=merged, actor=staff, now=NOW)
    assert set(Assignment.objects.values_list("person", "agency")) == {
        (walker.person_id, agency.pk),
        (colleague.pk, agency.pk),
    }
    assert (standing(walk).done, standing(moved).done) == (2, 1)


def test_who_has_left_is_forgotten_after_the_days_that_are_kept(path, walk, walker, manager, staff):
    put_limit(KEPT, 30, by=manager)
    stays = let_walk(
        make_path(by=staff, opened_by=manager, title="職員へ", for_whom=ForWhom.CENTRE),
        staff.person,
        by=manager,
    )
    assert forget_those_who_left(now=NOW) == 0
    Membership.objects.filter(person=walker.person).update(valid_to=TODAY)
    assert forget_those_who_left(now=NOW) == 0
    walk.refresh_from_db()
    assert walk.left_on == TODAY
    assert forget_those_who_left(now=NOW + timedelta(days=29)) == 0
    assert forget_those_who_left(now=NOW + timedelta(days=30)) == 1
    assert list(Assignment.objects.all()) == [stays]
    assert Entry.objects.filter(verb="paths.forgotten").count() == 1


def test_whoever_is_back_in_time_goes_on(path, walk, walker):
    memberships = Membership.objects.filter(person=walker.person)
    memberships.update(valid_to=TODAY)
    forget_those_who_left(now=NOW)
    memberships.update(valid_to=None)
    forget_those_who_left(now=NOW + timedelta(days=1))
    walk.refresh_from_db()
    assert walk.left_on is None


def test_whoever_works_at_the_centre_no_more_is_noted(staff, manager):
    path = make_path(by=staff, opened_by=manager, for_whom=ForWhom.CENTRE)
    gone = make_user(name="去る人", roles=[PublicRole.EDITOR])
    let_walk(path, gone.person, by=manager)
    let_walk(path, staff.person, by=manager)
    gone.is_active = False
    gone.save()
    forget_those_who_left(now=NOW)
    assert [each.person for each in Assignment.objects.filter(left_on=TODAY)] == [gone.person]


# The demo world


def test_the_demo_world_gets_paths_that_are_half_walked_and_no_second_ones(world, course):
    seed(world)
    seed(world)
    assert set(Path.objects.values_list("for_whom", "state")) == {(each, PathState.OPEN) for each in ForWhom}
    found = queries.walks(queries.assignments())
    assert [(each.standing.done, each.standing.total) for each in found] == [(2, 5), (2, 4)]


@pytest.fixture
def world(agency, staff, manager):
    from foundation.demo import World

    chief = make_partner(agency=agency, name="管理者", role=MembershipRole.PARTNER_ADMIN)
    walker = make_partner(agency=agency, name="世話人")
    people = {"staff": staff, "manager": manager, "partner": walker, "partner_admin": chief}
    return World("public", NOW, (), people={key: each.person for key, each in people.items()})
