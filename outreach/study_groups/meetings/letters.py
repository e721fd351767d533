"""What mails of meetings say: that something waits on a page, and where; nothing of what stands there."""

from django.conf import settings
from django.urls import reverse

from events.letters import signature
from foundation.centre.queries import Centre
from outreach.study_groups.letters import Told
from outreach.study_groups.models import Community

from .models import DatePoll, MinutesVersion


def which_day(poll: DatePoll, community: Community, centre: Centre) -> Told:
    """Return what those read who come to a meeting when its day is asked for."""
    where = reverse("group_meetings:poll", args=[community.slug, poll.meeting_id, poll.pk])
    text = (
        f"「{community.name}」の会議の日を決めます。都合のよい日を、ログインして、次のページで答えてください。\n\n"
        f"　{settings.OWN_URL}{where}\n\n"
        "このメールは、会議に来ていただく方にお送りしています。お電話でも受け付けています。\n\n"
        f"{signature(centre)}"
    )
    return Told(f"【{community.name}】会議の日を、教えてください", text)


def minutes_wait(version: MinutesVersion, community: Community, centre: Centre) -> Told:
    """Return what whoever confirms minutes reads when a version was laid before them."""
    where = reverse("group_meetings:minutes", args=[community.slug, version.meeting_id])
    text = (
        f"「{community.name}」の議事録（議事要旨）の案ができました。"
        "ログインして、次のページで見てください。確定も、そこからします。\n\n"
        f"　{settings.OWN_URL}{where}\n\n"
        "このメールは、議事要旨を確定する方にお送りしています。\n\n"
        f"{signature(centre)}"
    )
    return Told(f"【{community.name}】議事録の案を見てください", text)
