"""A community is made, described, opened, rested, closed; its promises and its link are made anew."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.access import has_role
from accounts.models import User
from foundation.audit import chain
from outreach.study_groups import queries
from outreach.study_groups.enums import GROUP_DESK_ROLES, Action, CommunityState
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.models import Community, Promise
from outreach.study_groups.rules import MOVES, is_committee, may_move

from .steps import hold_in_transaction, insist, tell_public_in_transaction

NOT_YOURS = "会を作れるのは、センターの職員です。"
SLUG_TAKEN = "このアドレスの名前は、もう使われています。ほかの名前にしてください。"
SAME_PROMISES = "いまの約束と、同じです。"
KIND_STANDS = "委員会と、機関が入る会は、あとから入れかえられません。新しい会を作ってください。"


@transaction.atomic(durable=True)
def create_community(*, details: Mapping[str, Any], actor: User, now: datetime) -> Community:
    """Make a community that is being prepared; nobody but the centre sees it. Raises GroupRefused."""
    if not has_role(actor, GROUP_DESK_ROLES):
        raise GroupRefused(NOT_YOURS)
    try:
        with transaction.atomic():
            made = Community.objects.create(created_by=actor, created_at=now, changed_at=now, **details)
    except IntegrityError:
        if Community.objects.filter(slug=details["slug"]).exists():
            raise GroupRefused(SLUG_TAKEN) from None
        raise
    chain.record("study_groups.created", actor=actor, subject=made, now=now, fields=[*details])
    return made


@transaction.atomic(durable=True)
def change_community(
    *, community: Community, details: Mapping[str, Any], actor: User, now: datetime
) -> Community:
    """Change what a community says of itself. Raises GroupRefused."""
    held = hold_in_transaction(community, Action.CHANGE, actor=actor, now=now).community
    if is_committee(details.get("kind", held.kind)) != is_committee(held.kind):
        raise GroupRefused(KIND_STANDS)
    changed = [name for name, value in details.items() if getattr(held, name) != value]
    for name in changed:
        setattr(held, name, details[name])
    held.changed_at = now
    try:
        with transaction.atomic():
            held.save(update_fields=[*changed, "changed_at"])
    except IntegrityError:
        if Community.objects.filter(slug=held.slug).exclude(pk=held.pk).exists():
            raise GroupRefused(SLUG_TAKEN) from None
        raise
    tell_public_in_transaction(held)
    chain.record("study_groups.changed", actor=actor, subject=held, now=now, fields=changed)
    return held


@transaction.atomic(durable=True)
def move_community(*, community: Community, move: str, actor: User, now: datetime) -> Community:
    """Take one step in a community's life. Raises GroupRefused."""
    held = hold_in_transaction(community, Action.MOVE, actor=actor, now=now).community
    coming = queries.coming_sessions([held.pk], now=now).count() + queries.put_off_sessions([held.pk]).count()
    insist(may_move(held.state, move, coming=coming))
    held.state, held.changed_at = MOVES[move].target, now
    held.save(update_fields=["state", "changed_at"])
    tell_public_in_transaction(held)
    if held.state == CommunityState.CLOSED:
        held.requests.filter(answer="").update(
            answer="withdrawn", answered_at=now, reason="会が終わりました。"
        )
    chain.record(f"study_groups.moved_to_{held.state}", actor=actor, subject=held, now=now, fields=["state"])
    return held


@transaction.atomic(durable=True)
def adopt_promises(*, community: Community, text: str, actor: User, now: datetime) -> Promise:
    """Let these promises hold from today, one on each line; earlier versions stay to be read."""
    held = hold_in_transaction(community, Action.CHANGE, actor=actor, now=now).community
    last = held.promises.first()
    lines = "\n".join(line.strip() for line in text.splitlines() if line.strip())
    if last is not None and last.text == lines:
        raise GroupRefused(SAME_PROMISES)
    made = Promise.objects.create(
        community=held,
        version=last.version + 1 if last else 1,
        text=lines,
        adopted_on=timezone.localdate(now),
        written_by=actor,
    )
    tell_public_in_transaction(held)
    fields = [f"version:{made.version}"]
    chain.record("study_groups.promises_adopted", actor=actor, subject=held, now=now, fields=fields)
    return made


@transaction.atomic(durable=True)
def renew_link(*, community: Community, actor: User, now: datetime) -> Community:
    """Make the link to join anew: whoever holds the old one finds nothing."""
    held = hold_in_transaction(community, Action.ADMIT, actor=actor, now=now).community
    held.join_key, held.changed_at = uuid.uuid4(), now
    held.save(update_fields=["join_key", "changed_at"])
    chain.record("study_groups.link_renewed", actor=actor, subject=held, now=now, fields=["join_key"])
    return held
