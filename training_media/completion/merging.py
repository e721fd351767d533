"""What becomes of answers and completions when two viewers are one person."""

from events.certificates.enums import CertificateOrigin
from events.certificates.services.issuing import carry_key_in_transaction

from .models import Answer, Completion


def unite(kept: int, merged: int) -> None:
    """Let one viewer, by id, have what another one answered and completed; the earlier completion counts.

    A certificate goes with its completion. Where both have one, both stay good.
    """
    Answer.objects.filter(viewer=merged).update(viewer_id=kept)
    own = {each.course_id: each for each in Completion.objects.filter(viewer=kept)}
    for each in Completion.objects.filter(viewer=merged).order_by("pk"):
        if each.course_id not in own:
            Completion.objects.filter(pk=each.pk).update(viewer_id=kept)
        else:
            _unite(own[each.course_id], each)


def _unite(own: Completion, other: Completion) -> None:
    first = min(own, other, key=lambda each: each.completed_at)
    carry_key_in_transaction(
        origin=CertificateOrigin.COURSE, from_key=other.origin_key, to_key=own.origin_key
    )
    own.completed_at, own.minutes = first.completed_at, first.minutes
    own.began_on = min(own.began_on, other.began_on)
    own.is_together = first.is_together
    own.earns_certificate = own.earns_certificate or other.earns_certificate
    own.issued_at = min(filter(None, (own.issued_at, other.issued_at)), default=None)
    own.save()
    other.delete()
