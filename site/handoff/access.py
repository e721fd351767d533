"""The doors of the private area: everything is closed unless an enrolment of today opens it."""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.db import connection, models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from accounts.access import Visitor
from accounts.enums import PrivateRole
from accounts.factors import showed_lately
from accounts.models import User
from foundation.audit import chain

from .actors import CLOCK, Actor, actor_from
from .enums import ENROLLING_ROLES
from .models import Enrolment, EnrolmentQuerySet
from .vault.opened import opened_keys

type View = Callable[..., HttpResponse]

# Views that are not ours, or that people need before they are in. Whoever is signed in without an
# enrolment is signed out before any of them (`middleware.EnrolmentMiddleware`).
OPEN_VIEWS = frozenset(
    {
        "healthz",
        "readyz",
        "home",
        "accounts:account",
        "accounts:enter_code",
        "accounts:accept_invitation",
        "accounts:open_invitation",
        "account_login",
        "account_logout",
        "account_inactive",
        "account_reauthenticate",
        "account_change_password",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "mfa_index",
        "mfa_authenticate",
        "mfa_reauthenticate",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "mfa_login_webauthn",
        "mfa_reauthenticate_webauthn",
        "mfa_edit_webauthn",
        "mfa_remove_webauthn",
        "usersessions_list",
    }
)


# What weighs much asks for the password again unless it was shown within these seconds.
FRESH_SECONDS = 5 * 60


class ThresholdRequest(HttpRequest):
    """A request after `EnrolmentMiddleware`: with the enrolments of today, none for strangers."""

    enrolments: tuple[Enrolment, ...]


class EnrolledRequest(ThresholdRequest):
    """A request that a policy let in: somebody is signed in and enrolled."""

    user: User


def current_enrolments(user: Visitor, *, now: datetime) -> EnrolmentQuerySet:
    """Return the enrolments that open this door to an account at this moment, the newest first."""
    if not user.is_authenticated:
        return Enrolment.objects.none()
    standing = Enrolment.objects.filter(person__user=user).valid(today=timezone.localdate(now))
    return standing.select_related("agency", "person").order_by("-id")


def enrolments_for(request: ThresholdRequest) -> EnrolmentQuerySet:
    """Return the enrolments that this request may see: all for those who enrol others, else none."""
    everything = Enrolment.objects.select_related("person", "agency", "invited_by", "approved_by")
    return everything if ENROLLING_ROLES & roles_of(request) else everything.none()


def roles_of(request: ThresholdRequest) -> frozenset[str]:
    """Return the roles that this request's enrolments give; groups alone give nothing at this door."""
    return frozenset(enrolment.role for enrolment in request.enrolments)


def actor_of(request: ThresholdRequest) -> Actor:
    """Return who acts in this request, with the roles of today."""
    assert isinstance(request.user, User)
    is_fresh = showed_lately(request, seconds=FRESH_SECONDS)
    return actor_from(request.user, request.enrolments, is_fresh=is_fresh)


def policy(*, open_to: Collection[PrivateRole]) -> Callable[[View], View]:
    """Declare to whom a view is open: strangers are asked to sign in, everybody else finds nothing there.

    A view of this door that declares nothing answers 404 and fails `manage.py check`.
    """
    roles = frozenset(open_to)

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: ThresholdRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not roles & roles_of(request):
                raise Http404
            return view(request, *args, **kwargs)

        guarded.open_to = roles  # type: ignore[attr-defined]  # -- read by `is_declared` and by the policy table
        return guarded

    return decorate


def is_declared(name: str, view: View) -> bool:
    """Return whether this view says who may enter, or is listed as open."""
    return name in OPEN_VIEWS or hasattr(view, "open_to")


@dataclass
class Opening:
    """What one transaction of this door reads and does: each event is written as its last step."""

    actor: Actor
    now: datetime
    _events: list[tuple[str, models.Model, tuple[str, ...]]] = field(default_factory=list)

    def note(self, verb: str, subject: models.Model, fields: Iterable[str] = ()) -> None:
        """Let an event of reading or doing be written before the transaction ends: no event, no page."""
        self._events.append((verb, subject, tuple(fields)))

    def write(self) -> None:
        for verb, subject, fields in self._events:
            chain.record(verb, actor=self.actor.user, subject=subject, now=self.now, fields=fields)


@contextmanager
def opened(actor: Actor, *, now: datetime) -> Iterator[Opening]:
    """Open the one transaction in which rows of this door are seen, as this actor may see them.

    Row-level security asks who it is and which day it is; without this nobody sees a row. What was noted
    is written last, while the chain is locked: should that fail, nothing was read and nothing done. Keys are
    held in memory no longer than this.
    """
    with opened_keys(), transaction.atomic(durable=True):
        _say_who_asks(actor, today=timezone.localdate(now).isoformat())
        opening = Opening(actor, now)
        yield opening
        opening.write()
        # Within a test the transaction goes on: whoever comes next is not this actor.
        _say_who_asks(None, today="")


@contextmanager
def asked_by_clock(opening: Opening) -> Iterator[None]:
    """Let a rule ask, within somebody's transaction, for facts that they may not read; then it is they again.

    For what is decided, never for what is shown.
    """
    today = timezone.localdate(opening.now).isoformat()
    _say_who_asks(CLOCK, today=today)
    yield
    _say_who_asks(opening.actor, today=today)


def _say_who_asks(actor: Actor | None, *, today: str) -> None:
    person = str(actor.person_id or "") if actor else ""
    clock = "yes" if actor and actor.is_clock else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('tsunagu.person', %s, true), set_config('tsunagu.clock', %s, true), "
            "set_config('tsunagu.today', %s, true)",
            [person, clock, today],
        )
