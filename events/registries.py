"""How the core of events reaches its rooms, and rooms each other: named lists that rooms fill in.

A source returns rows. The reader pulls; nobody is called back inside a transaction, but for letters that
cannot go by mail: they are written down where a mail would be queued, and taken off where it would be
dropped.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from accounts.access import Visitor
from accounts.models import User
from directory.models import Agency
from foundation.calendar.entries import CalendarEntry
from foundation.japanese.text import fold
from foundation.registry import Registry

from .enums import ReplyWay
from .models import Application, Event, Participant, Session

type Link = tuple[str, str]


@dataclass(frozen=True)
class Section:
    """What a room has for one participant, as a section of the participant's own page.

    `code` is an address that the page shows as a QR code, to be held up.
    """

    title: str
    text: str
    links: tuple[Link, ...] = ()
    is_their_turn: bool = False
    code: str = ""


@dataclass(frozen=True)
class HostLine:
    """Who holds an event in one role, as pages and papers say it."""

    role: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class ReceiptPart:
    """What a room adds to the receipt of an application: lines, and an address as a QR code."""

    notes: tuple[str, ...] = ()
    code: str = ""
    code_words: str = ""


@dataclass(frozen=True)
class CertificateCondition:
    """Something that a certificate may ask for besides attendance, known by another room.

    `met_by` returns the participants of an event, by id, who have met it; `missing` is what the others read.
    """

    label: str
    missing: str
    met_by: Callable[[Event], Collection[int]]


@dataclass(frozen=True)
class Learner:
    """Whose history is asked for: a known person, or somebody who is known by name at an agency alone."""

    person_id: int | None
    folded_agency: str = ""
    folded_name: str = ""

    @property
    def is_somebody(self) -> bool:
        """Whether it says who: an empty name is that of all whose names are not known."""
        return self.person_id is not None or self.folded_name != ""

    def bears(self, name: str) -> bool:
        """Return whether this learner, who is known by name alone, is called so, however it is written."""
        return self.folded_name != "" and fold(name) == self.folded_name


@dataclass(frozen=True)
class KnownLearner:
    """Somebody as they stand beside one thing that they learned, on its day.

    `key` is by which the source finds them again, without a name; `subject` is whom the audit names.
    """

    key: int
    learner: Learner
    name: str
    name_kana: str
    agency_name: str
    agency_public_id: str
    on: date
    subject: Model


# Whether somebody is looked for who bears these texts: name, reading, agency.
type IsWanted = Callable[[str, str, str], bool]


@dataclass(frozen=True)
class LearnerSource:
    """How learners are found: all who are wanted, once for each thing they learned; and one by a key."""

    wanted: Callable[[IsWanted], Iterable[KnownLearner]]
    by_key: Callable[[int], KnownLearner | None]


@dataclass(frozen=True)
class HistoryRow:
    """One thing that somebody learned, as it was on its day; `minutes` is None where nobody measured it."""

    on: date
    title: str
    number: str
    kind: str
    name: str
    name_kana: str
    agency_name: str
    minutes: int | None
    result: str
    certificate: str = ""
    certificate_path: str = ""


@dataclass(frozen=True)
class HistoryWish:
    """Which part of the history is read: of one learner, or of one agency's people.

    With `reader`, of events for invited people only those that they read today or took part in themselves.
    """

    learner: Learner | None = None
    agency: Agency | None = None
    reader: User | None = None


@dataclass(frozen=True)
class PaperLetter:
    """A letter to somebody who is answered by FAX, phone or post; `cause` is unique as that of a mail.

    `source` is a name in `addressees`, `text` what a mail would have said.
    """

    source: str
    source_id: int
    number: str
    cause: str
    subject: str
    text: str


@dataclass(frozen=True)
class WaitingLetters:
    """Letters on paper that have not left yet: of one source, to these of its ids.

    `about` is a pattern that is found in their causes.
    """

    source: str
    source_ids: Collection[int]
    about: str = ""


@dataclass(frozen=True)
class Addressee:
    """Whom a letter on paper goes to, as it stands now; `known_fax` is what the directory says of them.

    `contact` is empty where no person is known; `matter` is what opens at `address`, and bears the number.
    """

    name: str
    contact: str
    phone: str
    fax: str
    reply_way: str
    address: str
    known_fax: str = ""
    matter: str = "申し込み"
    number_name: str = "受付番号"

    @classmethod
    def by_fax(cls, agency: Agency, *, address: str, matter: str, number_name: str) -> "Addressee":
        """Return an agency itself, as the directory knows it now."""
        return cls(
            name=agency.name,
            contact="",
            phone=agency.phone,
            fax=agency.fax,
            reply_way=ReplyWay.FAX,
            address=address,
            known_fax=agency.fax,
            matter=matter,
            number_name=number_name,
        )


@dataclass(frozen=True)
class ScanTarget:
    """What may be typed in from a paper that came in: found by its number, read and entered at addresses."""

    label: str
    find: Callable[[str], tuple[int, str] | None]
    address: Callable[[int], str]
    entry_address: Callable[[], str] | None = None


@dataclass(frozen=True)
class EntryCompanion:
    """The paper that is being typed in, shown beside the form; `done` is called after the form is saved.

    `key` stands in the form as the hidden field `scan`.
    """

    key: str
    title: str
    received_at: datetime
    pictures: tuple[str, ...]
    done: Callable[[str, str, User, datetime], None]


# (participant, token of the page, now) -> a Section, or None where this room has nothing for them
participant_offers: Registry[Callable[[Participant, str, datetime], Section | None]] = Registry()
# (participant ids) -> minutes of each of them whose time somebody has measured
minute_sources: Registry[Callable[[Collection[int]], Mapping[int, int]]] = Registry()
# (session) -> address where it is written who came to which part of a series
part_markings: Registry[Callable[[Session], str]] = Registry()
# (event) -> what the event's page says in advance of the day
day_words: Registry[Callable[[Event], Iterable[str]]] = Registry()
# (agencies, now=) -> what stands in the calendars of these agencies besides dates and deadlines of events
agency_entries: Registry[Callable[..., Iterable[CalendarEntry]]] = Registry()
# (user, now=) -> what stands in somebody's own calendar besides what they have a seat in
own_entries: Registry[Callable[..., Iterable[CalendarEntry]]] = Registry()
# () -> the events that stand in no calendar whose address asks for no second factor, whoever applied
events_kept_from_feeds: Registry[Callable[[], QuerySet[Event]]] = Registry()
# (visitor, event) -> (words, address) of what this reader finds elsewhere about an event for invited people
reader_links: Registry[Callable[[Visitor, Event], Iterable[Link]]] = Registry()
# () -> (words, address) of what the public list leads to besides
list_links: Registry[Callable[[], Link]] = Registry()
# (event) -> who holds it, by role; nothing where the centre does alone
event_hosts: Registry[Callable[[Event], Iterable[HostLine]]] = Registry()
# (event, now) -> what an applicant has to know before sending, in sentences
event_notes: Registry[Callable[[Event, datetime], Iterable[str]]] = Registry()
# (event) -> the same as it stands on the sheet
sheet_notes: Registry[Callable[[Event], Iterable[str]]] = Registry()
# (session, now) -> the moments, still to come, at which whoever has a seat is reminded
reminder_moments: Registry[Callable[[Session, datetime], Iterable[datetime]]] = Registry()
# (event ids) -> those that another host counts in its own statistics
events_counted_elsewhere: Registry[Callable[[Collection[int]], Collection[int]]] = Registry()
# (event ids) -> those whose people somebody else gathers: nobody applies for them, nobody is invited
events_gathered_elsewhere: Registry[Callable[[Collection[int]], Collection[int]]] = Registry()
# (application) -> a part of its receipt, or None
receipt_parts: Registry[Callable[[Application], ReceiptPart | None]] = Registry()
# (event) -> (words, address) of a screen of the desk that belongs to an event
event_rooms: Registry[Callable[[Event], Link]] = Registry()
# key -> what a certificate may ask for besides attendance; the key is stored with the rule
certificate_conditions: Registry[CertificateCondition] = Registry()
# (wish) -> rows of the training history
history_sources: Registry[Callable[[HistoryWish], Iterable[HistoryRow]]] = Registry()
# name, which stands in addresses -> how those are found who learned something
learner_sources: Registry[LearnerSource] = Registry()
# origin of a certificate -> (its key) -> the way down at the desk to the screen that it belongs to
certificate_origins: Registry[Callable[[str], Iterable[Link]]] = Registry()
# (participant ids) -> number and path of the certificate of each who has one
certificate_sources: Registry[Callable[[Collection[int]], Mapping[int, tuple[str, str]]]] = Registry()
# (letter, now), in the transaction of its cause, when somebody is not answered by mail
letters_on_paper: Registry[Callable[[PaperLetter, datetime], None]] = Registry()
# (letters, now), in the transaction of its cause, when letters need not leave any more -> ids of those that
# had not left
letters_taken_off: Registry[Callable[[WaitingLetters, datetime], Collection[int]]] = Registry()
# (source, id -> what a mail would say now), when letters that have not left yet say what is no longer so
letters_reworded: Registry[Callable[[str, Mapping[int, str]], None]] = Registry()
# source of a letter -> (ids) -> whom each goes to
addressees: Registry[Callable[[Collection[int]], Mapping[int, Addressee]]] = Registry()
# name -> what may be typed in from a scan
scan_targets: Registry[ScanTarget] = Registry()
# (source of a letter, id) -> (words, address) of the papers from which it was typed in
papers_of: Registry[Callable[[str, int], Iterable[Link]]] = Registry()
# (request) -> the paper that is being typed in, or None
entry_companions: Registry[Callable[[HttpRequest], EntryCompanion | None]] = Registry()


def companion_of(request: HttpRequest) -> EntryCompanion | None:
    """Return the paper that this entry is typed from, if there is one."""
    return next(filter(None, (find(request) for find in entry_companions)), None)
