"""What the private door pulls from the public one: agencies, and who left them. Nothing goes the other way.

Both doors know this form and nothing else of each other. People stand in it by a keyed fingerprint of their
mail address alone, so that only a door that knows the address already learns anything.
"""

import hashlib
import hmac
import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

LONGEST_BYTES = 20_000_000
MOST_ROWS = 50_000
# Field → how many letters of it are taken.
LENGTHS = {"public_id": 20, "name": 200, "kind": 100, "address": 200, "phone": 30}


class FeedRefused(Exception):
    """It is not what was agreed; the message says what is wrong with it."""


@dataclass(frozen=True, kw_only=True)
class FeedAgency:
    """One agency; `closed_on` is the first day on which it is no longer open."""

    public_id: str
    name: str
    kind: str
    address: str
    phone: str
    closed_on: date | None
    name_kana: str = ""


@dataclass(frozen=True, kw_only=True)
class Departure:
    """Somebody left an agency; at the centre itself `agency` is empty."""

    who: str
    agency: str
    left_on: date


@dataclass(frozen=True, kw_only=True)
class Feed:
    """Everything that is pulled at once."""

    agencies: tuple[FeedAgency, ...]
    departures: tuple[Departure, ...]


def fingerprint(address: str, *, key: str) -> str:
    """Return what stands for a mail address: HMAC-SHA256 under the key that both doors hold."""
    return hmac.new(key.encode(), address.strip().lower().encode(), hashlib.sha256).hexdigest()


def written(feed: Feed) -> bytes:
    """Return the feed as bytes to be sent."""
    return json.dumps(asdict(feed), ensure_ascii=False, default=str).encode()


def read_feed(content: bytes) -> Feed:
    """Return the feed that somebody else wrote, looked at as if it were hostile. Raises FeedRefused."""
    if len(content) > LONGEST_BYTES:
        raise FeedRefused("too long")
    try:
        found = json.loads(content)
        rows, left = found["agencies"], found["departures"]
        if len(rows) + len(left) > MOST_ROWS:
            raise FeedRefused("too many rows")
        feed = Feed(
            agencies=tuple(_agency(row) for row in rows), departures=tuple(_departure(row) for row in left)
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise FeedRefused(f"not readable: {type(error).__name__}") from None
    if len({each.public_id for each in feed.agencies}) != len(feed.agencies):
        raise FeedRefused("one agency stands there twice")
    return feed


def _agency(row: dict[str, Any]) -> FeedAgency:
    words = {name: _words(row[name], most) for name, most in LENGTHS.items()}
    if not words["public_id"] or not words["name"]:
        raise ValueError("without a number or a name")
    # A public door of an earlier version does not tell it.
    kana = _words(row.get("name_kana", ""), LENGTHS["name"])
    return FeedAgency(**words, name_kana=kana, closed_on=_day(row["closed_on"]))


def _departure(row: dict[str, Any]) -> Departure:
    left_on = _day(row["left_on"])
    if left_on is None:
        raise ValueError("without a day")
    return Departure(who=_words(row["who"], 64), agency=_words(row["agency"], 20), left_on=left_on)


def _words(value: str, most: int) -> str:
    """Return a text of one line; what cannot be seen is left out, so that no name can look like another."""
    return "".join(each for each in value if each.isprintable())[:most].strip()


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)
