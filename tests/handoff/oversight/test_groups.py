"""What is odd in a month, by person and case."""

from datetime import timedelta

from foundation.audit.models import Entry
from handoff.documents.models import Document
from handoff.oversight.enums import Mark
from handoff.oversight.readings import GROUPS_SHOWN, MonthRead, ReadingLine, odd_groups, words_of
from tests.factories.cases import NOW


def line(person, reference, *marks, minutes=0):
    at = NOW + timedelta(minutes=minutes)
    return ReadingLine(
        at=at, person=person, side="センター", words="読んだ", reference=reference, marks=frozenset(marks)
    )


def test_readings_of_one_person_and_one_case_are_one_group_and_the_heaviest_comes_first():
    late = [line("A", "C8-1", Mark.OUTSIDE_HOURS, minutes=each) for each in range(3)]
    alone = line("B", "C8-1", Mark.IDENTITY_ALONE, Mark.OUTSIDE_HOURS)
    groups = odd_groups([late[0], line("A", "C8-2", Mark.OUTSIDE_HOURS), alone, *late[1:]])
    assert [(each.person, each.reference, len(each.lines)) for each in groups] == [
        ("B", "C8-1", 1),
        ("A", "C8-1", 3),
        ("A", "C8-2", 1),
    ]
    assert groups[0].marks == [(Mark.IDENTITY_ALONE, 1), (Mark.OUTSIDE_HOURS, 1)]
    assert groups[1].lines == late


def test_only_so_many_groups_are_open_at_first():
    odd = [line("A", f"C8-{each}", Mark.OUTSIDE_HOURS) for each in range(GROUPS_SHOWN + 2)]
    read = MonthRead(people=[], odd=odd, readings=len(odd))
    assert (len(read.first_groups), len(read.other_groups)) == (GROUPS_SHOWN, 2)


def test_a_copy_of_a_document_is_said_in_plain_words():
    label = Document._meta.label
    said = [words_of(Entry(verb=f"documents.{verb}", subject_type=label)) for verb in ("copied", "unmarked")]
    assert said == ["書類の写しを受け取った", "書類の、しるしのない写しを受け取った"]
