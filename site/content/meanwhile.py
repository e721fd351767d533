"""Two people at one record: what a form showed when it was opened, and what stands there when it comes back.

Each form carries a mark of what it showed. Whoever saves from a page that is no longer true keeps what they
typed, sees what stands there now, and saves again.
"""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from django.db.models import Model
from django.forms import BaseForm, CheckboxInput, MultiWidget
from django.forms.boundfield import BoundField
from django.forms.widgets import ChoiceWidget
from django.utils import timezone

from accounts.models import User
from foundation.audit.models import Entry
from foundation.japanese.dates import clock_time, wareki
from foundation.transactions import one_at_a_time

# The name of the mark among what a form sends.
SEEN = "seen"
SOMEBODY = "ほかの人"
NOT_SAVED = "まだ保存していません"


@dataclass(frozen=True)
class Word:
    """What stands in one field, as people read it."""

    label: str
    text: str


type Words = Mapping[str, Word]


@dataclass(frozen=True)
class Difference:
    """A field that somebody else has changed; `is_mine` says that it was written anew in the form as well."""

    label: str
    now: str
    typed: str
    is_mine: bool


@dataclass(frozen=True)
class Meanwhile:
    """What somebody else has changed since a form was opened; `mark` is that of what stands there now."""

    who: str
    differences: tuple[Difference, ...]
    left: tuple[str, ...]
    mark: str

    @property
    def reason(self) -> str:
        """Why nothing was saved, and what to do."""
        return f"{NOT_SAVED}。{self.what_happened}"

    @property
    def what_happened(self) -> str:
        return (
            f"この画面を開いたあとで、{self.who}が内容を変えました。"
            "いまの内容と見くらべて、直すところがあれば直し、もう一度保存してください。"
        )


def held(record: Model) -> AbstractContextManager[None]:
    """Let one form of a record be saved at a time: the look at what stands there, and the service."""
    return one_at_a_time(f"record:{record._meta.label_lower}:{record.pk}")


def words_of(form: BaseForm) -> dict[str, Word]:
    """Return what stands in a form, whether it was typed or is shown."""
    return {bound.name: Word(str(bound.label), _text(bound)) for bound in form}


def mark_of(words: Words) -> str:
    """Return the mark that a form carries of what it shows."""
    return ",".join(f"{name}:{_digest(word.text)}" for name, word in words.items())


def changed_meanwhile(
    seen: str, *, typed: Words, now: Words, record: Model, reader: User | None
) -> Meanwhile | None:
    """Return what saving would overwrite unseen, None if nothing.

    `seen` is the mark that came with the form; without one nobody can say what was seen. A form that was not
    touched where somebody else wrote the same overwrites nothing.
    """
    marks = dict(pair.split(":", 1) for pair in seen.split(",") if ":" in pair)
    moved = [
        name
        for name, word in now.items()
        if marks.get(name) != _digest(word.text) and typed[name].text != word.text
    ]
    if not moved:
        return None
    left = tuple(name for name in moved if marks.get(name) == _digest(typed[name].text))
    differences = tuple(
        Difference(now[name].label, now[name].text, typed[name].text, is_mine=name not in left)
        for name in moved
    )
    return Meanwhile(_who_changed(record, moved, reader), differences, left, mark_of(now))


def take_over(form: BaseForm, fresh: BaseForm, names: Iterable[str]) -> None:
    """Let a form that was sent show what stands there now in fields that nobody wrote anew in it."""
    sent: Any = form.data
    data = sent.copy()
    for name in names:
        value, widget = fresh[name].value(), fresh.fields[name].widget
        if isinstance(widget, MultiWidget):
            boxes: Any = widget
            for ending, part in zip(boxes.widgets_names, _parts(widget, value), strict=True):
                data[form.add_prefix(name) + ending] = _written(part)
        elif isinstance(widget, CheckboxInput):
            data.pop(form.add_prefix(name), None)
            if widget.check_test(value):
                data[form.add_prefix(name)] = "on"
        elif isinstance(widget, ChoiceWidget):
            data.setlist(form.add_prefix(name), widget.format_value(value))
        else:
            data[form.add_prefix(name)] = _written(widget.format_value(value))
    form.data = data


def _text(bound: BoundField) -> str:
    value, widget = bound.value(), bound.field.widget
    if isinstance(widget, CheckboxInput):
        return "はい" if widget.check_test(value) else "いいえ"
    if isinstance(widget, MultiWidget):
        return " ".join(filter(None, map(_written, _parts(widget, value))))
    if isinstance(widget, ChoiceWidget):
        chosen = set(widget.format_value(value))
        return "、".join(str(word) for key, word in _choices(widget.choices) if str(key) in chosen)
    return _written(widget.format_value(value))


def _parts(widget: MultiWidget, value: Any) -> list[Any]:
    return value if isinstance(value, list) else list(widget.decompress(value) or [])


def _choices(choices: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
    for key, word in choices:
        if isinstance(word, list | tuple):
            yield from _choices(word)
        else:
            yield key, word


def _written(value: Any) -> str:
    """Return a text as it is compared: browsers end lines in their own way."""
    return "" if value is None else "\n".join(str(value).splitlines()).strip()


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=8).hexdigest()


def _who_changed(record: Model, names: list[str], reader: User | None) -> str:
    """Return who changed one of these fields last and when, as the audit chain knows it."""
    if not isinstance(record.pk, int):
        return SOMEBODY
    entries = Entry.objects.filter(
        subject_type=record._meta.label_lower,
        subject_id=record.pk,
        fields__has_any_keys=names,
    )
    entry = entries.order_by("-id").first()
    if entry is None:
        return SOMEBODY
    at = timezone.localtime(entry.at)
    user = User.objects.select_related("person").filter(pk=entry.actor_id or 0).first()
    if user is None:
        return SOMEBODY
    who = "あなた（べつの画面）" if user == reader else f"{user.person.name}さん"
    return f"{who}（{wareki(at.date())} {clock_time(at.time())}）"
