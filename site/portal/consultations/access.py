"""The door: talks are there for those who work at the desk."""

from django.http import Http404

from accounts.access import has_role
from accounts.models import User
from content.desk import Door

from .enums import DESK_ROLES
from .models import Consultation
from .queries import Talks

consultation_door = Door(DESK_ROLES)


def talks_for(user: User) -> Talks:
    """Return the talks this person may see: all, or none."""
    everything = Consultation.objects.all()
    return everything if has_role(user, DESK_ROLES) else everything.none()


def talk_for(user: User, pk: int) -> Consultation:
    """Return one talk. Raises Http404, for strangers as for what is not there."""
    found = talks_for(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
