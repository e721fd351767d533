"""What a reader sees of an agency: the one place where the three truths meet and what is hidden is left out.

Pages, lists, exports, papers, the map and the index are all made of a `Profile`; none reads the tables
behind it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from directory.enums import FieldGroup, Level
from directory.rules import levels_of, may_see

from .rules import Sources


@dataclass(frozen=True)
class Place:
    """A municipality."""

    key: int
    code: str
    name: str
    prefecture: str


@dataclass(frozen=True)
class Word:
    """A kind or condition with its other names, by which it is found."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    reading: str = ""


@dataclass(frozen=True)
class Free:
    """How many places were free on a day."""

    places: int
    as_of: date


@dataclass(frozen=True)
class Service:
    """One service of an agency, of official data and what the agency says together."""

    kind: Word
    official_name: str
    # For whom it is: disability, elderly, children …
    targets: tuple[str, ...] = ()
    capacity: int | None = None
    office_number: str = ""
    hours: Mapping[str, str] = field(default_factory=dict)
    free: Free | None = None
    conditions: Mapping[str, str] = field(default_factory=dict)
    served: tuple[str, ...] = ()
    note: str = ""
    is_missing: bool = False
    # The national data set that publishes it.
    source: str = ""


@dataclass(frozen=True)
class Address:
    """Where an agency is; the municipality stands apart, because it is shown even where this is not."""

    postal_code: str
    text: str
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True)
class Contact:
    """How an agency is reached."""

    phone: str = ""
    fax: str = ""
    email: str = ""
    website: str = ""


@dataclass(frozen=True)
class Introduction:
    """What an agency writes about itself."""

    summary: str = ""
    visits: str = ""
    hours: str = ""
    building: str = ""


@dataclass(frozen=True)
class Acceptance:
    """What an agency wishes and has done; the centre's own notes are no part of it."""

    state: str
    experienced_since: int | None = None
    contact_way: str = ""
    # The state as people read it.
    words: str = ""


@dataclass(frozen=True)
class Housing:
    """A housing body's registration."""

    state: str
    registered_on: date | None = None
    registered_with: str = ""
    meals: bool | None = None
    sexes: str = ""
    places: int | None = None
    spare_use: str = ""
    longest_months: int | None = None
    # Of which day all this is.
    as_of: date | None = None
    # The state, and whom it takes in, as people read it.
    words: str = ""
    sexes_words: str = ""


@dataclass(frozen=True)
class Profile:
    """An agency as readers of one level see it. What is None or empty is not known, or not for them."""

    key: int
    public_id: str
    name: str
    name_kana: str
    kind: Word
    group: str
    sector: str
    corporation: str = ""
    place: Place | None = None
    address: Address | None = None
    contact: Contact | None = None
    introduction: Introduction | None = None
    # Whom to ask about taking somebody in.
    contact_point: str = ""
    services: tuple[Service, ...] = ()
    acceptance: Acceptance | None = None
    housing: Housing | None = None
    # From whom all this is known, and of which day.
    sources: Sources = field(default_factory=Sources)

    @property
    def free(self) -> Free | None:
        """The latest word that places are free."""
        open_places = [each.free for each in self.services if each.free and each.free.places]
        return max(open_places, key=lambda each: each.as_of, default=None)


def seen_by(reader: Level, whole: Profile, levels: Mapping[FieldGroup, Level]) -> Profile | None:
    """Return what readers of this level see of a whole profile; None where they may not know of it."""

    def sees(group: FieldGroup) -> bool:
        return may_see(reader, levels[group])

    if not sees(FieldGroup.LISTING):
        return None
    if all(sees(group) for group in _groups_with_content(whole)):
        return whole
    return replace(
        whole,
        address=whole.address if sees(FieldGroup.ADDRESS) else None,
        contact=whole.contact if sees(FieldGroup.CONTACT) else None,
        introduction=whole.introduction if sees(FieldGroup.PROFILE) else None,
        contact_point=whole.contact_point if sees(FieldGroup.CONDITIONS) else "",
        services=tuple(_service(each, sees) for each in whole.services) if sees(FieldGroup.SERVICES) else (),
        acceptance=whole.acceptance if sees(FieldGroup.ACCEPTANCE) else None,
        housing=whole.housing if sees(FieldGroup.HOUSING) else None,
    )


def _groups_with_content(whole: Profile) -> Iterator[FieldGroup]:
    """Return the groups of which anything is known: most agencies have nothing to hide."""
    services = whole.services
    known = {
        FieldGroup.ADDRESS: whole.address,
        FieldGroup.CONTACT: whole.contact,
        FieldGroup.PROFILE: whole.introduction or any(each.note for each in services),
        FieldGroup.CONDITIONS: whole.contact_point or any(each.conditions for each in services),
        FieldGroup.SERVICES: services,
        FieldGroup.VACANCY: any(each.free for each in services),
        FieldGroup.ACCEPTANCE: whole.acceptance,
        FieldGroup.HOUSING: whole.housing,
    }
    return (group for group, content in known.items() if content)


def _service(service: Service, sees: Callable[[FieldGroup], bool]) -> Service:
    return replace(
        service,
        free=service.free if sees(FieldGroup.VACANCY) else None,
        conditions=service.conditions if sees(FieldGroup.CONDITIONS) else {},
        note=service.note if sees(FieldGroup.PROFILE) else "",
    )


def views(
    whole: Profile, agreed: Mapping[str, str], *, kind_level: str
) -> Sequence[tuple[Profile, frozenset[Level]]]:
    """Return the different views of an agency, each with the readers who have it.

    Readers who may not know of it are in none.
    """
    levels = levels_of(agreed, kind_level=kind_level)
    found: list[tuple[Profile, frozenset[Level]]] = []
    for reader in Level:
        view = seen_by(reader, whole, levels)
        if view is None:
            continue
        if found and found[-1][0] == view:
            found[-1] = (view, found[-1][1] | {reader})
        else:
            found.append((view, frozenset({reader})))
    return found
