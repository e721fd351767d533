"""Verbs: a report is begun from what every source tells, written, looked through, published, made anew."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from accounts.access import has_role
from accounts.models import User
from content.search.services import index_in_transaction
from foundation.audit import chain
from foundation.decision import YES, Decision, is_as_seen
from foundation.japanese.dates import fiscal_year as fiscal_year_of
from foundation.japanese.dates import fiscal_year_label
from foundation.public_pages import clear_public_pages_in_transaction
from foundation.registry import report_chapters
from foundation.report_chapters import Chapter
from foundation.transactions import assert_in_transaction
from portal.figures.enums import Scope, TableState
from portal.figures.models import StatTable
from portal.figures.queries import published_tables, seen_beside_others, small_counts_threshold
from portal.figures.services import lock_own_in_transaction
from portal.figures.side_by_side import may_stand_beside

from . import hiding, queries, rules
from .enums import LEADING_ROLES
from .exceptions import ChapterIsGone, ReportRefused
from .models import ReportChapter, YearReport
from .search import SOURCE
from .snapshots import links_as_data, tables_as_data

OR_WITHDRAW = "前の版のほうを出さないときは、先に、前の版の「公開をやめる」を押してください。"
DONE = {
    "send": "sent",
    "take_back": "taken_back",
    "publish": "published",
    "replace": "replaced",
    "withdraw": "withdrawn",
}
WRITTEN = ("heading", "words")
PULLED = ("tables", "links", "hint", "pulled_at")
PUBLICATION = ("published_by", "published_at", "threshold")
COPIED = ("order", "source", *WRITTEN, "hint", "tables", "links", "pulled_at")


@transaction.atomic(durable=True)
def begin_report(*, fiscal_year: int, actor: User, now: datetime, is_sample: bool = False) -> YearReport:
    """Begin the report of a fiscal year with a chapter from every source. Raises ReportRefused."""
    _lock_year(fiscal_year)
    has_any = YearReport.objects.filter(fiscal_year=fiscal_year).exists()
    this_year = fiscal_year_of(timezone.localdate(now))
    _require(rules.may_begin(fiscal_year, this_year=this_year, has_any=has_any))
    report = YearReport.objects.create(
        fiscal_year=fiscal_year,
        title=f"{fiscal_year_label(fiscal_year).partition('（')[0]} 事業報告書",
        is_sample=is_sample,
        begun_by=actor,
        changed_at=now,
    )
    pull_in_transaction(report, now=now)
    chain.record("year_report.begun", actor=actor, subject=report, now=now)
    return report


@transaction.atomic(durable=True)
def change_report(*, report: YearReport, values: Mapping[str, str], actor: User, now: datetime) -> None:
    """Write title and foreword of a draft. Raises ReportRefused."""
    report = _draft(report)
    changed = [name for name, value in values.items() if getattr(report, name) != value]
    for name in changed:
        setattr(report, name, values[name])
    _touch(report, now, *changed)
    chain.record("year_report.changed", actor=actor, subject=report, now=now, fields=changed)


@transaction.atomic(durable=True)
def add_chapter(*, report: YearReport, heading: str, words: str, actor: User, now: datetime) -> ReportChapter:
    """Add a chapter of words alone at the end of a draft. Raises ReportRefused."""
    report = _draft(report)
    chapter = report.chapters.create(order=_next_place(report), heading=heading, words=words)
    _touch(report, now)
    chain.record("year_report.chapter_added", actor=actor, subject=chapter, now=now, fields=WRITTEN)
    return chapter


@transaction.atomic(durable=True)
def change_chapter(*, chapter: ReportChapter, values: Mapping[str, str], actor: User, now: datetime) -> None:
    """Write heading and words of a chapter; its tables stay. Raises ReportRefused."""
    report = _draft(chapter.report)
    chapter = _of(report, chapter)
    changed = [name for name in WRITTEN if getattr(chapter, name) != values[name]]
    for name in changed:
        setattr(chapter, name, values[name])
    chapter.save(update_fields=changed)
    _touch(report, now)
    chain.record("year_report.chapter_changed", actor=actor, subject=chapter, now=now, fields=changed)


@transaction.atomic(durable=True)
def move_chapter(*, chapter: ReportChapter, back: bool, actor: User, now: datetime) -> None:
    """Let a chapter change places with the one before it, or the one after; at the end nothing happens.

    Raises ReportRefused.
    """
    report = _draft(chapter.report)
    chapters = queries.own_chapters(report)
    place = chapters.index(_of(report, chapter))
    other = place - 1 if back else place + 1
    if 0 <= other < len(chapters):
        one, two = chapters[place], chapters[other]
        one.order, two.order = two.order, one.order
        ReportChapter.objects.bulk_update([one, two], ["order"])
    _touch(report, now)
    chain.record("year_report.chapter_moved", actor=actor, subject=chapter, now=now, fields=["order"])


@transaction.atomic(durable=True)
def remove_chapter(*, chapter: ReportChapter, actor: User, now: datetime) -> None:
    """Take a chapter with its words out of a draft; its numbers can be pulled again. Raises ReportRefused."""
    report = _draft(chapter.report)
    gone = _of(report, chapter)
    _touch(report, now)
    chain.record("year_report.chapter_removed", actor=actor, subject=gone, now=now)
    gone.delete()


@transaction.atomic(durable=True)
def pull_again(*, report: YearReport, actor: User, now: datetime) -> None:
    """Ask every source anew: tables and links are replaced, words stay, what is missing comes back.

    Raises ReportRefused.
    """
    report = _draft(report)
    pull_in_transaction(report, now=now)
    _touch(report, now)
    chain.record("year_report.pulled", actor=actor, subject=report, now=now, fields=["chapters"])


@transaction.atomic(durable=True)
def pull_chapter(*, chapter: ReportChapter, actor: User, now: datetime) -> None:
    """Ask the source of one chapter anew; heading and words stay. Raises ReportRefused."""
    report = _draft(chapter.report)
    own = _of(report, chapter)
    told = _told(report.fiscal_year, now).get(own.source)
    if told is None:
        raise ReportRefused("この章のもとになる記録は、いまはありません。")
    _put(own, told, now)
    _touch(report, now)
    chain.record("year_report.chapter_pulled", actor=actor, subject=chapter, now=now, fields=["tables"])


@transaction.atomic(durable=True)
def send_report(*, report: YearReport, actor: User, now: datetime) -> None:
    """Ask for a second person. Raises ReportRefused while something is missing, or would tell too much.

    Words may, and tables beside the public figures of the year or an earlier version.
    """
    report = _locked(report)
    _require(rules.may_move(report.state, "send"))
    chapters = queries.own_chapters(report)
    empty = [chapter.heading for chapter in chapters if chapter.is_empty]
    _require(rules.may_send(chapters=len(chapters), empty=empty))
    threshold = small_counts_threshold()
    _require(hiding.tells_nothing_hidden(report, threshold))
    # Asked again on the day of publication: what nobody could let out is not worth a second person's reading.
    public = published_tables(Scope.OWN, year=report.fiscal_year)
    _require(_stands_beside(report, public, threshold))
    report.sent_by = actor
    _move(report, "send", "sent_by", actor=actor, now=now)


@transaction.atomic(durable=True)
def take_report_back(*, report: YearReport, actor: User, now: datetime) -> None:
    """Make a report that is being looked through a draft again. Raises ReportRefused."""
    report = _locked(report)
    _require(rules.may_move(report.state, "take_back"))
    report.sent_by = None
    _move(report, "take_back", "sent_by", actor=actor, now=now)


@transaction.atomic(durable=True)
def publish_report(*, report: YearReport, actor: User, now: datetime) -> None:
    """Let everybody read a report, as a second person; the version before it stays reachable.

    `report` is as that person has read it. Its tables and the smallest count it shows are from now on those
    of this day. Raises ReportRefused, also when it has changed since.
    """
    read = report
    report = _locked(report)
    is_manager = has_role(actor, LEADING_ROLES)
    _require(rules.may_publish(report.state, is_by_who_sent=actor == report.sent_by, is_manager=is_manager))
    _require(is_as_seen(report.changed_at, read.changed_at))
    # The threshold may have risen, and tables may have been published, since the report was sent.
    own = lock_own_in_transaction()
    public = [
        each for each in own if each.state == TableState.PUBLISHED and each.fiscal_year == report.fiscal_year
    ]
    threshold = small_counts_threshold()
    _require(hiding.tells_nothing_hidden(report, threshold))
    _require(_stands_beside(report, public, threshold))
    before = YearReport.objects.current().filter(fiscal_year=report.fiscal_year)
    for old in before.select_for_update(no_key=True, of=("self",)):
        _move(old, "replace", actor=actor, now=now)
    report.published_by, report.published_at, report.threshold = actor, now, threshold
    _move(report, "publish", *PUBLICATION, actor=actor, now=now)


@transaction.atomic(durable=True)
def withdraw_report(*, report: YearReport, actor: User, now: datetime) -> None:
    """Take a published version out of sight, as when it told of somebody. Raises ReportRefused."""
    report = _locked(report)
    _require(rules.may_move(report.state, "withdraw"))
    _move(report, "withdraw", actor=actor, now=now)


@transaction.atomic(durable=True)
def reopen_report(*, report: YearReport, actor: User, now: datetime) -> YearReport:
    """Begin a new version with the words and tables of a published one, which stays public meanwhile.

    Raises ReportRefused.
    """
    _lock_year(report.fiscal_year)
    old = _locked(report)
    _require(rules.may_reopen(old.state, has_open=queries.is_open(old.fiscal_year)))
    latest = YearReport.objects.filter(fiscal_year=old.fiscal_year).aggregate(Max("version"))
    new = YearReport.objects.create(
        fiscal_year=old.fiscal_year,
        version=latest["version__max"] + 1,
        title=old.title,
        foreword=old.foreword,
        is_sample=old.is_sample,
        begun_by=actor,
        changed_at=now,
    )
    ReportChapter.objects.bulk_create(
        ReportChapter(report=new, **{name: getattr(chapter, name) for name in COPIED})
        for chapter in queries.own_chapters(old)
    )
    chain.record("year_report.reopened", actor=actor, subject=new, now=now)
    return new


def pull_in_transaction(report: YearReport, *, now: datetime) -> None:
    """Ask every source: replace what stands in its chapter, or add a chapter at the end."""
    assert_in_transaction("pull")
    known = {chapter.source: chapter for chapter in report.chapters.exclude(source="")}
    place = _next_place(report)
    told = sorted(_told(report.fiscal_year, now).items(), key=lambda each: each[1].order)
    for source, chapter in told:
        if source in known:
            _put(known[source], chapter, now)
        else:
            new = ReportChapter(report=report, order=place, source=source, heading=chapter.heading)
            _put(new, chapter, now)
            place += 1


def _told(fiscal_year: int, now: datetime) -> dict[str, Chapter]:
    """Return what each source has to say of a year, without those that have nothing."""
    told = ((name, source(fiscal_year, now)) for name, source in report_chapters.items())
    return {name: chapter for name, chapter in told if chapter is not None}


def _put(chapter: ReportChapter, told: Chapter, now: datetime) -> None:
    chapter.tables, chapter.links = tables_as_data(told.tables), links_as_data(told.links)
    chapter.hint, chapter.pulled_at = told.hint, now
    chapter.save(update_fields=PULLED if chapter.pk else None)


def _next_place(report: YearReport) -> int:
    last: int | None = report.chapters.aggregate(Max("order"))["order__max"]
    return (last or 0) + 1


def _locked(report: YearReport) -> YearReport:
    found = YearReport.objects.select_for_update(no_key=True, of=("self",)).filter(pk=report.pk).first()
    if found is None:
        raise ReportRefused("この報告は、もうありません。")
    return found


def _lock_year(fiscal_year: int) -> None:
    """Let a second person who begins a version of the same year wait for the first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"year_report:{fiscal_year}"]
        )


def _draft(report: YearReport) -> YearReport:
    """Return the report under a lock. Raises ReportRefused unless it is a draft."""
    locked = _locked(report)
    _require(rules.may_change(locked.state))
    return locked


def _of(report: YearReport, chapter: ReportChapter) -> ReportChapter:
    """Return a chapter as it is now. Raises ReportRefused when somebody has taken it out meanwhile."""
    found = report.chapters.filter(pk=chapter.pk).first()
    if found is None:
        raise ChapterIsGone
    return found


def _touch(report: YearReport, now: datetime, *changed: str) -> None:
    report.changed_at = now
    report.save(update_fields=["changed_at", *changed])


def _require(decision: Decision) -> None:
    if not decision.allowed:
        raise ReportRefused(decision.reason)


def _stands_beside(report: YearReport, public: Iterable[StatTable], threshold: int) -> Decision:
    """Decide whether the report, the public figures of its year and earlier versions keep secrets."""
    beside = [seen_beside_others(table, threshold=threshold) for table in public]
    versions = hiding.tables_beside(threshold, report.fiscal_year)
    for table in hiding.seen_tables(report, threshold=threshold):
        decision = may_stand_beside(table, beside, threshold=threshold)
        if not decision.allowed:
            return Decision(False, f"「{table.title}」を、{decision.reason}")
        decision = may_stand_beside(table, [], versions, threshold=threshold)
        if not decision.allowed:
            return Decision(False, f"「{table.title}」を、{decision.reason}{OR_WITHDRAW}")
    return YES


def _move(report: YearReport, move: str, *changed: str, actor: User, now: datetime) -> None:
    report.state, report.changed_at = rules.MOVES[move].ends, now
    report.save(update_fields=["state", "changed_at", *changed])
    clear_public_pages_in_transaction()
    index_in_transaction(SOURCE, [report.pk])
    chain.record(f"year_report.{DONE[move]}", actor=actor, subject=report, now=now)
