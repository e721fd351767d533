"""One agency's page: its profile in the words of readers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from directory.enums import Answer, Level, OfficialSource, Target
from directory.models import Condition

from .profile import Profile, Service
from .queries import conditions_in_use, lifetimes, place_names, service_kinds
from .rules import Grade, Lifetimes, Vacancy, freshness_legend, grade, since_when, vacancy


@dataclass(frozen=True)
class ShownService:
    """A service with its conditions and places in words."""

    service: Service
    plain: str
    targets: str
    vacancy: Vacancy | None
    # Group → names and answers, in the order of the list of conditions.
    conditions: Mapping[str, Sequence[tuple[str, str]]]
    served: str
    hours: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Leaf:
    """What one page shows of an agency."""

    profile: Profile
    level: Level
    services: Sequence[ShownService]
    grade: Grade
    legend: str
    since: str
    sources: Sequence[str]

    @property
    def tags(self) -> list[str]:
        """What it is and what it offers, each name once."""
        names = (self.profile.kind.name, *(each.service.kind.name for each in self.services))
        return list(dict.fromkeys(names))

    @property
    def says_of_acceptance(self) -> bool:
        """Whether anything about taking people in is shown."""
        profile = self.profile
        return bool(profile.acceptance or profile.contact_point or profile.housing)


def leaf(profile: Profile, *, level: Level, today: date) -> Leaf:
    """Return the page of a profile, in five queries however much there is."""
    lives, kinds = lifetimes(today=today), service_kinds()
    conditions = conditions_in_use()
    names = place_names({code for each in profile.services for code in each.served})
    return Leaf(
        profile=profile,
        level=level,
        services=[
            ShownService(
                service=each,
                plain=kinds[each.kind.code].plain if each.kind.code in kinds else "",
                targets="、".join(str(Target(target).label) for target in each.targets),
                vacancy=_vacancy(each, today, lives),
                conditions=_in_groups(each, conditions),
                served="、".join(names.get(code, code) for code in each.served),
                hours=[(label, text) for label, text in each.hours.items() if text],
            )
            for each in profile.services
        ],
        grade=grade(profile.sources.known_on, today=today, lifetimes=lives),
        legend=freshness_legend(lives),
        since=since_when(profile.sources),
        sources=list(_sources(profile)),
    )


def _in_groups(service: Service, conditions: Iterable[Condition]) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for each in conditions:
        if answer := service.conditions.get(each.code):
            found.setdefault(each.group, []).append((each.name, str(Answer(answer).label)))
    return found


def _vacancy(service: Service, today: date, lives: Lifetimes) -> Vacancy | None:
    if service.free is None:
        return None
    return vacancy(service.free.places, service.free.as_of, today=today, lifetimes=lives)


def _sources(profile: Profile) -> Iterator[str]:
    for source in OfficialSource:
        if any(each.source == source for each in profile.services):
            yield str(source.label)
