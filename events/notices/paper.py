"""Notices on paper: whom a FAX goes to, labels for envelopes, the letter that is put into them."""

from collections.abc import Collection, Mapping

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from directory.finding.papers import address_labels_pdf
from events import letters
from events.registries import Addressee
from foundation.centre.queries import current_centre
from foundation.japanese.dates import wareki
from foundation.printing.letter import Letter, letter_pdf

from .letters import STOP, dates_of, why_of
from .models import Notice, Recipient
from .queries import posted

SOURCE = "notice"


def recipients_addressees(ids: Collection[int]) -> Mapping[int, Addressee]:
    """Return whom the letters to these recipients go to, as the directory knows them now."""
    found = Recipient.objects.filter(pk__in=ids).select_related("agency")
    return {each.pk: _addressee(each) for each in found}


def _addressee(recipient: Recipient) -> Addressee:
    address = reverse("notices_desk:notice", args=[recipient.notice_id])
    return Addressee.by_fax(recipient.agency, address=address, matter="案内", number_name="案内番号")


def labels_pdf(notice: Notice) -> bytes:
    """Return labels for those who get it by post, twelve on a sheet."""
    return address_labels_pdf([each.agency for each in posted(notice)], title=f"宛名ラベル　{notice.number}")


def post_letter_pdf(notice: Notice) -> bytes:
    """Return the letter on A4, the same for all who get it by post."""
    centre, sent_on = current_centre(), timezone.localdate(notice.sent_at or notice.made_at)
    paragraphs = [line for line in notice.text.splitlines() if line.strip()]
    letter = Letter(
        centre=centre,
        number=notice.number,
        sent_on=wareki(sent_on),
        addressees=("関係機関　各位",),
        sender=(*((centre.operator,) if centre.operator else ()), centre.name),
        subject=notice.subject,
        paragraphs=(*paragraphs, f"{notice.why or why_of(notice.rule)}{STOP}"),
        items=_facts(notice),
        sample_world=settings.DEMO,
    )
    return letter_pdf(letter)


def _facts(notice: Notice) -> tuple[tuple[str, str], ...]:
    event = notice.event
    if event is None:
        return ()
    dates = [
        ("\n".join((letters.when(each), *letters.part_lines(each))), letters.where(each))
        for each in dates_of(event)
    ]
    return (
        ("名前", letters.full_title(event)),
        ("日時", "\n".join(when for when, _ in dates)),
        ("場所", "\n".join(dict.fromkeys(where for _, where in dates))),
        ("締切", letters.deadline(event)),
        ("くわしいこと", f"{settings.OWN_URL}{event.get_absolute_url()}"),
    )
