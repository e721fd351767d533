"""One agency's page: its profile in the words of readers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from directory.enums import Answer, Level, OfficialSource, Target

from .profile import Profile, Service
from .queries import condition_words, lifetimes, place_names, service_kinds
from .rules import Grade, Lifetimes, Vacancy, freshness_legend, grade, since_when, vacancy


@dataclass(frozen=True)
class ShownService:
    """A service with its conditions and places in words."""

    service: Service
    plain: str
    targets: str
    vacancy: Vacancy | None
    conditions: Sequence[tuple[str, str]]
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
    conditions = {code: word.name for code, word in condition_words().items()}
    names = place_names({code for each in profile.services for code in each.served})
    known = max(filter(None, (profile.confirmed_on, profile.published_on)), default=None)
    return Leaf(
        profile=profile,
        level=level,
        services=[
            ShownService(
                service=each,
                plain=kinds[each.kind.code].plain if each.kind.code in kinds else "",
                targets="、".join(str(Target(target).label) for target in each.targets),
                vacancy=_vacancy(each, today, lives),
                conditions=[
                    (conditions[code], str(Answer(answer).label))
                    for code, answer in each.conditions.items()
                    if code in conditions
                ],
                served="、".join(names.get(code, code) for code in each.served),
                hours=[(label, text) for label, text in each.hours.items() if text],
            )
            for each in profile.services
        ],
        grade=grade(known, today=today, lifetimes=lives),
        legend=freshness_legend(lives),
        since=since_when(confirmed_on=profile.confirmed_on, published_on=profile.published_on),
        sources=list(_sources(profile)),
    )


def _vacancy(service: Service, today: date, lives: Lifetimes) -> Vacancy | None:
    if service.free is None:
        return None
    return vacancy(service.free.places, service.free.as_of, today=today, lifetimes=lives)


def _sources(profile: Profile) -> Iterator[str]:
    for source in OfficialSource:
        if any(each.source == source for each in profile.services):
            yield str(source.label)
