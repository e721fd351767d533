"""Steps that the verbs of communities share: hold a community, and ask whether this person may."""

from datetime import datetime

from django.utils import timezone

from accounts.models import User
from content.search.services import index_in_transaction
from foundation.decision import Decision
from foundation.public_pages import clear_public_pages_in_transaction
from foundation.transactions import assert_in_transaction
from outreach.study_groups.access import Standing, standing_in
from outreach.study_groups.enums import Action
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.models import Community
from outreach.study_groups.search import SOURCE

GONE = "この会は、もうありません。"
NOT_NOW = "いまは、「{}」ことができません。画面を開き直して、確かめてください。"


def insist(decision: Decision) -> None:
    """Go on only where a rule allows it. Raises GroupRefused with its reason."""
    if not decision.allowed:
        raise GroupRefused(decision.reason)


def tell_public_in_transaction(community: Community) -> None:
    """Let the search and the kept public pages know of what a community says of itself, with this commit."""
    assert_in_transaction("tell_public")
    index_in_transaction(SOURCE, [community.pk])
    clear_public_pages_in_transaction()


def hold_in_transaction(community: Community, action: Action, *, actor: User, now: datetime) -> Standing:
    """Return how somebody stands in a community that nobody else changes until the commit.

    The question is asked behind the lock: who may have lost their place meanwhile is refused. Raises
    GroupRefused.
    """
    assert_in_transaction("hold_community")
    held = Community.objects.select_for_update(no_key=True).filter(pk=community.pk).first()
    if held is None:
        raise GroupRefused(GONE)
    standing = standing_in(actor, held, today=timezone.localdate(now))
    if not standing.may(action):
        raise GroupRefused(NOT_NOW.format(action.label))
    return standing
