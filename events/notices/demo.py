"""Lists and notices of the demo world: one that was sent, one that waits to be sent, one agency that said no."""

from directory.enums import Sector
from directory.models import Agency
from events.enums import Audience, EventState
from events.models import Event
from foundation.demo import World

from .models import ListRule
from .services.listing import Wish, save_list
from .services.refusing import refuse_notices
from .services.reminding import plan_reminders
from .services.sending import NoticeDraft, send_notice, write_notice


def seed(world: World) -> None:
    """Make two lists, a sent notice and a draft; a world that has lists already stays as it is."""
    if world.door != "public" or ListRule.objects.exists():
        return
    staff, manager, now = world.people["staff"].user, world.people["manager"].user, world.now
    welfare = save_list(
        rule=None,
        wish=Wish("障害福祉・高齢福祉の事業所", sectors=[Sector.DISABILITY, Sector.ELDERLY]),
        actor=staff,
        now=now,
    )
    save_list(
        rule=None,
        wish=Wish(
            "一年ごぶさたの行政・社協",
            sectors=[Sector.GOVERNMENT, Sector.SOCIAL_WELFARE_COUNCIL],
            last_contact="not_applied",
        ),
        actor=staff,
        now=now,
    )
    events = Event.objects.filter(state=EventState.PUBLISHED, deadline_at__gt=now)
    coming = list(events.exclude(audience=Audience.INVITED).order_by("deadline_at")[:2])
    quiet = Agency.objects.current(today=now.date()).filter(sector=Sector.DISABILITY).order_by("pk").last()
    if quiet is not None:
        refuse_notices(agency=quiet, actor=staff, now=now)
    for event in coming:
        text = f"次の研修・行事を行います。ご参加をお待ちしています。\n\n{event.summary}"
        draft = NoticeDraft(welfare, f"【ご案内】{event.title}", text)
        notice = write_notice(event=event, draft=draft, actor=staff, now=now)
        if event == coming[0]:
            send_notice(notice=notice, actor=manager, now=now)
            plan_reminders(event=event, days=[7, 1], hours=3, says_thanks=True, actor=staff, now=now)
