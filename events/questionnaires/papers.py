"""The papers of a questionnaire: the sheet to fill in, the summary, letters to who has not answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from events import letters as event_letters
from foundation.centre.queries import current_centre
from foundation.exports.table import Column, Table
from foundation.japanese.dates import long_date, wareki
from foundation.printing.pdf import PaperDoesNotFit, render_pdf

from .letters import Group
from .models import Questionnaire
from .queries import Results

HIDDEN = "少ないため出しません"
SUMMARY_COLUMNS = (
    Column("番号", "number", 6),
    Column("質問", width=44),
    Column("答え", width=40),
    Column("人数", "number", 10),
    Column("割合（％）", "number", 12),
    Column("ことわり", width=24),
)
MISSING_COLUMNS = (
    Column("受付番号", "code", 12),
    Column("事業所", width=30),
    Column("連絡をとる方", width=18),
    Column("電話番号", "phone", 16),
    Column("FAX番号", "phone", 16),
    Column("まだの方", width=40),
)


@dataclass(frozen=True)
class About:
    """What the papers of a questionnaire say of what it asks about."""

    title: str
    when: str = ""
    # What stands beside the line on which sheets are cut; whether the agency is written there as well.
    slip: str = "切り取って、用紙とは別の箱に入れてください。だれが出したかだけを数えます。"
    asks_agency: bool = False


def about_event(questionnaire: Questionnaire) -> About:
    """Return the event and its date, the first one where it is asked about all."""
    event = questionnaire.its_event
    first = questionnaire.session or event.sessions.order_by("starts_at").first()
    return About(event_letters.full_title(event), event_letters.when(first) if first else "")


def sheet_pdf(questionnaire: Questionnaire, about: About) -> bytes:
    """Return the A4 sheet to fill in: number large, at the foot a slip with the name to be cut off.

    No QR code and nothing of the person stands above the slip: each sheet is like every other.
    """
    context = _context(questionnaire, about) | {"questions": list(questionnaire.questions.all())}
    title = f"アンケート　{questionnaire.number}"
    try:
        return render_pdf("questionnaires/paper/sheet.html", context, title=title, fits=1)
    except PaperDoesNotFit:
        return render_pdf("questionnaires/paper/sheet.html", context, title=title, fits=2)


def summary_pdf(questionnaire: Questionnaire, about: About, results: Results, *, now: datetime) -> bytes:
    """Return the A4 summary: counts that may be shown, words only where their writer allowed it.

    It stands on one sheet where that can still be read.
    """
    printed_on = wareki(timezone.localdate(now))
    context = _context(questionnaire, about) | {"results": results, "printed_on": printed_on}
    title, template = f"アンケートのまとめ　{questionnaire.number}", "questionnaires/paper/summary.html"
    try:
        return render_pdf(template, context, title=title, fits=1)
    except PaperDoesNotFit:
        return render_pdf(template, context, title=title)


def reminders_pdf(questionnaire: Questionnaire, groups: Sequence[Group]) -> bytes:
    """Return a letter for each group, to be sent by FAX: each person's address as a QR code."""
    context = _context(questionnaire, about_event(questionnaire)) | {
        "groups": groups,
        "closes_on": long_date(questionnaire.closes_on),
    }
    return render_pdf("questionnaires/paper/reminders.html", context, title="アンケートのお願い")


def summary_table(questionnaire: Questionnaire, results: Results) -> Table:
    """Return the summary as a table: counts, then the words that may be quoted."""
    rows: list[list[str | int | None]] = []
    for number, result in enumerate(results.questions, start=1):
        text = result.question.text
        rows += [
            [number, text, row.label, row.count, row.share, HIDDEN if row.count is None else ""]
            for row in result.rows
        ]
        rows += [[number, text, quote, None, None, "引用してよい"] for quote in result.quotes]
        if result.mean:
            rows.append([number, text, result.mean, None, None, ""])
    if results.too_few:
        told = f"答えが{results.threshold}人に満たないので、出しません。"
        rows.append([None, told, "", None, None, ""])
    return Table(f"アンケートのまとめ　{questionnaire.number}", SUMMARY_COLUMNS, rows)


def missing_table(questionnaire: Questionnaire, groups: Sequence[Group]) -> Table:
    """Return whom to ask again by FAX or phone."""
    rows = [
        [
            *(group.application.number, group.application.agency_name, group.application.contact_name),
            *(group.application.phone, group.application.fax),
            "、".join(person.name or f"{person.position}番目の方" for person in group.people),
        ]
        for group in groups
    ]
    return Table(f"アンケートのお願い　{questionnaire.number}", MISSING_COLUMNS, rows)


def _context(questionnaire: Questionnaire, about: About) -> dict[str, object]:
    return {
        "questionnaire": questionnaire,
        "about": about,
        "centre": current_centre(),
        "sample_world": settings.DEMO,
    }
