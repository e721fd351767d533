"""Reads for the paper desk: what came in, what has to leave and to whom."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from events.enums import ReplyWay
from events.limits import ANSWERED_WITHIN
from events.registries import Addressee, addressees
from foundation.centre.queries import current_centre
from foundation.japanese.business_days import add_business_days
from foundation.limits.queries import limit

from . import rules
from .enums import LeavingWay, Outcome, ScanState
from .models import OwedLetter, Scan, ScanPage

TABS: Mapping[str, tuple[str, frozenset[ScanState]]] = {
    "open": ("片づける", frozenset({ScanState.ARRIVED, ScanState.READ})),
    "linked": ("入力した", frozenset({ScanState.LINKED})),
    "not_ours": ("当センターあてではない", frozenset({ScanState.NOT_OURS})),
    "unreadable": ("読めなかった", frozenset({ScanState.UNREADABLE})),
}
GONE = Addressee("（記録がありません）", "", "", "", ReplyWay.PHONE, "")


@dataclass(frozen=True)
class Bundle:
    """Everything that waits for one addressee and goes in one way: each letter with whom it goes to."""

    way: LeavingWay
    pieces: tuple[tuple[OwedLetter, Addressee], ...]

    @property
    def letters(self) -> tuple[OwedLetter, ...]:
        return tuple(letter for letter, _ in self.pieces)

    @property
    def first(self) -> OwedLetter:
        return self.letters[0]

    @property
    def to(self) -> Addressee:
        """Whom all of it goes to; a letter that names a person says it better than one to the agency."""
        return next((to for _, to in self.pieces if to.contact), self.pieces[0][1])

    @property
    def contacts(self) -> tuple[str, ...]:
        """The people whom it is for, none where only the agency is known."""
        return tuple(dict.fromkeys(to.contact for _, to in self.pieces if to.contact))

    @property
    def halves(self) -> tuple[str, str]:
        """The number to dial, in two halves."""
        return rules.halves(self.to.fax if self.way == LeavingWay.FAX else self.to.phone)

    @property
    def differs(self) -> str:
        """The FAX number that the directory knows, where it is another than the one on the paper."""
        dialled = rules.digits_of(self.to.fax)
        known = (to.known_fax for _, to in self.pieces)
        return next((each for each in known if rules.digits_of(each) not in ("", dialled)), "")

    def only(self, chosen: Collection[int]) -> "Bundle":
        """Return the part of it that is chosen."""
        return replace(self, pieces=tuple(each for each in self.pieces if each[0].pk in chosen))


def scans() -> QuerySet[Scan]:
    """Return the papers that came in, with whoever put them in or dealt with them."""
    return Scan.objects.select_related("settled_by", "taken_by")


def pages() -> QuerySet[ScanPage]:
    """Return the pictures of all papers."""
    return ScanPage.objects.all()


def scans_in(tab: str) -> QuerySet[Scan]:
    """Return the scans of one tab with the number of their pages; what waits comes in order of arrival."""
    found = scans().filter(state__in=TABS[tab][1])
    return found.annotate(pages_count=Count("pages")).order_by(
        *(("received_at", "pk") if tab == "open" else ("-received_at", "-pk"))
    )


def bundles() -> list[Bundle]:
    """Return what waits, by addressee and way, what waits longest first."""
    groups: dict[tuple[str, str, str], list[tuple[OwedLetter, Addressee]]] = defaultdict(list)
    for letter, to in addressed(OwedLetter.objects.filter(outcome=Outcome.WAITING)):
        way = way_to(to)
        number = rules.digits_of(to.fax if way == LeavingWay.FAX else to.phone)
        key = (way.value, number, to.name or to.contact)
        groups[key].append((letter, to))
    return [Bundle(LeavingWay(key[0]), tuple(pieces)) for key, pieces in groups.items()]


def bundle_of(letter_id: int) -> Bundle | None:
    """Return the bundle that holds a letter which still waits."""
    return next((each for each in bundles() if any(one.pk == letter_id for one in each.letters)), None)


def addressed(letters: QuerySet[OwedLetter]) -> list[tuple[OwedLetter, Addressee]]:
    """Return letters with whom they go to, as their sources know them now."""
    found = list(letters.select_related("settled_by").order_by("owed_at", "pk"))
    ids: dict[str, set[int]] = defaultdict(set)
    for letter in found:
        ids[letter.source].add(letter.source_id)
    known = {name: source(ids[name]) for name, source in addressees.items() if name in ids}
    return [(letter, known.get(letter.source, {}).get(letter.source_id, GONE)) for letter in found]


def way_to(to: Addressee) -> LeavingWay:
    """Return how something reaches an addressee: as they wish, else by what there is."""
    if to.fax and to.reply_way != ReplyWay.PHONE:
        return LeavingWay.FAX
    return LeavingWay.PHONE


def settled_today(now: datetime) -> list[tuple[OwedLetter, Addressee]]:
    """Return what has been ticked today, the latest first."""
    start = timezone.make_aware(datetime.combine(timezone.localdate(now), time()))
    settled = OwedLetter.objects.filter(settled_at__gte=start, settled_at__lt=start + timedelta(days=1))
    return sorted(addressed(settled), key=lambda row: (row[0].settled_at, row[0].pk), reverse=True)


def counts(now: datetime) -> tuple[int, int, int, int]:
    """Return how many letters wait, how many are late, how many scans wait, how many cannot be read."""
    waiting = list(OwedLetter.objects.filter(outcome=Outcome.WAITING).values_list("owed_at", flat=True))
    scans = Scan.objects.aggregate(
        waiting=Count("pk", filter=Q(state__in=TABS["open"][1])),
        unreadable=Count("pk", filter=Q(state=ScanState.UNREADABLE)),
    )
    overdue = late(waiting, today=timezone.localdate(now))
    return len(waiting), overdue, scans["waiting"], scans["unreadable"]


def late(moments: Iterable[datetime], *, today: date) -> int:
    """Return how many of these have waited longer than the centre promises."""
    within, closures = limit(ANSWERED_WITHIN, on=today), current_centre().hours.closures
    days = [timezone.localdate(moment) for moment in moments]
    due = {day: add_business_days(day, within, closures) for day in set(days)}
    return sum(due[day] < today for day in days)
