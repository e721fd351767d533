"""Somebody who watched by a card and by an account becomes one viewer."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from foundation.audit import chain
from training_media.viewing.models import Viewer
from training_media.viewing.services.merging import unite_in_transaction
from training_media.watching.exceptions import WatchingRefused

NOT_ONE = "この2人は、もうまとめてあるか、名前が変わりました。もう一度見てください。"


@transaction.atomic(durable=True)
def unite_viewers(*, agency: int, account: int, named: int, actor: User, now: datetime) -> Viewer:
    """Give the viewer of an account all that was watched under the same name at this agency.

    It cannot be taken back. Raises WatchingRefused when the two are not, or not any more, such a pair.
    """
    rows = Viewer.objects.filter(pk__in=[account, named], erased_at__isnull=True).order_by("pk")
    found = {each.pk: each for each in rows.select_for_update()}
    kept, merged = found.get(account), found.get(named)
    if kept is None or merged is None or kept.person_id is None or merged.person_id is not None:
        raise WatchingRefused(NOT_ONE)
    if {kept.agency_id, merged.agency_id} != {agency} or kept.folded_name != merged.folded_name:
        raise WatchingRefused(NOT_ONE)
    unite_in_transaction(kept, merged)
    chain.record("watching.viewers_united", actor=actor, subject=kept, now=now)
    return kept
