from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from directory.enums import Level
from directory.finding.asking import Wanted
from directory.finding.search import find
from directory.finding.services import rebuild_entries
from directory.jobs import index_word
from directory.models import Condition, ServiceKind
from tests.directory.official.conftest import take_in
from tests.directory.official.samples import wam
from tests.factories.directory import make_municipality
from tests.factories.shown import mark

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def roles(db):
    call_command("sync_roles")


def total(words):
    return find(Wanted(words), reader=Level.PUBLIC, today=date(2026, 11, 24)).total


def test_a_new_word_for_a_service_finds_its_agencies_once_the_job_has_run(desk):
    make_municipality()
    take_in([wam(事業所の名称="みなも")])
    address = reverse("service-kinds:edit", args=["group_home"])
    kind = ServiceKind.objects.get(code="group_home")
    written = {"short_name": kind.short_name, "reading": kind.reading, "plain": "いっしょに住む家"}
    assert total("かぞくのような家") == 0
    saved = desk.post(address, mark(desk, address) | written | {"aliases": "GH\nかぞくのような家"})
    assert saved.status_code == 302
    kind.refresh_from_db()
    assert (kind.aliases, kind.plain) == (["GH", "かぞくのような家"], "いっしょに住む家")
    index_word(table="servicekind", code="group_home")
    assert total("かぞくのような家") == 1
    assert rebuild_entries(today=timezone.localdate()) == 0
    call_command("sync_kinds")
    kind.refresh_from_db()
    assert kind.aliases == ["GH", "かぞくのような家"]


def test_words_of_conditions_are_written_too(desk):
    condition = Condition.objects.first()
    address = reverse("conditions:edit", args=[condition.pk])
    written = {"aliases": "たばこ", "plain": ""} | mark(desk, address)
    assert desk.post(address, written).status_code == 302
    condition.refresh_from_db()
    assert condition.aliases == ["たばこ"]


@pytest.mark.parametrize("name", ["service-kinds", "conditions"])
def test_the_lists_open_and_offer_no_new_rows(desk, name):
    page = desk.get(reverse(f"{name}:index"))
    assert page.status_code == 200
    assert reverse(f"{name}:add") not in page.content.decode()
