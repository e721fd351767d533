"""The verb of those who write and do not publish."""

from datetime import datetime

from django.core.exceptions import ValidationError
from wagtail.models import Page

from accounts.models import User
from foundation.audit import chain
from foundation.transactions import assert_in_transaction

from .models import PublicationRequest


class NotReady(Exception):
    """A page is not whole yet; the message names what is missing."""


def ask_in_transaction(*, page: Page, actor: User, now: datetime) -> PublicationRequest:
    """Ask the manager to publish a page as it was last saved; asking again moves it to now.

    Raises NotReady when something is missing without which it could not be published.
    """
    assert_in_transaction("ask_to_publish")
    latest = page.get_latest_revision_as_object()
    try:
        latest.full_clean()
    except ValidationError as error:
        raise NotReady(_missing(latest, error)) from error
    request, _ = PublicationRequest.objects.update_or_create(
        page_id=page.pk, defaults={"asked_by": actor, "asked_at": now}
    )
    chain.record("publication.asked", actor=actor, subject=request, now=now)
    return request


def _missing(page: Page, error: ValidationError) -> str:
    names = [str(page._meta.get_field(name).verbose_name) for name in error.message_dict if name != "__all__"]
    said = "".join(f"「{name}」" for name in names)
    return f"{said}を直してから、お願いしてください。" if said else " ".join(error.messages)
