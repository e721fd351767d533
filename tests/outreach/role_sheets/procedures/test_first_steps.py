"""Everybody reads the paths that were put here; who walks them is kept where they are walked."""

import pytest
from django.db.models import Q
from django.test import Client

from outreach.role_sheets.procedures.models import FirstSteps
from outreach.role_sheets.procedures.newcomers import first_steps_of
from tests.factories.directory import make_agency
from tests.factories.paths import make_path
from tests.factories.procedures import make_first_steps
from training_media.paths.enums import ForWhom
from training_media.paths.models import Assignment, Path
from training_media.paths.services.making import move_path

pytestmark = pytest.mark.django_db(transaction=True)

PAGE, NEW = "/guides/first-steps/", "/cms/first-steps/new/"


@pytest.fixture
def path(site, staff, manager):
    return make_path(by=staff, opened_by=manager, title="窓口の方へ", for_whom=ForWhom.CITY)


def test_a_stranger_reads_what_to_do_and_nothing_is_kept(path):
    make_first_steps(path)
    text = Client().get(PAGE).text
    for words in (
        "市町村の担当者へ",
        "窓口の方へ",
        "ここから1つずつ。",
        'href="/about/"',
        "電話で自己紹介する",
    ):
        assert words in text
    assert 'href="/paths/"' in text
    assert Assignment.objects.count() == 0


def test_a_path_is_read_here_only_while_it_is_open_and_shown(path, staff, manager, now):
    unseen = "いま、用意しているところです"
    assert unseen in Client().get(PAGE).text
    row = make_first_steps(path, is_shown=False)
    assert "窓口の方へ" not in Client().get(PAGE).text
    FirstSteps.objects.filter(pk=row.pk).update(is_shown=True)
    assert "窓口の方へ" in Client().get(PAGE).text
    move_path(path=path, move="close", actor=manager, now=now)
    assert "窓口の方へ" not in Client().get(PAGE).text


def test_city_and_centre_stand_apart_in_this_order(path, staff, manager):
    centre = make_path(by=staff, opened_by=manager, title="職員の方へ", for_whom=ForWhom.CENTRE)
    make_first_steps(centre)
    make_first_steps(path)
    groups = Client().get(PAGE).context["groups"]
    assert [who for who, _ in groups] == [ForWhom.CITY, ForWhom.CENTRE]


def test_keepers_put_an_open_path_here_once(path, desk, staff):
    draft = make_path(by=staff, title="下書きの道すじ")
    typed = {"path": path.pk, "words": "ようこそ", "responsible": "連携担当", "is_shown": "on"}
    assert desk.post(NEW, typed | {"path": draft.pk}).status_code == 200
    assert desk.post(NEW, typed).status_code == 302
    row = FirstSteps.objects.get()
    assert (row.path, row.reviewed_on.isoformat()) == (path, "2026-11-24")
    assert desk.post(NEW, typed).status_code == 200
    assert FirstSteps.objects.count() == 1
    assert "ようこそ" in Client().get(PAGE).text


def test_a_new_contact_person_is_led_to_the_steps_that_are_for_them(path, city, now):
    home = make_agency()
    found = [first_steps_of(each, now=now) for each in (city[1], home)]
    make_first_steps(path)
    found += [first_steps_of(each, now=now) for each in (city[1], home)]
    assert found == [[], [], [("はじめての担当者へ", "/guides/first-steps/#city")], []]


def test_the_page_asks_as_often_for_three_paths_as_for_one(desk, staff, manager, count_queries_of):
    counts = []
    for number in range(3):
        make_first_steps(make_path(by=staff, opened_by=manager, title=f"道すじ{number}"))
        counts.append(count_queries_of(desk, PAGE))
    assert counts[0] == counts[1] == counts[2] == 8
    assert Path.objects.filter(~Q(first_steps=None)).count() == 3
