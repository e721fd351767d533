"""Who asks, and as whom; the desk's door and its records. Absent and forbidden are the same 404."""

from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from content.desk import Door
from directory.access import SPEAKS_FOR, acting_membership, speaking_membership
from directory.models import Agency, Membership
from training_media.models import Course
from training_media.watching.access import Watching, watching
from training_media.watching.enums import Way
from training_media.watching.passes import counted_by

from . import queries
from .enums import LEAD_DESK_ROLES
from .models import Lead

SALT = "leads.done"
NUMBER_SHOWN_FOR = 24 * 60 * 60

lead_desk = Door(LEAD_DESK_ROLES)


@dataclass(frozen=True)
class Asker:
    """Who looks at the form: of which agency, as far as a card or an account says so.

    `key` is by what such a one is counted; a stranger, by the address of the network, has none.
    """

    way: Way
    agency: Agency | None = None
    name: str = ""
    email: str = ""
    key: str | None = None


def course_to_ask_about(slug: str) -> Course:
    """Return a course that is open or was. Raises Http404."""
    return get_object_or_404(Course.objects.readable(), slug=slug)


def asker(request: HttpRequest, course: Course, *, now: datetime) -> Asker:
    """Return who asks: whoever watches by a card, else whoever acts for an agency, else a stranger."""
    found = watching(request, course, now=now)
    if found is not None and found.held is not None:
        return _by_pass(found)
    today = timezone.localdate(now)
    is_posted = request.method == "POST"
    membership = None
    if request.user.is_authenticated:
        find = speaking_membership if is_posted else acting_membership
        membership = find(request, today=today)
    return _by_account(request, membership) if membership else Asker(Way.NOBODY)


def _by_pass(found: Watching) -> Asker:
    held = found.held
    assert held is not None
    agency = found.card.agency if found.card else found.viewers[0].agency
    name = found.viewers[0].name if len(found.viewers) == 1 else ""
    return Asker(found.way, agency, name, key=counted_by(held, account=found.account))


def _by_account(request: HttpRequest, membership: Membership) -> Asker:
    person = membership.person
    key = counted_by(None, account=request.user.pk)
    return Asker(Way.ACCOUNT, membership.agency, person.name, person.contact_email, key=key)


def speaks_for_another(request: HttpRequest, who: Asker) -> bool:
    """Return whether a form was opened for an agency for which nobody speaks any more here."""
    number = request.POST.get(SPEAKS_FOR, "")
    return bool(number) and (who.agency is None or who.agency.public_id != number)


def watcher(request: HttpRequest, slug: str, *, now: datetime) -> Watching:
    """Return whoever watches this course and is recorded as a viewer. Raises Http404 for everybody else."""
    found = watching(request, course_to_ask_about(slug), now=now)
    if found is None or not found.is_recorded:
        raise Http404
    return found


def watcher_key(request: HttpRequest, found: Watching) -> str:
    """Return by what whoever watches is counted."""
    return counted_by(found.held, account=request.user.pk)


def lead_at_the_desk(pk: int) -> Lead:
    """Return a lead with all that was written down of it. Raises Http404."""
    return get_object_or_404(queries.lead_with_notes(), pk=pk)


def done_token(lead: Lead) -> str:
    """Return the word by which the sender sees the number once more; it says nothing of the lead."""
    return signing.dumps(lead.form_key.hex, salt=SALT)


def lead_of_token(token: str, course: Course) -> Lead:
    """Return the lead of a token for a day. Raises Http404 for one that is forged, or older."""
    try:
        key = signing.loads(token, salt=SALT, max_age=NUMBER_SHOWN_FOR)
    except signing.BadSignature as error:
        raise Http404 from error
    return get_object_or_404(Lead.objects.select_related("course"), form_key=key, course=course)
