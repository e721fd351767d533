"""What becomes of general meetings and secretariats when two agencies become one."""

from django.db.models import F, Model, Q

from directory.models import Agency

from .models import Assembly, Proxy, Recusal, Resolution, SecretariatTerm, Vote, Voter

# Of a closed general meeting everything stays as it was counted: there both agencies had a vote.
_OPEN = "closed_at__isnull"


def move_associations(kept: Model, merged: Model) -> None:
    """Let the kept agency stand in general meetings that are still open, and have the terms of the other."""
    if not (isinstance(kept, Agency) and isinstance(merged, Agency)):
        return
    Assembly.objects.filter(chair=merged, closed_at__isnull=True).update(chair=kept)
    _move(Voter, "assembly", kept, merged, of=f"assembly__{_OPEN}")
    _move(Recusal, "resolution", kept, merged, of=f"resolution__assembly__{_OPEN}")
    _move_votes(kept, merged)
    _move_proxies(kept, merged)
    Resolution.objects.filter(secretariat=merged, carried_out_at__isnull=True).update(secretariat=kept)
    SecretariatTerm.objects.filter(agency=merged).update(agency=kept)


def _move(model: type[Voter | Recusal], where: str, kept: Agency, merged: Agency, *, of: str) -> None:
    rows = model.objects.filter(**{of: True})
    known = rows.filter(agency=kept).values(where)
    rows.filter(agency=merged, **{f"{where}__in": known}).delete()
    rows.filter(agency=merged).update(agency=kept)


def _move_votes(kept: Agency, merged: Agency) -> None:
    rows = Vote.objects.filter(resolution__assembly__closed_at__isnull=True)
    for way in ("there", "written"):
        known = rows.filter(agency=kept, way=way).values("resolution")
        rows.filter(agency=merged, way=way, resolution__in=known).delete()
    rows.filter(agency=merged).update(agency=kept)


def _move_proxies(kept: Agency, merged: Agency) -> None:
    rows = Proxy.objects.filter(assembly__closed_at__isnull=True)
    both = [kept.pk, merged.pk]
    rows.filter(giver__in=both, holder__in=both).delete()
    known = rows.filter(giver=kept).values("assembly")
    rows.filter(giver=merged, assembly__in=known).delete()
    rows.filter(giver=merged).exclude(Q(holder=F("giver"))).update(giver=kept)
    rows.filter(holder=merged).update(holder=kept)
