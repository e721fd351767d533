"""Reads of what agencies say of themselves."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from wagtail.models import Revision

from directory.enums import FieldGroup, Level
from directory.finding.limits import FRESH
from directory.finding.profile import Free, Profile, seen_by
from directory.finding.queries import lifetimes, whole_agencies
from directory.finding.rules import Grade, Lifetimes, grade
from directory.finding.truths import Declared, DeclaredService, Truths
from directory.models import Agency, Condition, FieldVisibility, Municipality, ServiceKind
from directory.rules import levels_of
from foundation.limits.queries import limit

from .enums import DraftState, LinkWay
from .limits import LINK_HOLDS
from .models import ConfirmReminder, Declaration, Draft, EntryLink, Offer, Vacancy, VisibilityWish
from .rules import FIELDS, EntryText, OfferText, Words


def fill_truths(truths: Mapping[int, Truths]) -> None:
    """Say what these agencies write of themselves, as staff have approved it, and what was free lately."""
    said = Declaration.objects.filter(agency__in=truths, live=True).in_bulk()
    services: defaultdict[int, list[DeclaredService]] = defaultdict(list)
    for offer in Offer.objects.filter(declaration__in=said).order_by("position", "pk"):
        services[offer.declaration_id].append(
            DeclaredService(
                offer.service_id, offer.capacity, offer.conditions, tuple(offer.served), offer.note
            )
        )
    for row in said.values():
        truths[row.agency_id].declared = Declared(
            summary=row.summary,
            visits=row.visits,
            hours=row.hours,
            building=row.building,
            website=row.website,
            contact_point=" ".join(filter(None, (row.contact_point, row.contact_phone))),
            confirmed_on=row.confirmed_on,
            services=tuple(services[row.pk]),
        )
    newest = Vacancy.objects.filter(agency__in=truths).order_by("agency_id", "service_id", "-as_of", "-pk")
    for vacancy in newest.distinct("agency_id", "service_id"):
        truths[vacancy.agency_id].free[vacancy.service_id] = Free(vacancy.free, vacancy.as_of)


@dataclass(frozen=True)
class Choices:
    """What the form offers: kinds of service, conditions in their groups, municipalities near the agency."""

    services: dict[str, str]
    conditions: list[Condition]
    places: dict[str, str]

    @property
    def words(self) -> Words:
        """Return the names behind codes, as differences are told."""
        return Words(self.services, {each.code: each.name for each in self.conditions}, self.places)


def entry_choices(agency: Agency) -> Choices:
    """Return what this agency may choose from: the municipalities are those of its own prefecture."""
    kinds = ServiceKind.objects.filter(retired_on__isnull=True)
    place = agency.municipality
    near = Municipality.objects.filter(prefecture=place.prefecture) if place else Municipality.objects.all()
    return Choices(
        services={each.code: each.short_name for each in kinds},
        conditions=list(Condition.objects.filter(retired_on__isnull=True)),
        places=dict(near.filter(valid_to__isnull=True).order_by("code").values_list("code", "name")),
    )


def declaration_of(agency: Agency) -> Declaration | None:
    """Return what an agency says of itself, published or not."""
    found: Declaration | None = Declaration.objects.filter(agency=agency).first()
    return found


def entry_of(declaration: Declaration | None) -> EntryText:
    """Return what a declaration says, or a version of it; nothing where there is none."""
    if declaration is None:
        return EntryText()
    offers = sorted(declaration.offers.all(), key=lambda each: each.position)
    texts = tuple(
        OfferText(each.service_id, each.capacity, each.conditions, tuple(each.served), each.note)
        for each in offers
    )
    return EntryText(**{name: getattr(declaration, name) for name in FIELDS}, offers=texts)


def entry_in(revision: Revision) -> EntryText:
    """Return what a version says."""
    return entry_of(revision.as_object())


@dataclass(frozen=True)
class Editing:
    """What a form begins with: the text, and the version that it must still be when the form comes back."""

    text: EntryText
    base: int
    published: EntryText
    waiting: Draft | None
    sent_back: Draft | None


def editing(agency: Agency) -> Editing:
    """Return what waits for this agency, else what was sent back, else what is published."""
    declaration = declaration_of(agency)
    if declaration is None:
        return Editing(EntryText(), 0, EntryText(), None, None)
    published = entry_of(declaration) if declaration.live else EntryText()
    latest = declaration.drafts.select_related("revision").order_by("-pk").first()
    waiting = latest if latest and latest.state == DraftState.WAITING else None
    sent_back = latest if latest and latest.state == DraftState.SENT_BACK else None
    text = entry_in(latest.revision) if latest and (waiting or sent_back) else published
    return Editing(text, base_of(declaration, waiting), published, waiting, sent_back)


def base_of(declaration: Declaration, waiting: Draft | None) -> int:
    """Return the version that whoever writes now has to have seen; 0 where there is none."""
    return (waiting.revision_id if waiting else declaration.live_revision_id) or 0


@dataclass(frozen=True)
class Age:
    """How old an agency's word is, in three grades."""

    confirmed_on: date | None
    confirmed_by: str
    grade: Grade
    heard: str = ""

    @property
    def kind(self) -> str:
        """Return the colour of its state."""
        return {Grade.FRESH: "open", Grade.AGEING: "few", Grade.OLD: "error"}[self.grade]


def age_of(declaration: Declaration | None, *, today: date, lives: Lifetimes | None = None) -> Age:
    """Return how old an agency's word is today, by limits that were asked for already if there are some."""
    said = (declaration.confirmed_on, declaration.confirmed_by) if declaration else (None, "")
    heard = declaration.get_confirmed_way_display() if declaration else ""
    return Age(*said, grade(said[0], today=today, lifetimes=lives or lifetimes(today=today)), heard)


@dataclass(frozen=True)
class View:
    """An agency as readers of one level see it; None where they may not know of it."""

    level: Level
    profile: Profile | None


@dataclass(frozen=True)
class Shown:
    """An agency as everybody sees it, who sees which group, and what the agency wishes instead."""

    views: list[View]
    levels: dict[FieldGroup, Level]
    wishes: dict[str, VisibilityWish]
    agreed: dict[str, FieldVisibility]


def shown(agency: Agency) -> Shown:
    """Return what each kind of reader sees of this agency."""
    (whole,) = whole_agencies([agency.pk])
    levels = levels_of(whole.agreed, kind_level=whole.kind_level)
    return Shown(
        views=[View(level, seen_by(level, whole.profile, levels)) for level in Level],
        levels=levels,
        wishes={each.group: each for each in VisibilityWish.objects.filter(agency=agency)},
        agreed={each.group: each for each in FieldVisibility.objects.filter(agency=agency)},
    )


def agencies_that_write(*, today: date) -> "QuerySet[Agency]":
    """Return the open agencies: a closed one says nothing any more."""
    return Agency.objects.current(today=today).select_related("kind", "municipality")


def service_among(codes: Collection[str], wanted: str) -> ServiceKind | None:
    """Return the wanted kind of service if it is among these."""
    return ServiceKind.objects.filter(pk__in=codes, pk=wanted).first()


def drafts_at_the_desk() -> "QuerySet[Draft]":
    """Return every draft with its agency and who decided on it."""
    return Draft.objects.select_related("declaration__agency__municipality", "revision", "decided_by__person")


def agencies_with_a_wish() -> "QuerySet[VisibilityWish]":
    """Return one wish about who sees what for each agency that has any."""
    wishes = VisibilityWish.objects.select_related("agency")
    return wishes.order_by("agency_id", "group").distinct("agency_id")


def waiting_drafts() -> "QuerySet[Draft]":
    """Return what waits for the centre, the oldest first."""
    waiting = Draft.objects.filter(state=DraftState.WAITING)
    return waiting.select_related("declaration__agency__municipality").order_by("written_at", "pk")


def drafts_of(agency: Agency) -> "QuerySet[Draft]":
    """Return all that was written for an agency, the latest first."""
    found = Draft.objects.filter(declaration__agency=agency)
    return found.select_related("written_by__person", "decided_by__person", "revision").order_by("-pk")


def stale_agencies(*, today: date, keys: Collection[int] | None = None) -> "QuerySet[Agency]":
    """Return the open agencies whose published word is to be confirmed again, the oldest first.

    Agencies that never gave a word are not asked to confirm one. `has_wait` says that a draft waits.
    """
    fresh_since = today - timedelta(days=limit(FRESH, on=today))
    agencies = Agency.objects.current(today=today).filter(declaration__live=True)
    if keys is not None:
        agencies = agencies.filter(pk__in=keys)
    never = Q(declaration__confirmed_on__isnull=True)
    old = agencies.filter(never | Q(declaration__confirmed_on__lt=fresh_since))
    return (
        old.select_related("municipality", "declaration")
        .annotate(has_wait=_waits())
        .order_by(F("declaration__confirmed_on").asc(nulls_first=True), "folded_kana", "pk")
    )


def unanswered_agencies(*, today: date) -> "QuerySet[Agency]":
    """Return whom we asked to confirm their word for so long that the link has run out, and nothing came."""
    long_ago = today - timedelta(days=limit(LINK_HOLDS, on=today))
    asked = ConfirmReminder.objects.filter(
        # A letter asks nobody before it is printed.
        Q(way=LinkWay.MAIL, asked_at__date__lte=long_ago) | Q(printed_at__date__lte=long_ago),
        Q(confirmed_on=OuterRef("declaration__confirmed_on"))
        | Q(confirmed_on__isnull=True, agency__declaration__confirmed_on__isnull=True),
        agency=OuterRef("pk"),
    )
    return stale_agencies(today=today).filter(Exists(asked), ~_waits())


def _waits() -> Exists:
    return Exists(Draft.objects.filter(declaration__agency=OuterRef("pk"), state=DraftState.WAITING))


def links_of(agency: Agency) -> "QuerySet[EntryLink]":
    """Return the links that were made for an agency, the latest first."""
    return EntryLink.objects.filter(agency=agency).order_by("-made_at", "-pk")


def open_link(token_hash: str, *, now: datetime, for_update: bool = False) -> EntryLink | None:
    """Return the link of this hash while it opens the form; nobody writes for a closed agency."""
    current = Agency.objects.current(today=timezone.localdate(now))
    links = EntryLink.objects.filter(
        used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=now, agency__in=current
    )
    if for_update:
        links = links.select_for_update(of=("self",))
    return links.select_related("agency__municipality").filter(token_hash=token_hash).first()


def letters_to_print(*, today: date) -> "QuerySet[ConfirmReminder]":
    """Return the agencies that are asked by a letter that nobody has printed yet."""
    return _letters(stale_agencies(today=today)).filter(printed_at__isnull=True)


def letters_to_print_again(*, today: date) -> "QuerySet[ConfirmReminder]":
    """Return the letters that were printed last, as far as nothing came since: their file may be lost."""
    last = ConfirmReminder.objects.filter(printed_at__isnull=False).order_by("-printed_at")
    unanswered = stale_agencies(today=today).filter(~_waits())
    return _letters(unanswered).filter(printed_at=last.values("printed_at")[:1])


def _letters(stale: "QuerySet[Agency]") -> "QuerySet[ConfirmReminder]":
    """Return the letters that ask these agencies for the word that is old now: none that has closed since."""
    asked = ConfirmReminder.objects.filter(
        Q(confirmed_on=F("agency__declaration__confirmed_on"))
        | Q(confirmed_on__isnull=True, agency__declaration__confirmed_on__isnull=True),
        way=LinkWay.PAPER,
        agency__in=stale.order_by().values("pk"),
    )
    return asked.select_related("agency__municipality").order_by("agency__folded_kana", "pk")
