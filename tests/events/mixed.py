"""A crowd that does everything at once: applies, cancels, drops out, answers offers, writes other names."""

import random
import threading
from collections import Counter
from datetime import timedelta

from django.db import IntegrityError, connection, connections

from events.exceptions import EventsError
from events.models import Application, Participant
from events.services.applying import apply_for_event
from events.services.changing import Naming, cancel_application, cancel_people, change_application
from events.services.offering import accept_offer, decline_offer, expire_offers
from tests.factories.events import NOW, a_request

LATER = NOW + timedelta(hours=49)
ALONE = {"actor": None, "by_staff": False}


def run_crowd(session, *, seed, before=12, deeds=36):
    """Let `before` groups apply one after the other, then do many things at once; return the errors."""
    dice = random.Random(seed)
    for _ in range(before):
        _apply(session, dice)()
    return at_once([_deed(session, dice) for _ in range(deeds)])


def at_once(acts):
    """Do all of this at the same moment; return the errors that are no refusals in words."""
    barrier = threading.Barrier(len(acts))
    errors = Counter()

    def do(act):
        try:
            connection.ensure_connection()
            barrier.wait(timeout=60)
            act()
        except EventsError:
            pass  # refused in words, as whoever comes second is
        except IntegrityError as error:
            errors[error.__cause__.diag.constraint_name] += 1
        except Exception as error:  # noqa: BLE001 -- every outcome is counted
            errors[type(error).__name__] += 1
        finally:
            connections.close_all()

    threads = [threading.Thread(target=do, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


def _apply(session, dice):
    people = dice.randint(1, 5)
    least = dice.choice([None, None, 1, people])
    # What was wished shrinks with the group; the replay has to know what it was.
    request = a_request(
        people, agency_name=f"事業所 {dice.random()}", least_people=least, note=str(least or "")
    )
    return lambda: apply_for_event(session_id=session.pk, request=request, now=NOW, **ALONE)


def _deed(session, dice):
    kind = dice.choice(["apply", "apply", "cancel", "drop", "accept", "decline", "rename", "expire"])
    application = dice.choice(list(Application.objects.filter(session=session).order_by("id")))
    person = dice.choice(list(application.participants.order_by("id")))
    return {
        "apply": _apply(session, dice),
        "cancel": lambda: cancel_application(application=application, now=NOW, **ALONE),
        "drop": lambda: cancel_people(application=application, people={person.pk}, now=NOW, **ALONE),
        "accept": lambda: accept_offer(application=application, now=NOW, **ALONE),
        "decline": lambda: decline_offer(application=application, now=NOW, **ALONE),
        "rename": lambda: _rename(application, person),
        "expire": lambda: expire_offers(now=LATER),
    }[kind]


def _rename(application, person: Participant):
    names = {person.pk: Naming(f"代理 {person.pk}", "", "")}
    change_application(application=application, contact={}, names=names, now=NOW, **ALONE)
