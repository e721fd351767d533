"""Short ways to ask the contact desk."""

from django.urls import reverse

from foundation.audit.models import Entry
from portal.contact_desk.services.handling import assign_message
from tests.factories.events import NOW

QUEUE = "/cms/contact/"


def at(name, *args):
    return reverse(f"contact_desk_admin:{name}", args=args)


def verbs(subject_type="contact_desk.contactmessage"):
    entries = Entry.objects.filter(subject_type=subject_type).order_by("id")
    return [entry.verb.removeprefix("contact_desk.") for entry in entries]


def numbers(answer):
    return [row.message.number for row in answer.context["rows"]]


def assign(message, to, *, by):
    return assign_message(message_id=message.pk, to=to, actor=by, now=NOW)
