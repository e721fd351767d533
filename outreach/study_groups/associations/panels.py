"""What associations show on the home of theirs: the rules in force, and the next general meeting."""

from django.urls import reverse
from django.utils import timezone

from foundation.japanese.dates import long_date, short_date
from outreach.study_groups.enums import ASSOCIATIONS, Action
from outreach.study_groups.panels import Home
from outreach.study_groups.registries import Panel

from .glance import NextMeeting, glance


def rules_and_assembly(home: Home) -> Panel | None:
    """Return the rules in force, and the next general meeting with how many take part as far as is known.

    In one query; None where there can be neither.
    """
    community = home.standing.community
    if community.kind not in ASSOCIATIONS or not home.standing.may(Action.READ_MEETING):
        return None
    slug = community.slug
    meetings = reverse("group_associations:assemblies", args=[slug])
    found = glance(community, home.lines, today=timezone.localdate())
    rows = []
    if found.rules is not None:
        version, holds_from = found.rules
        where = reverse("group_associations:version", args=[slug, version])
        rows.append((f"規則（第{version}版）", where, f"{long_date(holds_from)}から"))
    if found.following is not None:
        pk = found.following.assembly
        where = reverse("group_associations:assembly", args=[slug, pk]) if pk else meetings
        rows.append((f"{short_date(found.following.day)}の総会", where, _words(found.following)))
    rows.append(("総会", meetings, "議案、委任状、議決の記録"))
    more = ("規則、事務局、法人の会員を見る", reverse("group_associations:rules", args=[slug]))
    return Panel("規則と総会", rows, more)


def _words(following: NextMeeting) -> str:
    """Return how many have said that they take part, of how many that are needed."""
    if following.is_marked:
        return "出欠を書いています。いまの数は、総会のページで"
    if following.so_far is None:
        return "規則を書くと、成り立つ数がわかります"
    return f"いまのところ{following.so_far.counted}機関（{following.so_far.needed}機関で成り立ちます）"
