"""The form of an entry at work, the same for agencies, for links and for staff."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from content.desk import UNPROCESSABLE
from directory.declared.exceptions import EntryHasChanged
from directory.declared.forms import WholeEntry
from directory.declared.queries import editing, entry_choices
from directory.declared.rules import Difference, differences
from directory.models import Agency

OK, CONFLICT = 200, 409


class Writing:
    """What was sent, what is wrong with it, and what somebody else wrote meanwhile."""

    def __init__(self, request: HttpRequest, agency: Agency) -> None:
        self.agency = agency
        self.now = editing(agency)
        self.choices = entry_choices(agency)
        typed = request.POST if request.method == "POST" else None
        self.whole = WholeEntry(self.choices, text=self.now.text, base=self.now.base, typed=typed)
        self.theirs: list[Difference] = []
        self.conflict = ""

    @property
    def is_right(self) -> bool:
        return self.whole.is_right

    def keep(self, save: Callable[..., None]) -> bool:
        """Hand over what was written; where somebody else was quicker, show what they wrote instead."""
        try:
            save(text=self.whole.text, base=self.whole.base)
        except EntryHasChanged as changed:
            self.conflict = str(changed)
            self.now = editing(self.agency)
            self.theirs = differences(self.now.text, self.whole.text, self.choices.words)
            self.whole.begin_on(self.now.base)
            return False
        return True

    @property
    def status(self) -> int:
        if self.conflict:
            return CONFLICT
        return UNPROCESSABLE if self.whole.has_errors or self.whole.refused else OK

    @property
    def context(self) -> dict[str, Any]:
        """Return what `directory_declared/form.html` shows."""
        return {
            "whole": self.whole,
            "form": self.whole.form,
            "offers": self.whole.offers,
            "formsets": [self.whole.offers],
            "waiting": self.now.waiting,
            "sent_back": self.now.sent_back,
            "conflict": self.conflict,
            "theirs": self.theirs,
        }
