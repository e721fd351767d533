"""When the way in on line is shown: on the day, to people whose seat is certain, and nowhere else."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from foundation.limits.queries import limit

from . import letters, queries
from .enums import EventState
from .limits import ONLINE_SHOWN_BEFORE
from .models import Session
from .series import next_start


@dataclass(frozen=True)
class WayIn:
    """What a page may say of the way in now; `url` is empty before its time and after the end."""

    url: str
    opens: str
    begins: str
    note: str
    phone: str

    @property
    def words(self) -> str:
        """What is said beside the address, or in place of it until it is shown."""
        if not self.url and not self.opens:
            return "入口の準備をしています。もう少しお待ちください。"
        if not self.url:
            return f"{self.opens}から、このページに出ます。席が取れた方だけに見えます。"
        told = "席が取れた方だけの入口です。ほかの方に知らせないでください。"
        return f"{self.begins}から始まります。{told}{self.note}"


def opens_at(session: Session, *, now: datetime) -> datetime:
    """Return from when on the way in is shown: as staff said, else some time before, on each day."""
    if session.online_opens_at is not None:
        return session.online_opens_at
    local = next_start(session, now)
    midnight = datetime.combine(local.date(), time.min, local.tzinfo)
    return max(midnight, local - timedelta(minutes=limit(ONLINE_SHOWN_BEFORE, on=local.date())))


def way_in(session: Session, *, now: datetime) -> WayIn | None:
    """Return what somebody with a certain seat on line is told now, None once it is over or off."""
    if now >= session.ends_at or queries.state_of(session) != EventState.PUBLISHED:
        return None
    opens = opens_at(session, now=now)
    is_open = now >= opens and bool(session.online_url)
    return WayIn(
        url=session.online_url if is_open else "",
        begins=letters.moment_words(next_start(session, now)),
        opens=letters.moment_words(opens) if now < opens else "",
        note=session.online_note if is_open else "",
        phone=session.online_phone if is_open else "",
    )
