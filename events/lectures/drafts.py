"""One request while it is being written: its three forms together, empty, kept unjudged, or sent."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from content.meanwhile import Words, take_over, words_of
from directory.models import Agency
from events.desk_queries import agency_of_this_name
from events.enums import Channel
from events.forms import typed
from foundation.japanese.text import fold

from .forms import WhatForm, WhenForm, WhoForm, wish_initial
from .models import LectureRequest, LectureTheme
from .services.asking import Wanted

STEPS = ("what", "when", "who")
WORDS = ("何を", "いつ・どこで", "だれが")


class Draft:
    """The three parts of one request; `key` stays the same from the first look to the end."""

    def __init__(
        self,
        themes: Iterable[LectureTheme],
        *,
        today: date,
        key: UUID,
        data: Mapping[str, Any] | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        self.themes, self.today, self.key = list(themes), today, key
        given = dict(initial or {})
        self.what = WhatForm(data, initial=given, themes=self.themes, today=today)
        self.when = WhenForm(data, initial=given, today=today)
        self.who = WhoForm(data, initial=given, today=today)

    @property
    def parts(self) -> dict[str, forms.Form]:
        return dict(zip(STEPS, (self.what, self.when, self.who), strict=True))

    def kept(self) -> "Draft":
        """Return the same with everything as it was typed, not judged."""
        initial: dict[str, Any] = {}
        for part in self.parts.values():
            initial |= typed(part)
        return Draft(self.themes, today=self.today, key=self.key, initial=initial)

    def unspent(self, *, is_spent: bool) -> "Draft":
        """Return the same under a new key when a request has it: who goes back after sending asks anew."""
        self.key = uuid4() if is_spent else self.key
        return self

    def first_wrong(self, steps: Iterable[str] = STEPS) -> str:
        """Judge these parts and return the first that is not right, nothing when all are."""
        judged = [(step, self.parts[step].is_valid()) for step in steps]
        return next((step for step, is_right in judged if not is_right), "")

    def hidden_but(self, step: str) -> SafeString:
        """Everything of the other parts as it was typed, to travel through this page."""
        others = (part for name, part in self.parts.items() if name != step)
        # Nothing describes a box that nobody sees: no id, and no reference to a hint.
        boxes = ((field.field.hidden_widget(), field) for part in others for field in part)
        return format_html_join(
            "", "{}", ((box.render(field.html_name, field.value()),) for box, field in boxes)
        )

    @property
    def values(self) -> dict[str, Any]:
        """The columns of a request, of parts that are right."""
        return {**self.what.values, **self.when.values, **self.who.values}

    def wanted(
        self,
        *,
        agency: Agency | None = None,
        channel: Channel = Channel.WEB,
        received_at: datetime | None = None,
    ) -> Wanted:
        """Return what is asked for, from parts that are right."""
        return Wanted(
            form_key=self.key,
            values=self.values,
            wishes=self.when.wishes,
            agency=agency,
            channel=channel,
            received_at=received_at,
        )


class Sheet(Draft):
    """The three parts on one page of the desk, sent as one form."""

    def kept_for(self, agency: Agency | None) -> "Sheet":
        """Return the same as it was typed, not judged, with what the directory knows of an agency."""
        initial = {name: word for part in self.parts.values() for name, word in typed(part).items()}
        if agency is not None:
            known = {"host": agency.name, "phone": agency.phone, "fax": agency.fax, "email": agency.email}
            initial |= known
        return Sheet(self.themes, today=self.today, key=self.key, initial=initial)

    def agency(self, picked: str) -> Agency | None:
        """Return the agency of the directory that bears the host's name: the one picked, or the only one."""
        host = self.who.cleaned_data["host"]
        found = Agency.objects.current(today=self.today).filter(public_id=picked).first()
        if found is not None and found.folded_name == fold(host):
            return found
        return agency_of_this_name(host, today=self.today)

    @property
    def is_bound(self) -> bool:
        return self.what.is_bound

    @property
    def errors(self) -> dict[str, Any]:
        """What is wrong in any part."""
        return {name: words for part in self.parts.values() for name, words in part.errors.items()}

    @property
    def formsets(self) -> tuple["Sheet"]:
        """The parts as the summary of mistakes reads them: one after the other."""
        return (self,)

    @property
    def forms(self) -> list[forms.Form]:
        return list(self.parts.values())

    def non_form_errors(self) -> list[str]:
        """Nothing concerns the page but its parts."""
        return []

    def is_valid(self) -> bool:
        """Return whether every part is right."""
        return not self.first_wrong()

    def add_error(self, field: str | None, error: str) -> None:
        """Say what concerns the whole page above all."""
        self.what.add_error(field, error)

    def words(self) -> Words:
        """Return what stands in every part, for whoever else changes it meanwhile."""
        return {name: word for part in self.parts.values() for name, word in words_of(part).items()}

    def take_over(self, fresh: "Sheet", names: Iterable[str]) -> None:
        """Let fields that nobody wrote anew show what stands there now."""
        wanted = set(names)
        for step, part in self.parts.items():
            take_over(part, fresh.parts[step], wanted & set(part.fields))


def initial_of(request: LectureRequest) -> dict[str, Any]:
    """Return a stored request as its form shows it."""
    names = (*WhatForm.base_fields, *WhenForm.base_fields, *WhoForm.base_fields)
    stored = {name: getattr(request, name) for name in names if hasattr(request, name)}
    wishes = [timezone.localtime(wish.starts_at) for wish in request.wishes.all()]
    theme = str(request.theme_id) if request.theme_id else "other"
    return {**stored, "theme": theme, **wish_initial(wishes)}
