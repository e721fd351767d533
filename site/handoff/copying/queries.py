from django.db.models import ForeignObjectRel, Q, QuerySet

from handoff.models import AgencyCopy

# So many are listed at once; the search finds the others.
SHOWN = 30


def ids_in_use() -> set[int]:
    """Return the agencies at which something here points: people, cases, safeguards, hand-offs, whatever."""
    used: set[int] = set()
    # Hidden ones too: whoever has no name for the way back still points here.
    relations = AgencyCopy._meta.get_fields(include_hidden=True)
    for relation in relations:
        if not isinstance(relation, ForeignObjectRel):
            continue
        rows = relation.related_model._base_manager.exclude(**{relation.field.name: None})
        used |= set(rows.values_list(relation.field.attname, flat=True).distinct())
    return used


def listed(agencies: QuerySet[AgencyCopy], *, words: str) -> list[AgencyCopy]:
    """Return the copies whose name or place has these words, those first that wait for a decision."""
    found = agencies.filter(Q(name__icontains=words) | Q(address__icontains=words)) if words else agencies
    rows = found.order_by("name", "pk")
    waiting = list(rows.filter(offered__isnull=False))
    return [*waiting, *rows.filter(offered__isnull=True)[: max(SHOWN - len(waiting), 0)]]
