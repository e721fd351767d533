"""What the board shows on the home of a community: the titles of late, for whoever reads it."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from foundation.japanese.dates import short_date
from outreach.study_groups.enums import Action
from outreach.study_groups.panels import Home
from outreach.study_groups.registries import Panel

from . import queries
from .access import topics_for

SHOWN = 3


def latest_topics(home: Home) -> Panel | None:
    """Return the latest topics, in one query; None for whoever does not read the board."""
    standing = home.standing
    if not standing.may(Action.READ_BOARD):
        return None
    slug = standing.community.slug
    rows = [
        (title, reverse("group_board:topic", args=[slug, pk]), f"{_day(last_at)}　{posts}件")
        for pk, title, last_at, posts in queries.latest(topics_for(standing, home.person), SHOWN)
    ]
    return Panel("掲示板", rows, ("掲示板を見る、書く", reverse("group_board:topics", args=[slug])))


def _day(moment: datetime) -> str:
    return short_date(timezone.localdate(moment))
