"""The doors: the queue for staff, its contents for named readers, the list of readers for the manager."""

from datetime import datetime

from django.http import Http404

from accounts.access import has_role
from accounts.enums import PublicRole
from accounts.models import User
from content.desk import Door

from . import queries, rules
from .enums import DESK_ROLES, NAMING_ROLES
from .models import ContactMessage, ContactMessageQuerySet

contact_door = Door(DESK_ROLES)
naming_door = Door(NAMING_ROLES)


def messages_for(user: User) -> ContactMessageQuerySet:
    """Return the messages in whose queue this person works; none for everybody else."""
    everything = ContactMessage.objects.all()
    return everything if has_role(user, DESK_ROLES) else everything.none()


def message_for(user: User, pk: int) -> ContactMessage:
    """Return one message without its contents. Raises Http404, for strangers as for what is not there."""
    found = queries.queue(messages_for(user)).select_related("assigned_to__person", "answered_by__person")
    message = found.filter(pk=pk).first()
    if message is None:
        raise Http404
    return message


def worker(user: User, message: ContactMessage, now: datetime) -> rules.Worker:
    """Return who acts, as far as the rules ask."""
    is_at_the_desk = has_role(user, DESK_ROLES)
    return rules.Worker(
        is_manager=has_role(user, {PublicRole.MANAGER}),
        is_assignee=message.assigned_to_id == user.pk,
        is_reader=is_at_the_desk and queries.is_reader(user, now),
        is_system_admin=has_role(user, {PublicRole.SYSTEM_ADMIN}),
    )


def can_be_reader(user: User) -> bool:
    """Return whether a manager may name this person: works at the desk, and does not run the system."""
    return has_role(user, DESK_ROLES) and not has_role(user, {PublicRole.SYSTEM_ADMIN})


def candidates() -> list[User]:
    """Return whom a manager may name, by name."""
    at_the_desk = User.objects.filter(groups__name__in=DESK_ROLES, is_active=True)
    allowed = at_the_desk.exclude(groups__name=PublicRole.SYSTEM_ADMIN).distinct()
    return list(allowed.select_related("person").order_by("person__name_kana", "pk"))
