"""Two people write one code, name or person at the same moment: who comes second is told so in words."""

import pytest
from django.db import transaction

from events.exceptions import EventsError
from events.lectures.enums import ResourceKind
from events.lectures.models import Lecturer, LectureTheme, Resource
from events.lectures.services import registers
from events.notices.exceptions import NoticeRefused
from events.notices.models import ListRule
from events.notices.services import listing
from foundation.transactions import lock_name_in_transaction
from tests.beside import Beside
from tests.factories.accounts import make_person
from tests.factories.events import NOW
from tests.factories.lectures import make_resource, make_theme

pytestmark = pytest.mark.django_db(transaction=True)


def second_of(register, first, second):
    """Let `first` write in a transaction that holds the register, `second` beside it; say what that met."""
    with transaction.atomic():
        lock_name_in_transaction(register)
        first()
        beside = Beside(second)
        assert beside.waits_for_a_lock()
    beside.join()
    assert isinstance(beside.error, EventsError | NoticeRefused), beside.error
    return str(beside.error)


def test_one_code_is_one_theme(staff):
    values = {"code": "A1", "title": "別の題目", "audience": "だれでも", "aims": "知る。"}
    said = second_of(
        registers.THEMES,
        lambda: make_theme(code="A1"),
        lambda: registers.write_theme(theme=None, values=values, lecturers=[], actor=staff, now=NOW),
    )
    assert (said, LectureTheme.objects.count()) == ("この記号の題目が、もうあります。", 1)


def test_somebody_is_a_lecturer_once(staff):
    person = make_person(name="見本 講子")
    said = second_of(
        registers.LECTURERS,
        lambda: Lecturer.objects.create(person=person, changed_at=NOW),
        lambda: registers.write_lecturer(lecturer=None, person=person, values={}, actor=staff, now=NOW),
    )
    assert (said, Lecturer.objects.count()) == ("この方は、もう講師の一覧にいます。", 1)


def test_one_name_is_one_thing(staff):
    values = {"name": "プロジェクター", "kind": ResourceKind.EQUIPMENT}
    said = second_of(
        registers.RESOURCES,
        make_resource,
        lambda: registers.write_resource(resource=None, values=values, actor=staff, now=NOW),
    )
    assert (said, Resource.objects.count()) == ("この名前の部屋・機材が、もうあります。", 1)


def test_one_name_is_one_list(staff):
    said = second_of(
        listing.REGISTER,
        lambda: ListRule.objects.create(name="障害福祉"),
        lambda: listing.save_list(rule=None, wish=listing.Wish("障害福祉"), actor=staff, now=NOW),
    )
    assert (said, ListRule.objects.count()) == ("同じ名前の名簿が、もうあります。", 1)
