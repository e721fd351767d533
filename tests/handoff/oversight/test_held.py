"""What a person gets of what is held of them reads as Japanese, in the order in which it happened."""

import re

import pytest
from django.apps import apps

from handoff.access import opened
from handoff.actors import CLOCK
from handoff.arrangements.enums import SheetKind
from handoff.arrangements.services import write_sheet
from handoff.oversight.held import held_of, paths
from handoff.oversight.services.requesting import package_of
from handoff.papers.services.person import write_card
from handoff.release.models import ReleaseStep
from handoff.release.services import write_step
from handoff.vault.exceptions import WrongKind
from handoff.vault.fields import SealedField
from handoff.vault.models import SealedModel
from handoff.vault.spoken import Spoken
from tests.factories.cases import NOW, acting, rows
from tests.factories.records import make_world
from tests.factories.whole_door import make_rare_rows, make_records

pytestmark = pytest.mark.django_db
LATIN = re.compile(r"[A-Za-z_]{2,}")
# What the people of these tests typed, what they and their files are called, and numbers of cases.
TYPED = r"\w+かなりあ|(センター|機関) \w+|\w+\.pdf|[A-Z]8-\w{5}"


@pytest.fixture
def world():
    """A case with records of every kind."""
    found = make_world(stage="backup")
    make_records(found)
    make_rare_rows(found)
    contact = {"name": "センター", "phone": "099-000-0000", "about": "こまった とき"}
    write_card(case_id=found.case.pk, contacts=[contact], actor=acting(found.worker), now=NOW)
    return found


def read(work, *args, **kwargs):
    with opened(CLOCK, now=NOW):
        return list(work(*args, **kwargs))


def holds_data(row, field):
    if getattr(row, field.name) is None:
        return False
    try:
        row.unseal(field.name)
    except WrongKind:
        return True
    return False


def columns_with_data(case):
    """Return each column of this case that holds data, as table and name."""
    return {
        (label, field.name)
        for label, path in paths().items()
        if issubclass(apps.get_model(label), SealedModel)
        for row in apps.get_model(label)._default_manager.filter(**{path: case.pk})
        for field in row._meta.get_fields()
        if isinstance(field, SealedField) and holds_data(row, field)
    }


def test_no_name_or_code_of_the_machine_stands_in_what_a_person_gets(world):
    lines = read(package_of, world.case, now=NOW)
    typed = re.compile(TYPED)
    words = {word for line in lines for word in LATIN.findall(typed.sub("", "　".join(line.values())))}
    assert words == set()


def test_every_structure_is_among_what_was_just_read(world):
    speaking = {
        label
        for label in paths()
        if getattr(apps.get_model(label), "spoken", None) not in (None, SealedModel.spoken)
    }
    with opened(CLOCK, now=NOW):
        found = {label for label, _ in columns_with_data(world.case)}
    assert found == speaking


def test_data_is_called_as_it_was_asked(world):
    texts = {(each.heading, each.label): each.text for each in read(held_of, world.case)}
    contact = texts["フォローアップの記録", "書いたこと"]
    assert "どのように：訪問" in contact
    assert "助言の種類：毎日の暮らし" in contact


def test_the_steps_of_a_day_stand_by_their_time(world):
    (plan,) = {step.plan_id for step in rows(ReleaseStep.objects.all())}
    for at, what in (("15:30", "部屋を見る"), ("8:30", "門で会う"), ("14:00", "病院に行く")):
        write_step(plan_id=plan, texts={"time": at, "what": what}, actor=acting(world.worker), now=NOW)
    steps = [each.text for each in read(held_of, world.case) if each.heading == "その日にすること"]
    assert [text.split("\n")[0] for text in steps] == [
        "時刻：8:30",
        "時刻：10:00",
        "時刻：14:00",
        "時刻：15:30",
    ]


def test_a_name_that_nobody_knows_any_more_is_kept_and_what_is_empty_is_left_out():
    spoken = Spoken(labels={"first": "はじめ", "then": "つぎ"}, codes={"then": {"a": "あ"}})
    data = {"gone": "のこり", "then": ["a", "b"], "first": "", "extra": None}
    assert list(spoken.lines(data)) == ["つぎ：あ、b", "そのほか：のこり"]


def test_a_sheet_is_read_in_the_order_of_its_form(world):
    texts = {"lead": "係長", "aim": "半年を越える"}
    here = {"handoff_id": world.handoff.pk, "actor": acting(world.worker), "now": NOW}
    write_sheet(kind=SheetKind.TEAM, texts=texts, **here)
    teams = [each.text for each in read(held_of, world.case) if each.heading == "支援チーム"]
    assert "何のために集まるか：半年を越える\nまとめる人：係長" in teams
