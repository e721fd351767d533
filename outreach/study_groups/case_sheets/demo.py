"""A case sheet of the demo world, invented, for the next session of its community."""

from datetime import timedelta

from django.utils import timezone

from foundation.demo import World
from outreach.study_groups.models import Community

from .enums import Check
from .models import CaseSheet
from .queries import sessions_of
from .rules import MOST_DAYS_BEFORE
from .services.writing import Written, check_sheet, write_sheet

WORDS = {
    "title": "住まいの話になると、だまってしまう方",
    "background": "60代の方です。家族とは、長く連絡をとっていません。支援を始めて半年ほどです。\n"
    "読み書きは少し苦手で、人前で断ることができません。",
    "happened": "見学に行った住まいは3つあります。どこも「いいです」と言いますが、あとで来なくなります。\n"
    "職員が代わりに決めようとすると、あいさつだけになりました。",
    "question": "ほんとうの気持ちを、どうやって聞きますか。「断ってもいい」と伝わった言い方があれば、教えてください。",
}


def seed(world: World) -> None:
    """Write one sheet for the next session and let a second person check it; once."""
    community = Community.objects.filter(slug="kurashi").first()
    if world.door != "public" or community is None or CaseSheet.objects.exists():
        return
    sessions = sessions_of(community, now=world.now)
    if not sessions:
        return
    staff, manager = (world.people[key].user for key in ("staff", "manager"))
    first = sessions[0]
    today = timezone.localdate(world.now)
    begins = max(today, first.day - timedelta(days=MOST_DAYS_BEFORE))
    written = Written(first.row, first.day, **WORDS, shown_from=begins, shown_until=first.day)
    sheet = write_sheet(community=community, written=written, actor=staff, now=world.now)
    check_sheet(sheet=sheet, checks=Check.values, seen=sheet.seen, actor=manager, now=world.now)
