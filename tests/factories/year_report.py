"""Yearly reports in each state, made by the services that the desk uses."""

from accounts.enums import PublicRole
from portal.year_report import services
from tests.factories.figures import NOW, make_table, somebody

ROWS = (("電話", "23"), ("来所", "9"), ("手紙", "6"), ("メール", "2"))


def make_report(rows=ROWS, *, state="published", year=2025, words="電話がふえました。", **details):
    """Make a report of one table of figures, sent by staff and published by the manager."""
    make_table(rows, fiscal_year=year, adds_up=True, **details)
    staff, manager = somebody(PublicRole.STAFF), somebody(PublicRole.MANAGER)
    report = services.begin_report(fiscal_year=year, actor=manager, now=NOW)
    chapter = report.chapters.get(source="figures")
    values = {"heading": chapter.heading, "words": words}
    services.change_chapter(chapter=chapter, values=values, actor=staff, now=NOW)
    return bring(report, state)


def bring(report, state):
    """Bring a draft to a later state by the two people it takes."""
    staff, manager = somebody(PublicRole.STAFF), somebody(PublicRole.MANAGER)
    if state != "draft":
        services.send_report(report=report, actor=staff, now=NOW)
    if state in ("published", "withdrawn"):
        services.publish_report(report=report, actor=manager, now=NOW)
    if state == "withdrawn":
        services.withdraw_report(report=report, actor=manager, now=NOW)
    report.refresh_from_db()
    return report


def make_second_version(report):
    """Publish a new version of a published report; returns it, the old one is replaced."""
    new = services.reopen_report(report=report, actor=somebody(PublicRole.MANAGER), now=NOW)
    bring(new, "published")
    report.refresh_from_db()
    return new
