"""Figures and words for the tests of this folder."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from content.facts.models import DatedFact
from content.terms.enums import Level
from content.terms.models import Term

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
TODAY = date(2026, 11, 25)


def fact(**fields):
    """Return a figure, not stored yet, that nobody has checked."""
    return DatedFact(
        **{
            "key": "units",
            "name": "見本加算",
            "value": "670",
            "unit": "単位/日",
            "valid_from": date(2022, 4, 1),
            "source_title": "見本の資料",
            "source_year": "令和4年度当初",
        }
        | fields
    )


def stored_fact(**fields):
    stored = fact(**fields)
    stored.save()
    return stored


def checked_fact(user, *, on=date(2026, 6, 1), due_on=date(2027, 6, 1), **fields):
    """Store a figure that somebody has checked."""
    return stored_fact(checked_on=on, checked_by=user, due_on=due_on, **fields)


def term(word, *, old_words=(), level=Level.REPLACE, **fields):
    """Return a word, not stored yet."""
    about = {"reading": "みほん", "plain": "見本の説明"} | fields
    return Term(word=word, old_words=list(old_words), level=level if old_words else Level.NONE, **about)


def stored_term(word, **fields):
    stored = term(word, **fields)
    stored.save()
    return stored
