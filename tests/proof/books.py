"""What a door holds, looked at from outside: what was told is there and opens; nothing is half done."""

from collections import Counter, defaultdict

from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from foundation.audit.models import Entry
from handoff.access import opened
from handoff.actors import CLOCK
from handoff.aftercare.models import FollowUpEntry
from handoff.cases.models import Case
from handoff.documents import keeping
from handoff.documents.models import Document
from handoff.machine.models import Handoff, Turn
from handoff.machine.services.moving import TELL as TELL_TURN
from handoff.talk.enums import Audience
from handoff.talk.models import Message
from handoff.talk.services.talking import TELL as TELL_MESSAGE
from handoff.vault.exceptions import VaultError, WrongKind
from handoff.vault.fields import SealedField


def contents(row):
    """Return what lies sealed in a row, by column. Raises what the vault raises."""
    found = {}
    for field in row._meta.get_fields():
        if isinstance(field, SealedField) and getattr(row, field.name) is not None:
            try:
                found[field.name] = row.unseal(field.name)
            except WrongKind:
                found[field.name] = row.unseal_data(field.name)
    return found


class Books:
    """Everything that the door holds at one moment."""

    def __init__(self):
        with opened(CLOCK, now=timezone.now()):
            self.broken = []
            self.cases = self._open(Case.objects.select_related("person").prefetch_related("workers"))
            self.people = {row.pk: self._contents(row.person) for row, _ in self.cases.values()}
            self.handoffs = self._open(Handoff.objects.prefetch_related("parts"))
            self.turns = self._open(Turn.objects.select_related("handoff"))
            self.messages = self._open(Message.objects.select_related("handoff"))
            self.documents = self._open(Document.objects.all())
            self.entries = self._open(FollowUpEntry.objects.all())
            self.events = Counter(Entry.objects.exclude(subject_key=None).values_list("verb", "subject_key"))
            self.jobs = Counter(self._told())
            self.files = {pk: self._file(row) for pk, (row, _) in self.documents.items()}
            self.parts = {
                pk: {each.part: self._contents(each) for each in self._parts(row)}
                for pk, (row, _) in self.handoffs.items()
            }

    def _open(self, rows):
        return {row.pk: (row, self._contents(row)) for row in rows}

    def _contents(self, row):
        try:
            return contents(row)
        except VaultError as error:
            self.broken.append((row._meta.label, row.pk, type(error).__name__))
            return {}

    def _parts(self, handoff):
        for part in handoff.parts.all():
            part.handoff = handoff
            yield part

    def _file(self, row):
        try:
            return keeping.fetch(row.pk, key_id=row.key)
        except (VaultError, OSError) as error:
            self.broken.append(("file", row.pk, type(error).__name__))
            return b""

    def _told(self):
        jobs = ProcrastinateJob.objects.filter(task_name__in=[TELL_TURN, TELL_MESSAGE])
        for arguments in jobs.values_list("args", flat=True):
            yield from arguments.values()

    def lost(self, journal):
        """Return those deeds of a journal that were told and are not there, whole and once."""
        found = self._found()
        return [each for each in journal if each.is_told and found[_name(each)] != 1]

    def twice(self, journal):
        """Return those deeds, told or not, that are there more than once."""
        found = self._found()
        return [each for each in journal if found[_name(each)] > 1]

    def _found(self):
        found = Counter()
        for row, told in self.cases.values():
            found["case", told.get("need")] += bool(self.people[row.pk].get("name")) and 1
        for pk, (_, told) in self.handoffs.items():
            asked = told.get("ask")
            whole = all(asked in str(each) for each in self.parts[pk].values()) if asked else False
            found["draft", asked] += whole
        for row, _ in self.turns.values():
            found[f"turn:{row.deed}", str(row.form_key)] += 1
        for row, told in self.messages.values():
            found["message", str(row.form_key), told.get("words")] += 1
        for pk, (row, told) in self.documents.items():
            found["document", told.get("name")] += len(self.files[pk]) == row.size_bytes
        for _, told in self.entries.values():
            found["entry", told.get("contents", {}).get("contact")] += 1
        return found

    def half_done(self):
        """Return what is there in part only: a row without its event, an event without its row, and so on."""
        return [*self._without_each_other(), *self._cases(), *self._handoffs(), *self._jobs()]

    def _without_each_other(self):
        rows = {
            "cases.opened": self.cases,
            "machine.begun": self.handoffs,
            "talk.said": self.messages,
            "documents.added": self.documents,
            "aftercare.contact_written": self.entries,
        }
        for verb, known in rows.items():
            written = {key: times for (found, key), times in self.events.items() if found == verb}
            yield from ((verb, pk, "row or event") for pk in known.keys() ^ written.keys())
            yield from ((verb, pk, "twice") for pk, times in written.items() if times > 1)

    def _cases(self):
        for pk, (row, _) in self.cases.items():
            if len(row.workers.all()) != 2:
                yield "case", pk, "workers"

    def _handoffs(self):
        turns = defaultdict(list)
        for row, _ in self.turns.values():
            turns[row.handoff_id].append(row)
        for pk, (row, _) in self.handoffs.items():
            done = sorted(turns[pk], key=lambda each: each.version)
            state = done[-1].target if done else "draft"
            if (row.state, row.version) != (state, len(done) + 1):
                yield "handoff", pk, "turns"
            if set(row.packed) != {part for part, held in self.parts[pk].items() if held}:
                yield "handoff", pk, "parts"
            for each in done:
                if self.events[f"machine.{each.deed}", pk] != 1:
                    yield "turn", each.pk, "event"

    def _jobs(self):
        telling = list(self.turns)
        telling += [pk for pk, (row, _) in self.messages.items() if row.audience == Audience.SHARED]
        for pk in telling:
            if self.jobs[str(pk)] != 1:
                yield "job", pk, self.jobs[str(pk)]


def _name(done):
    match done.kind:
        case "message":
            return "message", done.key, done.words
        case "document":
            return "document", done.where
        case kind if kind.startswith("turn:"):
            return kind, done.key
        case kind:
            return kind, done.words
