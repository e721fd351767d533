"""Every address of the private door with the numbers it takes: which rows it names, and what it may be."""

import re
from dataclasses import dataclass
from itertools import product
from uuid import UUID, uuid4

from django.apps import apps
from django.urls import get_resolver, resolve, reverse
from django.urls.converters import get_converters

from handoff.access import opened
from handoff.actors import CLOCK
from handoff.aftercare.models import FollowUpEntry
from handoff.arrangements.models import FollowUpPack, LimitsSheet, SupportTeam, TeamMember
from handoff.cases.models import Case, LegalBasis
from handoff.consultation.models import ConsultationRequest
from handoff.documents.models import Document, PaperCopy
from handoff.incidents.models import Incident
from handoff.machine.models import Emergency, Handoff, RoleItem
from handoff.meetings.models import Decision, SupportMeeting
from handoff.models import AgencyCopy, Enrolment
from handoff.opinion.models import OpinionLetter
from handoff.oversight.models import PersonRequest
from handoff.papers.models import PaperDispatch
from handoff.release.models import ReleaseDayPlan, ReleaseStep
from handoff.retention.models import Destruction, Hold
from handoff.row_security import OPEN_TABLES
from handoff.safeguards.models import Safeguard
from handoff.sittings.models import Advice, CaseItem, NumberedCopy, QuickQuestion, Seat, Sitting
from handoff.start import closed_tables
from tests.factories.cases import NOW
from tests.handoff.addresses import ARGUMENTS, TABLE

# What stands before the first number of an address → whose number it is.
NAMED = {
    "": (Handoff,),
    "agencies/": (AgencyCopy,),
    "cases/": (Case,),
    "cases/new/": (AgencyCopy,),
    "consultations/": (ConsultationRequest,),
    "destroyed/": (Case, Handoff),
    "dispatches/": (PaperDispatch,),
    "documents/": (Document,),
    "documents/papers/": (PaperCopy,),
    "enrolments/": (Enrolment,),
    "entries/": (FollowUpEntry,),
    "incidents/": (Incident,),
    "meetings/": (SupportMeeting,),
    "opinion-letters/": (OpinionLetter,),
    "release-days/": (ReleaseDayPlan,),
    "requests/": (PersonRequest,),
    "retention/": (Destruction,),
    "retention/holds/": (Hold,),
    "safeguards/": (Safeguard,),
    "sheets/limits/": (LimitsSheet,),
    "sheets/pack/": (FollowUpPack,),
    "sheets/team/": (SupportTeam,),
    "sittings/": (Sitting,),
    "sittings/advice/": (Advice,),
    "sittings/items/": (CaseItem,),
    "sittings/questions/": (QuickQuestion,),
    "sittings/seats/": (Seat,),
}
# The second number of an address → whose it is, and which column names the first.
WITHIN = {
    "basis": (LegalBasis, "case_id"),
    "copy": (NumberedCopy, "sitting_id"),
    "decision": (Decision, "meeting_id"),
    "emergency": (Emergency, "handoff_id"),
    "item": (RoleItem, "handoff_id"),
    "member": (TeamMember, "team_id"),
    "step": (ReleaseStep, "plan_id"),
}
NUMBERS = ("uuid", "int")
MANY = 987_654_321


@dataclass(frozen=True)
class Address:
    """An address without its numbers: its words are settled."""

    name: str
    given: tuple[tuple[str, object], ...]
    numbers: tuple[tuple[str, str], ...]

    def at(self, *ids: object) -> str:
        named = dict(zip((name for name, _ in self.numbers), ids, strict=True))
        return reverse(self.name, kwargs=dict(self.given) | named)

    def nowhere(self) -> list[object]:
        """Return numbers that nothing has."""
        return [uuid4() if kind == "uuid" else MANY for _, kind in self.numbers]

    @property
    def models(self):
        path = self.at(*(MANY if kind == "int" else UUID(int=MANY) for _, kind in self.numbers))
        first = MANY if self.numbers[0][1] == "int" else UUID(int=MANY)
        return NAMED[path.removeprefix("/handoff/").partition(str(first))[0]]

    @property
    def child(self):
        return WITHIN[self.numbers[1][0]] if len(self.numbers) > 1 else None


def addresses(enrolment_id: int) -> list[Address]:
    """Return each address of the table, once for each of the words that it may hold."""
    found = []
    for name in TABLE:
        example = ARGUMENTS.get(name, [enrolment_id])
        route = resolve(reverse(name, args=example)).route
        fields = re.findall(r"<(\w+):(\w+)>", route)
        numbers = tuple((field, kind) for kind, field in fields if kind in NUMBERS)
        words = [
            (field, _choices(kind, value))
            for (kind, field), value in zip(fields, example, strict=True)
            if kind not in NUMBERS
        ]
        fields = [field for field, _ in words]
        found += [
            Address(name, tuple(zip(fields, chosen, strict=True)), numbers)
            for chosen in product(*(choices for _, choices in words))
        ]
    return [each for each in found if _is_there(each)]


def _choices(kind: str, value: object) -> list[object]:
    regex = get_converters()[kind].regex
    return regex.split("|") if re.fullmatch(r"[a-z_0-9]+(\|[a-z_0-9]+)*", regex) else [value]


def _is_there(address: Address) -> bool:
    """Whether the words of an address lead to its own view, not to that of one above it."""
    path = address.at(*address.nowhere())
    return resolve(path, get_resolver().urlconf_name).view_name == address.name


def door_models():
    """Return every model of the private door."""
    tables = closed_tables() | OPEN_TABLES
    return [each for each in apps.get_models() if each._meta.db_table in tables]


def rows_of(models) -> list[object]:
    with opened(CLOCK, now=NOW):
        return [pk for model in models for pk in model.objects.order_by("pk").values_list("pk", flat=True)]


def pairs_of(address: Address) -> list[tuple[object, ...]]:
    """Return the numbers of every row that this address names, with each that lies within."""
    firsts = rows_of(address.models)
    if address.child is None:
        return [(pk,) for pk in firsts]
    model, parent = address.child
    with opened(CLOCK, now=NOW):
        return [tuple(each) for each in model.objects.order_by("pk").values_list(parent, "pk")]
