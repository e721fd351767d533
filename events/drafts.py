"""One application while it is being written: its two forms together, empty, kept unjudged, or sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from accounts.models import Person
from directory.models import Agency

from . import letters
from .asking import FormPart
from .enums import DECIDES_AT_ONCE, Audience, ReplyWay, Way
from .forms import ApplicantForm, Asked, PeopleFormSet, PersonForm, people_formset, typed
from .models import Application, Event, Session
from .presence_form import PresentPersonForm
from .queries import SessionRow
from .services.applying import ApplicationRequest, PersonRequest


@dataclass(frozen=True)
class OpenForm:
    """What one applicant may fill in: the dates that are open, and in which agency's name."""

    event: Event
    rows: Sequence[SessionRow]
    agency: Agency | None = None
    colleagues: Sequence[Person] = ()
    # What rooms ask besides.
    parts: Sequence[FormPart] = ()
    # Whether nobody but these colleagues may come: they are expected by name.
    by_name: bool = False

    @property
    def most_people(self) -> int:
        """How many people may be put down at once."""
        most = self.event.most_people
        return min(most, len(self.colleagues)) if self.by_name else most

    @property
    def ways(self) -> list[Way]:
        """The ways to take part that at least one date has."""
        return [way for way in Way if any(way in row.session.capacity for row in self.rows)]

    def has_room(self, way: str) -> bool:
        """Return whether a date has a free seat of this way."""
        return any(row.seats.free.get(way, 0) > 0 for row in self.rows)

    @property
    def usual_way(self) -> Way:
        """The first way that has seats, else the first."""
        return next((way for way in self.ways if self.has_room(way)), self.ways[0])

    @property
    def way_choices(self) -> list[tuple[Way, str]]:
        """The ways, each saying that it is full where it is and seats are given as applications come."""
        return [
            (
                way,
                way.label if self.decides_later or self.has_room(way) else f"{way.label}（満席・空き待ち）",
            )
            for way in self.ways
        ]

    @property
    def decides_later(self) -> bool:
        """Whether nobody has a seat before the centre has decided, on whatever date."""
        return all(row.decides_later for row in self.rows)

    @property
    def asks_for_least(self) -> bool:
        """Whether a group may get fewer seats than people: from the line, also once all are decided."""
        return self.event.most_people > 1 and not self.by_name

    def may_lack_seats(self, people: int) -> bool:
        """Return whether no date has, or promises, seats of one way for so many people now."""
        if self.event.admission in DECIDES_AT_ONCE:
            return people > 1
        return not any(seats >= people for row in self.rows for seats in row.seats.free.values())

    def applicant_form(
        self,
        data: Mapping[str, Any] | None = None,
        initial: Mapping[str, Any] | None = None,
        *,
        people: int = 1,
    ) -> ApplicantForm:
        """Return the form of contact and date for so many people."""
        asked = Asked(
            days=[
                (str(row.session.pk), f"{letters.when(row.session)}　{row.state.word}") for row in self.rows
            ],
            agency=self.agency is None,
            needs_agency=self.event.audience == Audience.PARTNERS,
            manager=self.event.asks_for_manager,
            least_of=people if self.asks_for_least else None,
            parts=self.parts,
        )
        return ApplicantForm(data, initial=dict(initial or {}), asked=asked)

    def people(
        self, data: Mapping[str, Any] | None = None, initial: Sequence[Mapping[str, Any]] = ()
    ) -> PeopleFormSet:
        """Return the rows of people."""
        return people_formset(
            most=self.most_people,
            row=PresentPersonForm if self.by_name else PersonForm,
            ways=self.way_choices,
            colleagues=self.colleagues,
            data=data,
            initial=initial,
        )


class Draft:
    """The forms of one application; `key` stays the same from the first look to the end."""

    def __init__(self, offer: OpenForm, key: UUID, applicant: ApplicantForm, people: PeopleFormSet) -> None:
        self.offer, self.key, self.applicant, self.people = offer, key, applicant, people

    @classmethod
    def empty(
        cls, offer: OpenForm, key: UUID, contact: Mapping[str, Any], *, person: int | None = None
    ) -> "Draft":
        """Return a form with one row, filled in with what is known of the applicant, `person` in the row."""
        known = {each.pk for each in offer.colleagues}
        row = {"way": offer.usual_way} | ({"colleague": person} if person in known else {})
        return cls(offer, key, offer.applicant_form(initial=contact), offer.people(initial=[row]))

    @classmethod
    def sent(cls, offer: OpenForm, key: UUID, data: Mapping[str, Any]) -> "Draft":
        """Return the form bound to what was sent."""
        people = offer.people(data)
        return cls(offer, key, offer.applicant_form(data, people=len(people.forms)), people)

    def kept(self, *, more_rows: int = 0) -> "Draft":
        """Return the same form with everything as it was typed, not judged, with rows added or taken away."""
        rows: list[dict[str, Any]] = [typed(form) for form in self.people.forms]
        rows = rows[: max(1, len(rows) + min(0, more_rows))]
        room = max(0, self.offer.most_people - len(rows))
        before = rows[-1].get("way") if rows else None
        way = before if before and self.offer.has_room(before) else self.offer.usual_way
        rows += [{"way": way}] * min(room, max(0, more_rows))
        applicant = self.offer.applicant_form(initial=typed(self.applicant), people=len(rows))
        return Draft(self.offer, self.key, applicant, self.offer.people(initial=rows))

    def unspent(self) -> "Draft":
        """Return the same with a key that no application has: who goes back after sending applies anew."""
        is_spent = Application.objects.filter(form_key=self.key).exists()
        return Draft(self.offer, uuid4(), self.applicant, self.people) if is_spent else self

    def is_right(self) -> bool:
        """Judge both forms, and whether the chosen date has the chosen ways."""
        if not (self.applicant.is_valid() & self.people.is_valid()):
            return False
        for form in self.people.forms:
            if form.chosen_way not in self.session.capacity:
                form.add_error("way", "選んだ日には、この参加の方法はありません。")
        return self.people.is_valid()

    def refuse(self, reason: str) -> None:
        """Say what concerns the whole application at the top of the form."""
        self.applicant.add_error(None, reason)

    @property
    def opens_least(self) -> bool:
        """Whether the question for how few people one comes stands open: it matters, or was answered."""
        if "least_people" not in self.applicant.fields:
            return False
        box = self.applicant["least_people"]
        return bool(box.errors or box.value()) or self.offer.may_lack_seats(len(self.people.forms))

    @property
    def formsets(self) -> tuple[PeopleFormSet]:
        return (self.people,)

    @property
    def as_hidden(self) -> SafeString:
        """Everything as it was typed, to travel through the confirm page."""
        forms = (self.applicant, self.people.management_form, *self.people.forms)
        return format_html_join("", "{}", ((field.as_hidden(),) for form in forms for field in form))

    @cached_property
    def row(self) -> SessionRow:
        """The date that was chosen, or the only one."""
        chosen = self.applicant.cleaned_data.get("session")
        return next(row for row in self.offer.rows if chosen in (None, str(row.session.pk)))

    @property
    def session(self) -> Session:
        return self.row.session

    def request(self, *, accepts_waiting: bool) -> ApplicationRequest:
        """Return what is asked for, from forms that are right."""
        agency, given = self.offer.agency, self.applicant.cleaned_data
        contact = {**self.applicant.contact, "reply_way": ReplyWay(given["reply_way"])}
        people = [
            PersonRequest(form.chosen_way, form.naming.name, form.naming.name_kana, form.naming.job)
            for form in self.people.forms
        ]
        return ApplicationRequest(
            form_key=self.key,
            people=people,
            agency=agency,
            agency_name="" if agency else given["agency_name"],
            accepts_waiting=accepts_waiting,
            least_people=given.get("least_people") if len(people) > 1 else None,
            manager_name=given.get("manager_name", ""),
            more=self.applicant.more,
            **contact,
        )
