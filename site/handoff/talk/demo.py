"""What was said in the invented hand-offs: to the home, inside, and heard from a city on paper."""

from datetime import timedelta
from uuid import uuid5

from django.utils import timezone

from foundation.demo import World
from handoff.access import opened
from handoff.actors import CLOCK
from handoff.machine.demo import CITY, HOME
from handoff.machine.demo_steps import FORMS, actor_of_cast
from handoff.machine.models import Handoff

from .enums import Audience, HeardBy
from .models import Message
from .services.talking import Heard, note_heard, say

SAID = (
    ("case_worker", Audience.INSIDE, "先方の管理者は、水曜の午後なら電話に出られるそうです。"),
    ("case_worker", Audience.SHARED, "見学は、来月の第2週でいかがでしょうか。車で送ります。"),
    (
        "agency_coordinator",
        Audience.SHARED,
        "第2週の木曜、午後2時でお願いします。昼の薬の時間を教えてください。",
    ),
)


def fill(world: World) -> None:
    """Add what is missing."""
    with opened(CLOCK, now=world.now):
        if Message.objects.exists():
            return
        sent = {each.performer_id: each for each in Handoff.objects.filter(sent_at__isnull=False)}
    home, city = sent[world.agencies[HOME].pk], sent[world.agencies[CITY].pk]
    for number, (who, audience, words) in enumerate(SAID):
        say(
            handoff_id=home.pk,
            words=words,
            audience=audience,
            form_key=uuid5(FORMS, f"talk:{home.pk}:{number}"),
            actor=actor_of_cast(world, who),
            now=world.now + timedelta(seconds=number),
        )
    note_heard(
        handoff_id=city.pk,
        words="障害者手帳の申請に、写真が2枚要るとのこと。",
        heard=Heard(who="福祉課の係長", on=timezone.localdate(world.now), how=HeardBy.PHONE),
        form_key=uuid5(FORMS, f"talk:{city.pk}"),
        actor=actor_of_cast(world, "case_worker"),
        now=world.now,
    )
