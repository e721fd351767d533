"""Where the pages of committees stand, the way down to them, and the years that they know."""

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from content.desk import Link
from foundation.japanese.dates import fiscal_year
from outreach.study_groups.models import Community

TITLE = "委員"
FIRST_YEAR = 2000


def where(name: str, community: Community, *args: object) -> str:
    """Return where a page of a committee stands."""
    return reverse(f"group_committees:{name}", args=[community.slug, *args])


def to_seats(community: Community) -> tuple[Link, ...]:
    """Return the way down to the seats of a committee."""
    return ((TITLE, where("committee", community)),)


def year_or_404(year: int) -> int:
    """Return a fiscal year that has begun. Raises Http404 for any other."""
    if not FIRST_YEAR <= year <= fiscal_year(timezone.localdate()):
        raise Http404
    return year
