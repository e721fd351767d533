"""What becomes of answers and completions when two viewers are one person."""

from events.certificates.enums import CertificateOrigin
from events.certificates.services.issuing import carry_key_in_transaction

from .models import Answer, Completion


def unite(kept: int, merged: int) -> None:
    """Let one viewer, by id, have what another one answered and completed; the earlier completion counts.

    A certificate goes with its completion. Where both have one, both stay good.
    """
    Answer.objects.filter(viewer=merged).update(viewer_id=kept)
    # Locked in the order in which whoever issues a certificate locks them: the completion, then its key.
    both = list(Completion.objects.select_for_update().filter(viewer__in=[kept, merged]).order_by("pk"))
    own = {each.course_id: each for each in both if each.viewer_id == kept}
    for each in both:
        if each.viewer_id == kept:
            continue
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
    fields = ("completed_at", "minutes", "began_on", "is_together", "earns_certificate", "issued_at")
    own.save(update_fields=fields)
    other.delete()
