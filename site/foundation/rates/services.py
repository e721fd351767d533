"""How often strangers may do something: "30/h/ip" is thirty times an hour from one address of the network."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from allauth.core.internal import ratelimit
from django.db import connection
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from .models import Tally

KEY_BYTES = 16
# One statement, so that two at once never both get the last turn, and nobody waits for a lock in a cache.
_COUNT = """
INSERT INTO rates_tally AS tally (key, hits, until)
VALUES (%(key)s, ARRAY[%(now)s::timestamptz], %(until)s)
ON CONFLICT (key) DO UPDATE
SET hits = array(SELECT hit FROM unnest(tally.hits) AS hit WHERE hit > %(since)s) || excluded.hits,
    until = excluded.until
WHERE (SELECT count(*) FROM unnest(tally.hits) AS hit WHERE hit > %(since)s) < %(most)s
RETURNING key
"""


def may_go(
    request: HttpRequest,
    *,
    app: str,
    action: str,
    rates: Mapping[str, str],
    now: datetime,
    key: str | None = None,
) -> bool:
    """Return whether this was not done too often of late, and count it if so.

    `rates` are the measures of an app, by action, as allauth writes them: number, time, and whether it counts
    by address of the network (`ip`), by signed-in user (`user`), or by `key`.
    """
    return all(
        _counts(request, app, action, rate, key=key, now=now)
        for rate in ratelimit.parse_rates(rates.get(action))
    )


def still_may(
    request: HttpRequest,
    *,
    app: str,
    action: str,
    rates: Mapping[str, str],
    now: datetime,
    key: str | None = None,
) -> bool:
    """Return whether `may_go` would say yes; counts nothing."""
    for rate in ratelimit.parse_rates(rates.get(action)):
        tally = Tally.objects.filter(pk=_key(request, app, action, rate, key)).first()
        since = now - timedelta(seconds=rate.duration)
        if tally is not None and sum(hit > since for hit in tally.hits) >= rate.amount:
            return False
    return True


def _key(request: HttpRequest, app: str, action: str, rate: ratelimit.Rate, key: str | None) -> UUID:
    who = ratelimit.get_cache_key(request, app=app, action=action, rate=rate, key=key)
    return UUID(bytes=salted_hmac("rates", who, algorithm="sha256").digest()[:KEY_BYTES])


def _counts(
    request: HttpRequest, app: str, action: str, rate: ratelimit.Rate, *, key: str | None, now: datetime
) -> bool:
    lasts = timedelta(seconds=rate.duration)
    facts = {
        "key": _key(request, app, action, rate, key),
        "now": now,
        "since": now - lasts,
        "until": now + lasts,
        "most": rate.amount,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, facts)
        return cursor.fetchone() is not None


def forget_old_tallies(*, now: datetime) -> int:
    """Delete what says nothing any more; returns how many rows."""
    count, _ = Tally.objects.filter(until__lt=now).delete()
    return count
