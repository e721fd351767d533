"""Name, phone and hours in a small file: what the error page says while the database is gone."""

import json
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from foundation.centre.queries import Centre


@dataclass(frozen=True)
class ContactCard:
    """What an error page needs of the centre; empty on a machine that never wrote the file."""

    name: str = ""
    phone: str = ""
    hours_text: str = ""


def write_contact_card(centre: Centre) -> None:
    """Write the card of this centre, so that no reader ever sees half of it."""
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    card = {"name": centre.name, "phone": centre.phone, "hours_text": centre.hours_text}
    draft.write_text(json.dumps(card, ensure_ascii=False), encoding="utf-8")
    draft.replace(path)


def read_contact_card() -> ContactCard:
    """Return the card, or an empty one when none can be read: an error page must never fail."""
    try:
        return ContactCard(**json.loads(_path().read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return ContactCard()


def _path() -> Path:
    return Path(settings.VAR) / "contact-card.json"
