"""Everything that is held of a case, whichever room keeps it: found by how the tables hang together.

A room that is added later is in a person's package, and its readings belong to the case, without a word here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from django.apps import apps
from django.db import models

from handoff.cases.models import Case
from handoff.vault.exceptions import WrongKind
from handoff.vault.fields import SealedField
from handoff.vault.models import SealedModel

# So many steps from a row to its case: 動き → 引継ぎ → ケース.
FURTHEST = 3
OWN_ROOM = "oversight"


@dataclass(frozen=True, kw_only=True)
class Held:
    """One sealed value of a case: what kind of record, which column, the text."""

    heading: str
    label: str
    text: str


@cache
def paths() -> Mapping[str, str]:
    """Return for each model of this door by which lookup its rows reach their case; the case itself by pk."""
    found = {Case._meta.label_lower: "pk"}
    for _ in range(FURTHEST):
        for model in apps.get_models():
            label = model._meta.label_lower
            if model.__module__.startswith("handoff.") and label not in found:
                path = _path(model, found)
                if path:
                    found[label] = path
    return found


def _path(model: type[models.Model], known: Mapping[str, str]) -> str:
    for field in model._meta.get_fields():
        if isinstance(field, models.ForeignKey):
            target = field.related_model._meta.label_lower
            if target in known:
                return field.name if known[target] == "pk" else f"{field.name}__{known[target]}"
    return ""


def cases_of(keys: Mapping[str, set[UUID]]) -> dict[tuple[str, UUID], UUID]:
    """Return to which case each subject of an event belongs, by kind and key. One query for each kind."""
    found: dict[tuple[str, UUID], UUID] = {}
    for label, subjects in keys.items():
        path = paths().get(label)
        if path:
            rows = apps.get_model(label)._default_manager.filter(pk__in=subjects)
            found |= {(label, key): case for key, case in rows.values_list("pk", path)}
    return found


def subjects_of(case: Case) -> dict[str, list[UUID]]:
    """Return the keys of all rows that belong to a case, by kind. One query for each kind."""
    found = {}
    for label, path in paths().items():
        rows = apps.get_model(label)._default_manager.filter(**{path: case.pk})
        keys = [key for key in rows.values_list("pk", flat=True) if isinstance(key, UUID)]
        if keys:
            found[label] = keys
    return found


def held_of(case: Case) -> Iterator[Held]:
    """Give every sealed value of a case and of its person, opened."""
    yield from _opened(case.person)
    for label, path in paths().items():
        model = apps.get_model(label)
        if issubclass(model, SealedModel) and model._meta.app_label != OWN_ROOM:
            for row in model.in_order(_in_time(model._default_manager.filter(**{path: case.pk}))):
                yield from _opened(row)


def _opened(row: SealedModel) -> Iterator[Held]:
    name = str(row._meta.verbose_name)
    heading = name if str(row) == name else f"{name}（{row}）"
    for field in row._meta.get_fields():
        if isinstance(field, SealedField) and getattr(row, field.name) is not None:
            try:
                text = row.unseal(field.name)
            except WrongKind:
                text = "\n".join(row.spoken(field.name).lines(row.unseal_data(field.name)))
            yield Held(heading=heading, label=str(field.verbose_name), text=text)


def _in_time[Row: models.Model](rows: models.QuerySet[Row]) -> models.QuerySet[Row]:
    """Return rows as their model orders them, else as they were written."""
    meta = rows.model._meta
    moments = [each.name for each in meta.fields if isinstance(each, models.DateTimeField) and not each.null]
    return rows.order_by(*(meta.ordering or moments[:1]), "pk")
