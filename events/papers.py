"""The papers of an event, from plain words: nothing here asks the database or the clock."""

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import batched, groupby
from typing import Any, Literal

from foundation.printing.pdf import PaperDoesNotFit, render_pdf
from foundation.printing.sheet import Box, Centre, SheetRow

UNDER_ONE_ANOTHER = 10  # people on a receipt who stand under one another
ON_ONE_PAGE = 20  # people whom a receipt holds beside a long title and place; more run on


@dataclass(frozen=True, kw_only=True)
class EventFacts:
    """What each paper says of its event; `ways` (会場, オンライン) are those in which one can take part."""

    title: str
    number: str
    when: tuple[str, ...]
    ways: tuple[str, ...]
    where: str = ""
    address: str = ""

    @property
    def is_online(self) -> bool:
        return "オンライン" in self.ways

    @property
    def places(self) -> str:
        return "・".join(filter(None, (self.where, "オンライン" if self.is_online else "")))


@dataclass(frozen=True, kw_only=True)
class ApplicationSheet:
    """The FAX twin of the entry form. `entry_url` opens the form with this sheet's number filled in."""

    event: EventFacts
    sheet_number: str
    entry_url: str
    deadline: str
    order_note: str
    reply_ways: tuple[Box, ...]
    accommodations: tuple[Box, ...]
    purpose: str
    centre: Centre
    printed_on: str
    desk: str = "研修担当"
    questions: tuple[SheetRow, ...] = ()
    # What the event asks besides; with `asks_apart` it stands on a page of its own.
    more_questions: tuple[SheetRow, ...] = ()
    asks_apart: bool = False
    sample_world: bool = False

    @property
    def number_parts(self) -> tuple[str, str]:
        return self.sheet_number[:3], self.sheet_number[3:]


@dataclass(frozen=True, kw_only=True)
class Flyer:
    """One leaf: the front invites, the back is the application sheet."""

    kind: str
    lead: str
    audience: str
    fee: str
    capacity: str
    event_url: str
    sheet: ApplicationSheet
    programme: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    heading: tuple[str, ...] = ()  # title and subtitle, a line each; unwritten the event's title alone


@dataclass(frozen=True, kw_only=True)
class RosterEntry:
    """One seat; an undecided one has the name あとで or whatever the caller writes there."""

    number: int
    agency: str
    job: str
    name: str
    kana: str
    way: str
    note: str = ""
    # What the group was asked besides, with its answers; they stand below its first person.
    asked: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, kw_only=True)
class Roster:
    """The list for the day, by number or by agency. Entries come in the order of their numbers."""

    event: EventFacts
    entries: tuple[RosterEntry, ...]
    centre: Centre
    printed_on: str
    grouped_by: Literal["number", "agency"] = "number"
    # What participants get has no notes and no boxes, and says how many do not stand on it.
    for_staff: bool = True
    left_out: str = ""
    sample_world: bool = False

    @property
    def by_agency(self) -> bool:
        return self.grouped_by == "agency"

    @property
    def totals(self) -> list[tuple[str, int]]:
        """Return how many come by each way, in the event's order; a way that nobody takes counts 0."""
        counts = Counter(entry.way for entry in self.entries)
        return [(way, counts[way]) for way in dict.fromkeys((*self.event.ways, *counts))]

    @property
    def groups(self) -> list[tuple[str, list[RosterEntry]]]:
        """Return the entries in one nameless group, or by agency in the order of the first numbers."""
        if not self.by_agency:
            return [("", list(self.entries))]
        first = {entry.agency: index for index, entry in reversed(list(enumerate(self.entries)))}
        ordered = sorted(self.entries, key=lambda entry: first[entry.agency])
        return [(agency, list(group)) for agency, group in groupby(ordered, key=lambda entry: entry.agency)]


@dataclass(frozen=True, kw_only=True)
class ReceiptPerson:
    name: str
    kana: str
    way: str
    state: str


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What every answer to an application says: to whom, about what, for which people."""

    reception_number: str
    event: EventFacts
    agency: str
    contact_person: str
    fax: str
    people: tuple[ReceiptPerson, ...]
    centre: Centre
    printed_on: str
    desk: str = "研修担当"
    sample_world: bool = False

    @property
    def two_abreast(self) -> bool:
        return len(self.people) > UNDER_ONE_ANOTHER

    @property
    def rows(self) -> list[tuple[tuple[int, ReceiptPerson], ...]]:
        """Return the numbered people, one in a row or, when they are many, two."""
        return list(batched(enumerate(self.people, 1), 2 if self.two_abreast else 1, strict=False))


@dataclass(frozen=True, kw_only=True)
class Receipt(Answer):
    """The answer to an application, faxed to the agency; its lower part can be faxed back with a change."""

    received: str
    outcome: str
    change_until: str
    notes: tuple[str, ...] = ()
    code: str = ""
    code_words: str = ""

    cancel_boxes = (Box("全員"), Box("一部の方", "番号"))


def flyer_pdf(flyer: Flyer) -> bytes:
    """Return the flyer: one leaf of two pages, fit for FAX, and a third where questions stand apart."""
    sheet = flyer.sheet
    context = {"flyer": flyer, "sheet": sheet, **_imprint(sheet)}
    return render_pdf(
        "events/paper/flyer.html",
        context,
        title=f"{sheet.event.title}　ご案内",
        fits=3 if sheet.asks_apart else 2,
    )


def application_sheet_pdf(sheet: ApplicationSheet) -> bytes:
    """Return the FAX用申込書: one page, and a second where the event's own questions do not fit on it."""
    title = f"FAX用申込書　{sheet.event.title}"
    context = {"sheet": sheet, **_imprint(sheet)}
    try:
        fits = 2 if sheet.asks_apart else 1
        return render_pdf("events/paper/application_sheet.html", context, title=title, fits=fits)
    except PaperDoesNotFit:
        if sheet.asks_apart or not sheet.more_questions:
            raise
    return application_sheet_pdf(replace(sheet, asks_apart=True))


def roster_pdf(roster: Roster) -> bytes:
    """Return the 参加者名簿, marked 取扱注意 on each of its pages."""
    context = {"roster": roster, "confidential": True, **_imprint(roster)}
    return render_pdf("events/paper/roster.html", context, title=f"参加者名簿　{roster.event.title}")


def receipt_pdf(receipt: Receipt) -> bytes:
    """Return the 受付票 to be faxed to the agency: one page for 20 people with usual names."""
    return answer_pdf(receipt, "events/paper/receipt.html", "receipt", "受付票")


def answer_pdf(answer: Answer, template: str, name: str, title: str) -> bytes:
    """Return an answer on one page where its people are few enough; in the template it bears this name."""
    context = {name: answer, **_imprint(answer)}
    title = f"{title}　{answer.reception_number}"
    if len(answer.people) <= ON_ONE_PAGE:
        with suppress(PaperDoesNotFit):
            return render_pdf(template, context, title=title, fits=1)
    return render_pdf(template, context, title=title)


def _imprint(paper: ApplicationSheet | Roster | Answer) -> dict[str, Any]:
    return {"centre": paper.centre, "printed_on": paper.printed_on, "sample_world": paper.sample_world}
