"""What becomes of memberships when two agencies become one."""

from django.db.models import Model, Q

from directory.models import Agency

from .models import Delegate, Guest, JoinRequest, MemberAgency


def move_memberships(kept: Model, merged: Model) -> None:
    """Let the kept agency have the memberships, guests and requests of the merged one.

    Where both were members at the same time the kept one's own stays, and colleagues of the other go over.
    """
    if not (isinstance(kept, Agency) and isinstance(merged, Agency)):
        return
    for member in MemberAgency.objects.filter(agency=merged).order_by("since", "id"):
        _move(member, kept)
    invited = Guest.objects.filter(agency=kept).values("event")
    Guest.objects.filter(agency=merged, event__in=invited).delete()
    Guest.objects.filter(agency=merged).update(agency=kept)
    asked = JoinRequest.objects.filter(agency=kept, answer="").values("community")
    JoinRequest.objects.filter(agency=merged, answer="", community__in=asked).delete()
    JoinRequest.objects.filter(agency=merged).update(agency=kept)


def _move(member: MemberAgency, kept: Agency) -> None:
    over = Q(until__isnull=True) | Q(until__gt=member.since)
    before_its_end = Q(since__lt=member.until) if member.until else Q()
    beside = MemberAgency.objects.filter(
        over, before_its_end, agency=kept, community=member.community
    ).first()
    if beside is None:
        member.agency = kept
        member.save(update_fields=["agency"])
        return
    known = Delegate.objects.filter(member=beside).values("person")
    Delegate.objects.filter(member=member, person__in=known).delete()
    Delegate.objects.filter(member=member).update(member=beside, place="colleague")
    member.delete()
