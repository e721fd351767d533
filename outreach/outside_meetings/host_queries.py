"""Reads of kits for first-time hosts: what lies in them, who got them, what was asked."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from directory.finding.models import DirectoryEntry
from directory.models import Agency
from training_media.courses.queries import public_courses
from training_media.models import Course

from .enums import SendingState
from .models import HostKit, HostQuestion, HostSending, HostStory, KitItem
from .rules import days_of, sending_state


def kits() -> QuerySet[HostKit]:
    """Return all kits with how much lies in them, and to how many offices they were given."""
    return HostKit.objects.annotate(
        things=Count("items", distinct=True),
        told=Count("stories", distinct=True),
        given=Count("sendings", distinct=True),
    )


def items_of(kit: HostKit) -> QuerySet[KitItem]:
    """Return what lies in a kit, in order."""
    return kit.items.select_related("course").order_by("position", "pk")


def stories_of(kit: HostKit) -> QuerySet[HostStory]:
    """Return the stories of a kit."""
    return kit.stories.order_by("pk")


@dataclass(frozen=True)
class SendingLine:
    """One office with its kit: how far it has come, and how many of its questions wait."""

    row: HostSending
    state: SendingState
    open_questions: int


def sending_lines(sendings: QuerySet[HostSending]) -> list[SendingLine]:
    """Return kits that were given as lines, the latest first, in one query."""
    found = sendings.select_related("kit", "agency", "buddy").annotate(
        waiting=Count("questions", filter=Q(questions__answered_at__isnull=True))
    )
    return [
        SendingLine(each, sending_state(each.steps), each.waiting)
        for each in found.order_by("-sent_on", "-pk")
    ]


def sendings() -> QuerySet[HostSending]:
    """Return all kits that were given."""
    return HostSending.objects.all()


def questions_of(sending: HostSending) -> QuerySet[HostQuestion]:
    """Return what an office asked, the first one first."""
    return sending.questions.order_by("asked_at", "pk")


def open_questions() -> int:
    """Return how many questions nobody has answered."""
    return HostQuestion.objects.filter(answered_at__isnull=True).count()


def contact_of(agency: Agency | None) -> dict[str, str]:
    """Return name, telephone and FAX of an agency, as partners read them in the directory.

    What the agency does not show to partners, or the directory does not list, is left out.
    """
    if agency is None:
        return {}
    entry = DirectoryEntry.objects.filter(agency=agency, for_partners=True).first()
    if entry is None:
        return {"name": agency.name}
    return {"name": agency.name, **{key: entry.shown.get(key) or "" for key in ("phone", "fax")}}


def courses_to_choose() -> QuerySet[Course]:
    """Return the courses that may lie in a kit: those that everybody or partners can watch."""
    return public_courses()


def kits_to_give() -> QuerySet[HostKit]:
    """Return the kits in use that hold something."""
    return HostKit.objects.filter(is_open=True, items__isnull=False).distinct()


def agencies_with(kit: HostKit) -> Collection[int]:
    """Return the agencies that got a kit, by id."""
    return list(kit.sendings.values_list("agency", flat=True))


def sent_in_year(year: int) -> int:
    """Return to how many offices a kit was given in a fiscal year."""
    first, last = days_of(year)
    return HostSending.objects.filter(sent_on__gte=first, sent_on__lte=last).count()
