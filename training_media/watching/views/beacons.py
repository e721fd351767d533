"""The door for what players report: no session, no cookie, the sitting's own key alone."""

import uuid

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from foundation.rates.services import may_go
from training_media.viewing.exceptions import SittingIsOver, TooMuchForADay
from training_media.viewing.models import Sitting
from training_media.viewing.services.ledger import Piece, take_pieces
from training_media.viewing.spans import length
from training_media.watching import queries
from training_media.watching.rules import MOST_BYTES, NotABeacon, Report, bar, coverage_words, read_report

BAD_REQUEST, NOT_FOUND, GONE, TOO_LARGE, TOO_MANY = 400, 404, 410, 413, 429


@csrf_exempt
@never_cache
@require_POST
def beacons(request: HttpRequest) -> HttpResponse:
    """Write down what a player reports, and say what it comes to. It is kept once this answers 200."""
    said = request.META.get("CONTENT_LENGTH") or "0"
    if not said.isdecimal() or int(said) > MOST_BYTES:
        return _refused(TOO_LARGE)
    try:
        report = read_report(request.body)
    except NotABeacon:
        return _refused(BAD_REQUEST)
    status = _taken(request, report)
    return _refused(status) if status else JsonResponse(_credited(report.sitting))


def _taken(request: HttpRequest, report: Report) -> int | None:
    """Write down what was played; returns why it was not.

    How much one card may report, the ledger measures; for keys that anybody can make up, only how often one
    address of the network tries is written down.
    """
    pieces = [Piece(each.seq, each.media, each.clock, each.rate) for each in report.pieces]
    try:
        take_pieces(key=report.sitting, pieces=pieces, now=timezone.now())
    except Sitting.DoesNotExist:
        return NOT_FOUND if _may_guess(request) else TOO_MANY
    except SittingIsOver:
        return GONE
    except TooMuchForADay:
        return TOO_MANY
    return None


def _credited(key: uuid.UUID) -> dict[str, object]:
    found = queries.credited(key)
    words = coverage_words(found.spans, found.duration)
    return {
        "bars": bar(found.spans, found.duration),
        "total": length(found.spans),
        "waits": found.waits,
        "counted": found.is_counted,
        "words": words,
    }


def _may_guess(request: HttpRequest) -> bool:
    return may_go(request, app="watching", action="unknown", rates=settings.BEACON_RATES, now=timezone.now())


def _refused(status: int) -> HttpResponse:
    return HttpResponse(status=status)
