"""An invented diary beside the hand-off that was taken on: two contacts, one skipped, one due today."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from foundation.demo import World
from handoff.access import current_enrolments, opened
from handoff.actors import CLOCK, Actor, actor_from
from handoff.machine.models import Handoff

from .enums import AdviceClass, ContactWay, EntryState
from .models import FollowUpEntry
from .services.diary import Contact, set_rhythm, skip_contact, write_contact

VISIT = {
    "way": ContactWay.VISIT,
    "advice": AdviceClass.DAILY,
    "contact": "部屋で会いました。朝の声かけがあると、薬を忘れないそうです。",
    "action": "世話人が、朝7時に声をかけることにしました。",
    "next": "次は、畑の仕事の見学の日を決めます。",
}
PHONE = {
    "way": ContactWay.PHONE,
    "advice": AdviceClass.MONEY,
    "contact": "お金が足りなくなりそうだと、世話人から電話がありました。",
    "action": "月曜に受け取る額を、2回に分けることにしました。",
}
REASON = "本人が風邪で休んでいたため。熱が下がったら、電話します。"
EVERY_DAYS = 14


def fill(world: World) -> None:
    """Add what is missing."""
    with opened(CLOCK, now=world.now):
        handoff = Handoff.objects.filter(decided_at__isnull=False, requester=None).order_by("made_at").first()
        if handoff is None or FollowUpEntry.objects.exists():
            return
    actor, now, today = _actor(world), world.now, timezone.localdate(world.now)
    for days, texts in ((20, VISIT), (6, PHONE)):
        contact = Contact(done_on=today - timedelta(days=days), texts=texts)
        write_contact(contact=contact, handoff_id=handoff.pk, actor=actor, now=now)
    set_rhythm(every_days=EVERY_DAYS, first_on=today, handoff_id=handoff.pk, actor=actor, now=now)
    with opened(actor, now=now):
        due = FollowUpEntry.objects.get(state=EntryState.DUE).pk
    skip_contact(entry_id=due, reason=REASON, actor=actor, now=now)
    set_rhythm(every_days=EVERY_DAYS, first_on=today, handoff_id=handoff.pk, actor=actor, now=now)


def _actor(world: World) -> Actor:
    user = User.objects.get(person=world.people["case_worker"])
    return actor_from(user, current_enrolments(user, now=world.now), is_fresh=True)
