"""Saved lists: made, changed, thrown away while no notice has used them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from accounts.models import User
from directory.models import Municipality, ServiceKind, WelfareArea
from events.notices.exceptions import NoticeRefused
from events.notices.models import ListRule
from foundation.audit import chain
from foundation.transactions import lock_name_in_transaction

# What makes or throws away lists does so one after the other: a name is looked for before it is taken.
REGISTER = "notices.lists"
GONE = "この名簿は、ほかの方が消しました。このまま保存すると、新しい名簿になります。"
FIELDS = ["name", "sectors", "areas", "municipalities", "services", "last_contact", "addressed_to"]


@dataclass(frozen=True)
class Wish:
    """What a list asks for; what is empty does not narrow it."""

    name: str
    sectors: Iterable[str] = ()
    areas: Iterable[WelfareArea] = ()
    municipalities: Iterable[Municipality] = ()
    services: Iterable[ServiceKind] = ()
    last_contact: str = ""
    within_months: int = 12
    addressed_to: str = field(default="office")


@transaction.atomic(durable=True)
def save_list(*, rule: ListRule | None, wish: Wish, actor: User, now: datetime) -> ListRule:
    """Make a list or change it. Raises NoticeRefused when another one bears the name, or it is gone."""
    lock_name_in_transaction(REGISTER)
    if rule is not None:
        _insist_on_standing(rule)
    rule = rule or ListRule()
    if ListRule.objects.filter(name=wish.name).exclude(pk=rule.pk).exists():
        raise NoticeRefused("同じ名前の名簿が、もうあります。")
    is_new = rule.pk is None
    rule.name, rule.sectors = wish.name, list(wish.sectors)
    rule.last_contact, rule.within_months = wish.last_contact, wish.within_months
    rule.addressed_to = wish.addressed_to
    rule.save()
    rule.areas.set(wish.areas)
    rule.municipalities.set(wish.municipalities)
    rule.services.set(wish.services)
    verb = "notices.list_made" if is_new else "notices.list_changed"
    chain.record(verb, actor=actor, subject=rule, now=now, fields=FIELDS)
    return rule


@transaction.atomic(durable=True)
def remove_list(*, rule: ListRule, actor: User, now: datetime) -> None:
    """Throw a list away. Raises NoticeRefused when a notice uses it, or it is gone."""
    lock_name_in_transaction(REGISTER)
    _insist_on_standing(rule)
    if rule.notices.exists():
        raise NoticeRefused("案内に使った名簿は、消せません。")
    chain.record("notices.list_removed", actor=actor, subject=rule, now=now)
    rule.delete()


def _insist_on_standing(rule: ListRule) -> None:
    """Refuse a list that somebody threw away meanwhile: saving it would write it anew, unseen."""
    if not ListRule.objects.filter(pk=rule.pk).exists():
        raise NoticeRefused(GONE)
