import pytest

from handoff.cases.enums import Place
from handoff.machine.enums import Deed
from handoff.machine.services.naming import Named
from handoff.safeguards.enums import Way
from tests.factories.cases import do, make_case, make_draft

TOLD = {"told_by": "係長から電話で"}


@pytest.fixture
def make(centre, city):
    """Give a function that makes a request: a draft, sent, under review or accepted."""

    def made(upto, *, way=Way.PAPER):
        handoff = make_draft(make_case(centre), city, centre, way=way)
        steps = [Deed.SUBMIT, Deed.APPROVE, Deed.ACKNOWLEDGE, Deed.ACCEPT]
        for deed in steps[: steps.index(upto) + 1] if upto else []:
            words = TOLD if deed in (Deed.ACKNOWLEDGE, Deed.ACCEPT) else {}
            if deed == Deed.ACCEPT:
                named = (Named(place=Place.MAIN, name="係長"), Named(place=Place.SECOND, name="主査"))
                words = words | {"receivers": named}
            do(handoff, deed, centre["lead"] if deed == Deed.APPROVE else centre["worker"], **words)
        return handoff

    return made


@pytest.fixture
def make_here(make, people):
    """Give a function that makes a request to people who read here, as far as they took it."""

    def made(*deeds):
        handoff = make(Deed.APPROVE, way=Way.HERE)
        named = (
            Named(place=Place.MAIN, person=people["hand"].person),
            Named(place=Place.SECOND, person=people["coordinator"].person),
        )
        for deed in deeds:
            words = {"receivers": named} if deed == Deed.ACCEPT else {}
            words |= {"code": "no_room"} if deed == Deed.DECLINE else {}
            do(handoff, deed, people["coordinator"], **words)
        return handoff

    return made
