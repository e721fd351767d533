"""Papers of the demo world: sheets that came by FAX, one of them typed in, an advertisement; letters that wait."""

from datetime import datetime, timedelta
from hashlib import sha256

from django.utils import timezone

from accounts.models import User
from events import paper_facts, papers
from events.demo_seminars import closures, in_office_hours
from events.enums import Audience, Channel, EventState
from events.models import Application, Event
from events.pictures import drawn
from foundation.centre.queries import current_centre
from foundation.demo import World
from foundation.printing.letter import Letter, letter_pdf

from .enums import LeavingWay, Outcome
from .models import OwedLetter, Scan
from .services.scanning import Incoming, take_in_from_folder
from .services.sending import mark_sent
from .services.settling import link_scan, mark_not_ours

WAITING_IN_DEMO = 6


def seed(world: World) -> None:
    """Send what is old, leave the latest, and put four papers into the tray; a filled world stays as it is."""
    if world.door != "public" or Scan.objects.exists():
        return
    staff = world.people["staff"].user
    _send_old_letters(staff, world.now)
    events = Event.objects.filter(state=EventState.PUBLISHED, deadline_at__gt=world.now)
    events = events.exclude(audience=Audience.INVITED)
    for number, event in enumerate(events.order_by("deadline_at")[:3]):
        sheet = papers.application_sheet_pdf(paper_facts.application_sheet(event, now=world.now))
        received_at = in_office_hours(world.now - timedelta(hours=3 * number + 1), closures())
        scan = _from_copier(sheet, received_at, world.now)
        typed = Application.objects.filter(session__event=event, channel=Channel.FAX).first()
        if number > 0 and typed is not None:
            link_scan(
                scan_id=scan.pk,
                target="application",
                number=typed.number or "",
                actor=staff,
                now=world.now,
            )
    advertisement = _from_copier(_advertisement(), world.now - timedelta(hours=20), world.now)
    mark_not_ours(scan_id=advertisement.pk, actor=staff, now=world.now)


def _send_old_letters(staff: User, now: datetime) -> None:
    """Tick what a year has owed, day by day, but for the latest few."""
    waiting = OwedLetter.objects.filter(outcome=Outcome.WAITING).order_by("-owed_at", "-pk")
    by_day: dict[datetime, list[int]] = {}
    for pk, owed_at in waiting.values_list("pk", "owed_at")[WAITING_IN_DEMO:]:
        evening = timezone.localtime(owed_at).replace(hour=17, minute=0, second=0, microsecond=0)
        by_day.setdefault(min(max(evening, owed_at), now), []).append(pk)
    for moment, letters in sorted(by_day.items()):
        mark_sent(letters=letters, way=LeavingWay.FAX, actor=staff, now=moment)


def _from_copier(pdf: bytes, received_at: datetime, now: datetime) -> Scan:
    with drawn(pdf) as pictures:
        incoming = Incoming(sha256(pdf).hexdigest(), received_at, pages=pictures.pages)
        return take_in_from_folder(incoming=incoming, now=now)


def _advertisement() -> bytes:
    return letter_pdf(
        Letter(
            centre=current_centre(),
            number="見本 第1号",
            sent_on="令和8年11月",
            addressees=("各位",),
            sender=("見本オフィス用品",),
            subject="コピー用紙の大売り出しのご案内",
            paragraphs=("いつもお世話になっております。コピー用紙を、5箱から2割引でお届けします。",),
            seal_omitted=False,
            sample_world=True,
        )
    )
