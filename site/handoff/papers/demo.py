"""Papers on their way: a parcel to the city whose receipt is late, and the contacts of somebody."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from foundation.demo import World
from handoff.access import current_enrolments, opened
from handoff.actors import CLOCK, Actor, actor_from
from handoff.machine.enums import State
from handoff.machine.models import Handoff
from handoff.safeguards.enums import Way

from .enums import Paper, Travel
from .models import PaperDispatch
from .services.dispatching import note_receipt, write_dispatch
from .services.person import write_card
from .services.printing import print_paper

CONTACTS = (
    {"name": "見本《みほん》センター", "phone": "000-000-0110", "about": "なんでも 話《はな》したいとき"},
    {"name": "みなも", "phone": "000-000-0120", "about": "へやの ことで こまったとき"},
    {
        "name": "見本市《みほんし》の 係《かかり》",
        "phone": "000-000-0130",
        "about": "お金《かね》の ことで こまったとき",
    },
)
PARCELS = ((Travel.BY_HAND, 25, "", "係長"), (Travel.REGISTERED, 18, "000-00-00000-0", ""))


def fill(world: World) -> None:
    """Add what is missing; made by the same services as everything at this door."""
    with opened(CLOCK, now=world.now):
        if PaperDispatch.objects.exists():
            return
        on_paper = Handoff.objects.filter(way=Way.PAPER, state=State.ACCEPTED).first()
    if on_paper is None:
        return
    actor, today = _actor(world), timezone.localdate(world.now)
    for paper in (Paper.LETTER, Paper.PACKAGE):
        print_paper(handoff_id=on_paper.pk, paper=paper, actor=actor, now=world.now)
    sent = [
        write_dispatch(
            handoff_id=on_paper.pk,
            travel=travel,
            sent_on=today - timedelta(days=ago),
            tracking=tracking,
            taken_by=taken_by,
            actor=actor,
            now=world.now,
        )
        for travel, ago, tracking, taken_by in PARCELS
    ]
    back = today - timedelta(days=PARCELS[0][1])
    note_receipt(dispatch_id=sent[0].pk, received_on=back, received_by="係長", actor=actor, now=world.now)
    write_card(case_id=on_paper.case_id, contacts=CONTACTS, actor=actor, now=world.now)


def _actor(world: World) -> Actor:
    user = User.objects.get(person=world.people["case_worker"])
    return actor_from(user, current_enrolments(user, now=world.now), is_fresh=True)
