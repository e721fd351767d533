"""What the private door itself knows: its secrets, its state, and the same attacks with its own key."""

import json
import os
import sys
import time
from datetime import timedelta

import django


def main():
    """Do one deed with the facts on standard input, and tell what came of it on standard output."""
    django.setup()
    told = globals()[sys.argv[1]](**json.load(sys.stdin))
    print(json.dumps(told, ensure_ascii=False, default=str))


def secrets():
    """Tell what nobody else may ever be told: names, texts, numbers of cases, ways in, keys."""
    from accounts.models import User
    from handoff.cases.models import Case, SupportedPerson
    from handoff.models import Enrolment
    from portal.demo.people import CAST
    from portal.settings.environment import VARIABLES
    from tests.proof.sealed_words import LEAST_LETTERS, sealed_models, sealed_texts

    at_public = {member.name for member in CAST if member.door == "public"}
    keys = [os.environ[each.name] for each in VARIABLES if each.secret and each.doors == ("private",)]
    return {
        "names": sorted(sealed_texts([SupportedPerson], least=3)),
        "texts": sorted(sealed_texts(sealed_models(), least=LEAST_LETTERS)),
        "numbers": [str(row.reference) for row in as_clock(Case.objects.all())] + sorted(numbers()),
        "people": [user.person.name for user in User.objects.all() if user.person.name not in at_public],
        "keys": keys + [user.password for user in User.objects.all()],
        "accounts": [{"pk": each.pk, "email": each.email, "person": each.person_id} for each in users()],
        "enrolments": Enrolment.objects.count(),
        "tasks": sorted(tasks()),
        "roles": sorted(Enrolment.objects.values_list("role", flat=True).distinct()),
    }


def users():
    from accounts.models import User

    return list(User.objects.order_by("pk"))


def tasks():
    from procrastinate.contrib.django import app

    return set(app.tasks)


def the_clock():
    from django.utils import timezone

    from handoff.access import opened
    from handoff.actors import CLOCK

    return opened(CLOCK, now=timezone.now())


def as_clock(queryset):
    with the_clock():
        return list(queryset)


def numbers():
    """Return the number of each row of this door's tables that is not to be guessed."""
    from tests.proof.sealed_words import sealed_models

    found = set()
    for model in sealed_models():
        found |= {str(row.pk) for row in as_clock(model.objects.all())}
    return found


def state():
    """Tell what must not change because of others, and what has run here."""
    from allauth.mfa.models import Authenticator
    from procrastinate.contrib.django.models import ProcrastinateJob

    from foundation.audit import chain
    from foundation.audit.models import Entry
    from foundation.mail.models import OutgoingMail
    from handoff.models import AgencyCopy, Enrolment

    causes = {str(each.pk): each.cause for each in OutgoingMail.objects.all()}
    return {
        "accounts": [[each.pk, each.email, each.password, each.is_active] for each in users()],
        "factors": rows(Authenticator, "pk", "type", "user"),
        "enrolments": rows(Enrolment, "pk", "person", "agency", "role", "ended_at"),
        "agencies": {
            row.public_id: [row.name, row.address, row.phone, row.closed_on, row.category]
            for row in AgencyCopy.objects.all()
        },
        "used": used_agencies(),
        "jobs": [
            [job.pk, job.task_name, job.args, is_periodic(job), causes.get(str(job.args.get("mail_id")))]
            for job in ProcrastinateJob.objects.order_by("pk")
        ],
        "events": Entry.objects.count(),
        "broken": chain.verify().broken_id,
    }


def is_periodic(job):
    """Whether the door's own clock has put this job in line, for a moment that has come."""
    from procrastinate.contrib.django import app

    own = {name for name, _ in app.periodic_registry.periodic_tasks}
    return job.task_name in own and 0 < job.args["timestamp"] <= time.time()


def rows(model, *columns):
    return [list(row) for row in model.objects.order_by("pk").values_list(*columns)]


def used_agencies():
    from handoff.copying.queries import ids_in_use
    from handoff.models import AgencyCopy

    with the_clock():
        return list(AgencyCopy.objects.filter(pk__in=ids_in_use()).values_list("public_id", flat=True))


def pull():
    """Let this door's worker pull from the other one, and wait until it has; tells how that ended."""
    return run_job("handoff.copying.pull_agencies", {"timestamp": 0})


def run_job(task, arguments):
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.models import ProcrastinateJob
    from procrastinate.exceptions import AlreadyEnqueued

    from tests.proof.attacking.portal import wait_until

    def put():
        try:
            return app.configure_task(task, allow_unknown=False).defer(**arguments)
        except AlreadyEnqueued:
            return None

    number = wait_until(put, within=600)
    over = ProcrastinateJob.objects.filter(pk=number).exclude(status__in=["todo", "doing"])
    # Asked anew each time: a list that was read stays as it was.
    return {"job": number, "status": wait_until(lambda: over.all().first(), within=600).status}


def with_our_key(email):
    """Do with this door's own key and database what the attacker does with the other's: it must open."""
    from django.utils import timezone

    from accounts.models import User
    from tests.proof.attacking.forging import forged_session, invitation_code, reset_path, signed_session

    user = User.objects.get(email=email)
    return {
        "session": forged_session(user, now=timezone.now()),
        "signed": signed_session(user),
        "reset": reset_path(user),
        "invitation": invitation_code(user.person, ["lead"], now=timezone.now() - timedelta(minutes=1)),
    }
