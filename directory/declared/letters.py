"""Mails and papers to agencies. A mail may be read by a whole office: none says what stands in an entry."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from foundation.centre.queries import current_centre
from foundation.japanese.dates import long_date
from foundation.mail.services import queue_mail_in_transaction
from foundation.printing.pdf import render_pdf
from foundation.transactions import assert_in_transaction

from .models import Draft, EntryLink

SIGNATURE = "{name}\n電話 {phone}\n"


def link_address(token: str) -> str:
    """Return the address that opens the form once."""
    return settings.OWN_URL + reverse("directory_declared:by_link", args=[token])


def own_address() -> str:
    return settings.OWN_URL + reverse("directory_declared:own")


def queue_published_in_transaction(draft: Draft, *, now: datetime) -> None:
    """Tell the agency that what it wrote is public."""
    assert_in_transaction("queue_published")
    _queue_in_transaction(
        draft,
        "名簿の内容を公開しました",
        "お送りくださった名簿の内容を、センターが確かめて、公開しました。\n"
        f"ほかの方からどう見えるかは、次のページで見られます（ログインが要ります）。\n\n{own_address()}",
        now=now,
    )


def queue_sent_back_in_transaction(draft: Draft, *, now: datetime) -> None:
    """Ask the agency to look at what it wrote once more."""
    assert_in_transaction("queue_sent_back")
    _queue_in_transaction(
        draft,
        "名簿の内容について、おたずねがあります",
        "お送りくださった名簿の内容で、直していただきたいところがあります。まだ公開していません。\n"
        "次のページを開いてください（ログインが要ります）。ログインをお持ちでないときは、お電話ください。\n\n"
        f"{own_address()}",
        now=now,
    )


def _queue_in_transaction(draft: Draft, subject: str, text: str, *, now: datetime) -> None:
    assert_in_transaction("queue")
    address = draft.declaration.agency.email
    if address:
        queue_mail_in_transaction(
            to=address,
            subject=subject,
            text=f"{text}\n\n{signature()}",
            cause=f"directory.entry:{draft.pk}:{draft.state}",
            now=now,
        )


def queue_link_in_transaction(link: EntryLink, token: str, *, now: datetime) -> None:
    """Send the link to the agency's shared address."""
    assert_in_transaction("queue_link")
    until = long_date(timezone.localtime(link.expires_at).date())
    queue_mail_in_transaction(
        to=link.agency.email,
        subject="名簿の内容を確かめてください",
        text=(
            "関係機関の名簿にのっている、そちらの内容を確かめてください。\n"
            "次のページを開くと、内容を書けます。ログインは要りません。\n\n"
            f"{link_address(token)}\n\n"
            f"使えるのは1回だけ、{until}までです。ほかの方に転送しないでください。\n"
            "書いてくださったことは、センターが確かめてから、公開します。\n\n"
            f"{signature()}"
        ),
        cause=f"directory.entry_link:{link.pk}",
        now=now,
    )


def link_pdf(links: Sequence[tuple[EntryLink, str]]) -> bytes:
    """Return an A4 letter for each link with a QR code; the tokens stand nowhere else."""
    context = {
        "letters": [(link, link_address(token)) for link, token in links],
        "centre": current_centre(),
        "sample_world": settings.DEMO,
        "confidential": True,
    }
    title = "名簿の内容のおたずね"
    return render_pdf("directory_declared/paper/link.html", context, title=title, fits=len(links))


def signature() -> str:
    centre = current_centre()
    return SIGNATURE.format(name=centre.name, phone=centre.phone)
