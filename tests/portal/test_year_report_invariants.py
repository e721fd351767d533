"""What the database refuses of reports and chapters, whoever writes."""

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.enums import PublicRole
from portal.year_report.models import ReportChapter, YearReport
from tests.factories.figures import NOW, somebody
from tests.factories.year_report import make_report, make_second_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(db):
    return somebody(PublicRole.STAFF)


@pytest.fixture
def manager(db):
    return somebody(PublicRole.MANAGER)


# What the database refuses

STAYS = "year_report_yearreport_stays_as_published"
CHAPTER_STAYS = "year_report_reportchapter_stays_as_published"


def do_at_once(deed):
    """Do it and let the database look at once, also at what it would look at when all is written."""
    deed()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def broken(deed):
    """Return the name of the constraint that a deed runs into."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        do_at_once(deed)
    return error.value.__cause__.diag.constraint_name


@pytest.mark.parametrize(
    ("state", "change", "constraint"),
    [
        ("draft", {"title": ""}, "has_a_title"),
        ("draft", {"fiscal_year": 2000}, "has_a_title"),
        ("draft", {"version": 0}, "has_a_title"),
        ("draft", {"state": "proof"}, "sent_by_somebody"),
        ("proof", {"state": "draft"}, "sent_by_somebody"),
        ("proof", {"state": "published"}, "public_with_a_date"),
        ("published", {"published_at": None}, "public_with_a_date"),
        ("published", {"threshold": None}, "public_with_a_date"),
        ("published", {"state": "proof"}, "public_with_a_date"),
    ],
)
def test_a_report_without_what_it_needs_is_refused(state, change, constraint):
    make_report(state=state)
    assert broken(lambda: YearReport.objects.update(**change)) == f"year_report_yearreport_{constraint}"


def test_a_state_is_one_of_the_known(manager):
    report = make_report()
    assert broken(lambda: YearReport.objects.filter(pk=report.pk).update(state="gone")) == (
        "year_report_yearreport_public_with_a_date"
    )
    unknown = {"state": "gone", "sent_by": manager, "begun_by": manager, "changed_at": NOW}
    strange = YearReport(fiscal_year=2024, title="報告", **unknown)
    assert broken(lambda: YearReport.objects.bulk_create([strange])) == (
        "year_report_yearreport_state_is_known"
    )


@pytest.mark.parametrize("state", ["published", "withdrawn"])
@pytest.mark.parametrize(
    "change", [{"title": "ほか"}, {"foreword": "ほか"}, {"threshold": 6}, {"fiscal_year": 2024}]
)
def test_what_was_published_once_is_not_written_over(state, change):
    make_report(state=state)
    assert broken(lambda: YearReport.objects.update(**change)) == STAYS


def test_a_published_report_goes_no_way_back_and_is_not_deleted():
    report = make_report(state="withdrawn")
    everything = YearReport.objects.filter(pk=report.pk)
    assert broken(lambda: everything.update(state="published")) == STAYS
    assert broken(lambda: everything._raw_delete("default")) in (STAYS, CHAPTER_STAYS)
    assert broken(everything.delete) == CHAPTER_STAYS


def test_the_chapters_of_a_published_report_stay_as_they_are():
    report = make_report()
    later = {"report": report, "order": 9, "heading": "あとから"}
    deeds = [
        lambda: ReportChapter.objects.update(words="ほか"),
        ReportChapter.objects.all().delete,
        lambda: ReportChapter.objects.bulk_create([ReportChapter(**later)]),
    ]
    assert [broken(deed) for deed in deeds] == [CHAPTER_STAYS] * 3


def test_who_sent_a_report_cannot_have_published_it(staff):
    make_report()
    assert broken(lambda: YearReport.objects.update(published_by=staff)) == (
        "year_report_yearreport_published_by_a_second_person"
    )


def test_a_year_has_one_published_and_one_open_version(manager):
    report = make_report()
    make_second_version(report)
    publish = YearReport.objects.filter(version=1)
    assert broken(lambda: publish.update(state="published")) == ("year_report_yearreport_one_is_published")
    assert broken(lambda: YearReport.objects.filter(version=2).update(version=1)) == (
        "year_report_yearreport_version_once"
    )
    draft = {"fiscal_year": 2025, "title": "下書き", "begun_by": manager, "changed_at": NOW}
    drafts = [YearReport(version=number, **draft) for number in (3, 4)]
    assert broken(lambda: YearReport.objects.bulk_create(drafts)) == ("year_report_yearreport_one_is_written")


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"heading": ""}, "has_a_heading"),
        ({"pulled_at": None}, "numbers_have_a_source"),
        ({"source": ""}, "numbers_have_a_source"),
    ],
)
def test_a_chapter_without_what_it_needs_is_refused(change, constraint):
    make_report(state="draft")
    assert broken(lambda: ReportChapter.objects.update(**change)) == (
        f"year_report_reportchapter_{constraint}"
    )


@pytest.mark.parametrize(
    ("change", "constraint"), [({}, "place_once"), ({"order": 9, "source": "figures"}, "source_once")]
)
def test_a_chapter_stands_once_in_its_place_and_for_its_source(change, constraint):
    report = make_report(state="draft")
    fields = {"report": report, "order": 1, "heading": "ほか"} | change
    fields |= {"pulled_at": NOW} if "source" in fields else {}
    chapter = ReportChapter(**fields)
    assert broken(lambda: ReportChapter.objects.bulk_create([chapter])) == (
        f"year_report_reportchapter_{constraint}"
    )
