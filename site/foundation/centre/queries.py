from dataclasses import dataclass
from datetime import date

from foundation.japanese.business_days import Closures, YearlyClosure
from foundation.japanese.dates import clock_time

from .models import CentreProfile
from .rules import OpeningHours


@dataclass(frozen=True)
class Centre:
    """The centre's profile as every page and paper needs it."""

    name: str
    name_kana: str
    operator: str
    director: str
    prefecture: str
    opened_on: date | None
    postal_code: str
    address: str
    route: str
    phone: str
    fax: str
    email: str
    hours: OpeningHours

    @property
    def signature(self) -> tuple[str, ...]:
        """The lines under which the centre's head signs a letter; without a name it is the office alone."""
        head = "　".join(filter(None, ("センター長", self.director)))
        return *((self.operator,) if self.operator else ()), self.name, head

    @property
    def hours_text(self) -> str:
        return f"平日 {clock_time(self.hours.opens_at)}〜{clock_time(self.hours.closes_at)}"

    @property
    def hours_short(self) -> str:
        return f"平日 {self.hours.opens_at:%-H:%M}〜{self.hours.closes_at:%-H:%M}"


NOT_YET = CentreProfile(pk=1, name="地域生活定着支援センター", phone="", closed_weekdays=[5, 6])


def stored_profile() -> CentreProfile | None:
    """Return the profile as it is stored; None before it is filled in."""
    return CentreProfile.objects.first()


def current_centre() -> Centre:
    """Return the one profile; before it is filled in, a nameless one, so that no page ever fails for it."""
    profile = stored_profile() or NOT_YET
    return Centre(
        name=profile.name,
        name_kana=profile.name_kana,
        operator=profile.operator,
        director=profile.director,
        prefecture=profile.prefecture,
        opened_on=profile.opened_on,
        postal_code=profile.postal_code,
        address=profile.address,
        route=profile.route,
        phone=profile.phone,
        fax=profile.fax,
        email=profile.email,
        hours=OpeningHours(profile.opens_at, profile.closes_at, closures(profile)),
    )


def closures(profile: CentreProfile) -> Closures:
    """Return the profile's closed days in the form that business-day rules read."""
    return Closures(
        weekdays=frozenset(profile.closed_weekdays),
        yearly=(YearlyClosure(_month_day(profile.year_end_from), _month_day(profile.year_end_until)),),
        dates=frozenset(profile.closed_dates),
    )


def _month_day(text: str) -> tuple[int, int]:
    month, day = text.split("-")
    return int(month), int(day)
