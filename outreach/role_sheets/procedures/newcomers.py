"""What a new contact person of an agency begins with, on the page of 「担当の方は変わりますか」."""

from datetime import datetime

from django.urls import reverse

from directory.coverage.access import is_a_municipality
from directory.models import Agency
from training_media.paths.enums import ForWhom

from . import queries


def first_steps_of(agency: Agency, *, now: datetime) -> list[tuple[str, str]]:  # noqa: ARG001 -- one signature
    """Return the way to the first steps, if there are any for people of such an agency."""
    who = ForWhom.CITY if is_a_municipality(agency) else ForWhom.PARTNER
    if who not in [each for each, _ in queries.first_steps()]:
        return []
    return [("はじめての担当者へ", f"{reverse('procedures:first_steps')}#{who.value}")]
