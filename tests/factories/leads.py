"""Facilities that would like to hear more."""

from uuid import uuid4

from django.utils import timezone

from tests.factories.directory import make_agency
from tests.factories.training_media import make_course
from training_media.leads.enums import Wish
from training_media.leads.services.asking import Request, ask_to_hear_more
from training_media.watching.enums import Way


def make_lead(*, course=None, agency=None, now=None, **fields):
    """Let somebody of a facility ask to hear more."""
    agency = agency or make_agency(name="見本の家")
    known = {
        "form_key": uuid4(),
        "course": course or make_course(),
        "way": Way.CARD,
        "agency": agency,
        "agency_name": agency.name,
        "wish": Wish.VISIT,
        "contact_name": "見本 花子",
        "phone": "099-000-4567",
    }
    return ask_to_hear_more(request=Request(**known | fields), actor=None, now=now or timezone.now())
