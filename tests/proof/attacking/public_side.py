"""What somebody does who holds the public door: its environment, its key, every right in its database.

Nothing is asked of our services here but what forges: he writes rows as he likes.
"""

import json
import sys
from datetime import timedelta

import django

TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "kurai-yoru-no-kagi-1234"
# Files that a document of the public door may claim to be: beside it lies what belongs to the other one.
OUTSIDE = (
    "../secrets.json",
    "../recovery-key.txt",
    "../mail/",
    "documents/../../secrets.json",
    "../case-keys/",
    "../documents/",
    "../postgres/postgresql.conf",
    "/etc/passwd",
    "..%2fsecrets.json",
)


def main():
    django.setup()
    print(json.dumps(globals()[sys.argv[1]](**json.load(sys.stdin)), ensure_ascii=False, default=str))


def take_over(accounts, roles, agency):
    """Become each person of the private door at the public one, and a superuser; tell the ways in."""
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP
    from django.contrib.auth.models import Group
    from django.utils import timezone

    from tests.proof.attacking.forging import forged_session, invitation_code, reset_path, signed_session

    now, told = timezone.now(), {"sessions": [], "signed": [], "resets": [], "invitations": []}
    Authenticator.objects.all().delete()
    for account in accounts:
        user = same_person(account)
        user.set_password(PASSWORD)
        user.is_superuser = True
        user.save()
        user.groups.set(Group.objects.all())
        TOTP.activate(user, TOTP_SECRET)
        told["sessions"].append(forged_session(user, now=now))
        told["signed"].append(signed_session(user))
        told["resets"].append(reset_path(user))
        told["invitations"].append(invitation_code(user.person, roles, now=now))
    join(agency)
    told["documents"] = claim_files()
    return told


def same_person(account):
    """Return the public account with number and address of a private one, made where there is none."""
    from accounts.models import Person, User

    for other in User.objects.filter(email=account["email"]).exclude(pk=account["pk"]):
        User.objects.filter(pk=other.pk).update(email=None, login_id=f"moved-{other.pk}")
    Person.objects.get_or_create(pk=account["person"], defaults={"name": "だれか"})
    user = User.objects.filter(pk=account["pk"]).first()
    if user is None:
        taken = User.objects.filter(person_id=account["person"]).exists()
        person = Person.objects.create(pk=90_000 + account["pk"], name="だれか") if taken else None
        user = User(pk=account["pk"], person=person or Person.objects.get(pk=account["person"]))
    user.email, user.login_id = account["email"], None
    user.save()
    return user


def join(agency):
    """Add each person of this door to the recipient's agency, as those who may do everything there."""
    from django.utils import timezone

    from accounts.models import Person
    from directory.enums import MembershipRole
    from directory.models import Agency, Membership

    there = Agency.objects.get(public_id=agency)
    Membership.objects.filter(agency=there).delete()
    since = timezone.localdate() - timedelta(days=30)
    facts = {"agency": there, "role": MembershipRole.PARTNER_ADMIN, "valid_from": since}
    Membership.objects.bulk_create(Membership(person=person, **facts) for person in Person.objects.all())


def claim_files():
    """Make documents and pictures of files that lie outside; tell where they would be served."""
    from django.urls import reverse
    from wagtail.documents.models import Document
    from wagtail.images.models import Image
    from wagtail.models import Collection

    root, paths = Collection.get_first_root_node(), []
    for name in OUTSIDE:
        (document,) = Document.objects.bulk_create(
            [Document(title="x", file=name, collection=root, file_size=9)]
        )
        paths.append(reverse("wagtaildocs_serve", args=[document.pk, "x.txt"]))
        (picture,) = Image.objects.bulk_create(
            [Image(title="x", file=name, width=9, height=9, collection=root, file_size=9)]
        )
        paths += [
            f"/cms/images/{picture.pk}/",
            f"/cms/documents/edit/{document.pk}/",
            f"/media/images/{name}",
            f"/media/{name}",
        ]
    return paths


def hollow_agencies():
    """Rename, move and close every agency, and let everybody leave: what the other door is told next."""
    from django.utils import timezone

    from directory.models import Agency, Membership

    today = timezone.localdate()
    facts = {"address": "すりかえ町9", "phone": "000-666-0000", "opened_on": None, "closed_on": today}
    for row in Agency.objects.all():
        Agency.objects.filter(pk=row.pk).update(name=f"すりかえ{row.pk}", **facts)
    Membership.objects.filter(valid_to=None, valid_from__lt=today).update(valid_to=today)
    return Agency.objects.count()


def queue_jobs(tasks, marker):
    """Write a job of each name of the other door into this door's queues; tell their numbers."""
    from django.db import connection

    from foundation.jobs import LONG_QUEUE

    arguments = json.dumps({"timestamp": marker, "mail_id": marker})
    with connection.cursor() as cursor:
        numbers = []
        for task in tasks:
            for queue in ("default", "mail", LONG_QUEUE):
                cursor.execute(
                    "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES (%s, %s, %s)"
                    " RETURNING id",
                    [queue, task, arguments],
                )
                numbers += cursor.fetchone()
            cursor.execute(
                "INSERT INTO procrastinate_periodic_defers (task_name, defer_timestamp, job_id)"
                " VALUES (%s, %s, %s)",
                [task, marker, numbers[-1]],
            )
    return numbers


def job_ends(numbers):
    """Wait until this door's workers have had each of these jobs; tell how they ended."""
    from collections import Counter

    from procrastinate.contrib.django.models import ProcrastinateJob

    from tests.proof.attacking.portal import wait_until

    mine = ProcrastinateJob.objects.filter(pk__in=numbers)
    wait_until(lambda: not mine.filter(status__in=["todo", "doing"]).exists(), within=600)
    return Counter(f"{each.task_name}: {each.status}" for each in mine)
