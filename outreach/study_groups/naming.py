"""How people of a community are named to a reader: by name where they may be, else by agency and place."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from accounts.models import User
from directory.models import Agency

from .access import Standing
from .enums import GROUP_DESK_ROLES
from .models import Delegate
from .rules import is_committee

NOBODY_KNOWN = "この会の方"


def may_be_named(standing: Standing, agency: int, *, is_shown: bool) -> bool:
    """Return whether somebody of an agency may be named to this reader.

    The centre and people of the same agency see the name, others where `is_shown` says that they agreed. The
    members of a committee are known to each other.
    """
    committee = is_committee(standing.community.kind)
    return standing.is_centre or committee or is_shown or agency in standing.agencies


@dataclass(frozen=True)
class Naming:
    """How some people are named to one reader; `rows` are as what they stand or stood, the latest first."""

    standing: Standing
    reader: int
    today: date
    names_all: bool
    rows: Mapping[int, list[Delegate]] = field(default_factory=dict)
    centre: frozenset[int] = frozenset()

    def may_name(self, person: int, agency: int | None = None) -> bool:
        """Return whether the reader sees this person's name, as of one agency or of all they stand for.

        Who agreed to be named is named for as long as they stand there.
        """
        if self.names_all or person == self.reader or person in self.centre:
            return True
        rows = self._rows_of(person, agency)
        if not rows:
            return agency in self.standing.agencies
        return all(
            may_be_named(
                self.standing, each.member.agency_id, is_shown=each.is_shown and not self._is_over(each)
            )
            for each in rows
        )

    def called(self, person: int, name: str, agency: Agency | None = None) -> str:
        """Return 見本 花子さん, or グループホームみなもの方（代表） where the name may not be said."""
        if self.may_name(person, agency.pk if agency else None):
            return f"{name}さん"
        rows = self._rows_of(person, agency.pk if agency else None)
        if rows:
            return f"{rows[0].member.agency.name}の方（{rows[0].get_place_display()}）"
        return f"{agency.name}の方" if agency else NOBODY_KNOWN

    def _rows_of(self, person: int, agency: int | None) -> list[Delegate]:
        """Return as what they stand now; as what they stood last where that is over."""
        found = [
            each for each in self.rows.get(person, []) if agency is None or each.member.agency_id == agency
        ]
        return [each for each in found if not self._is_over(each)] or found[:1]

    def _is_over(self, row: Delegate) -> bool:
        ends = [each for each in (row.until, row.member.until) if each is not None]
        return any(each <= self.today for each in ends)


def naming_for(standing: Standing, reader: int, people: Collection[int], *, today: date) -> Naming:
    """Return how these people are named to a reader, in two queries; in none where everybody is named."""
    if standing.is_centre or is_committee(standing.community.kind):
        return Naming(standing, reader, today, names_all=True)
    rows = defaultdict[int, list[Delegate]](list)
    stood = Delegate.objects.filter(
        member__community=standing.community, person__in=people, since__lte=today
    ).select_related("member__agency")
    for each in stood.order_by("-since", "-pk"):
        rows[each.person_id].append(each)
    centre = User.objects.filter(person__in=people, groups__name__in=GROUP_DESK_ROLES)
    return Naming(
        standing,
        reader,
        today,
        names_all=False,
        rows=rows,
        centre=frozenset(centre.values_list("person", flat=True)),
    )
