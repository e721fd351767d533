"""The doors: the centre's own records are there for the centre, and for nobody else."""

from django.db.models import QuerySet
from django.http import Http404

from accounts.access import has_role
from accounts.models import User
from content.desk import Door

from .enums import READING_ROLES, WRITING_ROLES
from .models import ContactRecord

reading_door = Door(READING_ROLES)
writing_door = Door(WRITING_ROLES)


def may_write(user: User) -> bool:
    """Return whether this person writes down what the centre knows."""
    return has_role(user, WRITING_ROLES)


def contacts_for(user: User) -> QuerySet[ContactRecord]:
    """Return the contact records this person may see: all, or none."""
    everything = ContactRecord.objects.all()
    return everything if has_role(user, READING_ROLES) else everything.none()


def contact_for(user: User, pk: int) -> ContactRecord:
    """Return one contact record with its agency. Raises Http404, for strangers as for what is not there."""
    found = contacts_for(user).select_related("agency").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
