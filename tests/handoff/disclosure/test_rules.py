"""What is open to whom at which step, and that any of basis, safeguard and step alone closes it."""

from datetime import timedelta
from itertools import product

import pytest

from handoff.disclosure.enums import BasisKind, BasisState, Part, ReceiverCategory, SafeguardKind, Step
from handoff.disclosure.rules import (
    PROFILES,
    basis_stands,
    open_parts,
    profile_fits,
    safeguard_stands,
)
from tests.factories.handoff_facts import EVERYTHING, TODAY, a_basis, a_safeguard

CITY, HOME = ReceiverCategory.MUNICIPALITY, ReceiverCategory.PROVIDER
CENTRE, OURS = ReceiverCategory.CENTRE, ReceiverCategory.OUR_CENTRE
DAY = timedelta(days=1)
# category → what has opened once the step is reached, besides what the steps before opened
OPENING = {
    CITY: [
        "outline",
        "identity need",
        "",
        "face_sheet health behaviour offence",
        "plan risk",
    ],
    HOME: ["outline", "need health behaviour offence", "identity", "face_sheet", "plan risk"],
    CENTRE: ["outline", "identity need", "", "face_sheet health behaviour offence plan risk", ""],
    OURS: ["outline", "need health behaviour offence", "", "identity face_sheet plan risk", ""],
}


def opened(
    category=CITY, *, steps=frozenset(Step), basis=None, safeguard=None, package=EVERYTHING, day=TODAY
):
    return open_parts(
        package,
        profile=PROFILES[category],
        steps=steps,
        basis=basis or a_basis(),
        safeguard=safeguard or a_safeguard(),
        category=category,
        today=day,
    )


@pytest.mark.parametrize("category", list(ReceiverCategory))
def test_parts_open_step_by_step_as_written(category):
    expected = set()
    for step in Step:
        expected |= set(OPENING[category][step - 1].split())
        assert opened(category, steps=frozenset(each for each in Step if each <= step)) == expected
    assert opened(category, steps=frozenset()) == set()
    assert expected == EVERYTHING


def test_only_what_was_packed_is_open():
    assert opened(package=frozenset({Part.NEED})) == {Part.NEED}


def test_consent_and_safeguard_each_narrow_what_is_open():
    narrow = frozenset({Part.NEED, Part.IDENTITY})
    assert opened(basis=a_basis(covers=narrow)) == narrow
    assert opened(safeguard=a_safeguard(covers=narrow)) == narrow


def test_everything_closes_on_the_day_after_the_last():
    last = TODAY + 30 * DAY
    for day, expected in ((last, EVERYTHING), (last + DAY, set()), (TODAY - 31 * DAY, set())):
        assert opened(basis=a_basis(until=last), day=day) == expected
        assert opened(safeguard=a_safeguard(until=last), day=day) == expected
    assert opened(safeguard=a_safeguard(until=None), day=last) == EVERYTHING
    assert opened(safeguard=a_safeguard(until=None, ended_on=TODAY)) == set()
    assert opened(safeguard=a_safeguard(until=None, ended_on=TODAY + DAY)) == EVERYTHING


def test_a_basis_stands_only_while_active_complete_and_for_this_receiver():
    for kind, state, named, evidence, explained, approved in product(
        BasisKind, BasisState, (True, False), (True, False), (True, False), (True, False)
    ):
        basis = a_basis(
            kind=kind,
            state=state,
            names_receiver=named,
            has_evidence=evidence,
            is_explained=explained,
            is_approved=approved,
        )
        complete = evidence and explained if kind == BasisKind.CONSENT else approved
        expected = state == BasisState.ACTIVE and named and complete
        assert basis_stands(basis, parts=EVERYTHING, today=TODAY).allowed == expected


def test_each_receiver_has_the_safeguards_of_its_kind():
    agreement, pledge = SafeguardKind.AGREEMENT, SafeguardKind.PLEDGE
    secrecy, meeting = SafeguardKind.STATUTORY_SECRECY, SafeguardKind.SUPPORT_MEETING
    fitting = {
        CITY: {agreement, pledge, secrecy, meeting},
        HOME: {agreement, pledge, meeting},
        CENTRE: {agreement, pledge},
        OURS: {agreement, pledge, meeting},
    }
    for category, kind in product(ReceiverCategory, SafeguardKind):
        answer = safeguard_stands(
            a_safeguard(kind=kind), category=category, parts=frozenset({Part.NEED}), today=TODAY
        )
        assert answer.allowed == (kind in fitting[category])


def test_a_refusal_names_what_is_missing_in_the_readers_words():
    answer = basis_stands(
        a_basis(covers=EVERYTHING - {Part.PLAN, Part.OFFENCE}), parts=EVERYTHING, today=TODAY
    )
    assert answer.reason == (
        "本人の同意に、入っていないものがあります：事件のあらまし、福祉サービス等調整計画。"
    )


def test_a_profile_is_never_wider_than_the_basis():
    profile = {Part.NEED: Step.SENT, Part.OFFENCE: Step.REVIEWING}
    assert profile_fits(profile, basis=EVERYTHING).allowed
    assert not profile_fits(profile, basis=EVERYTHING - {Part.OFFENCE}).allowed
