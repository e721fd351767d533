"""The draft of a report to the commission on A4: 速報 or 確報, with the nine items as they stand."""

from datetime import date

from django.conf import settings

from foundation.centre.queries import current_centre
from foundation.japanese.dates import wareki
from foundation.printing.pdf import render_pdf

from .enums import PERSON_KNOWS, Report, StepKind
from .queries import limits_on
from .rules import due_day
from .services.reading import IncidentRead

# What was done towards others: what the centre thought over by itself stands in no report.
TOLD = PERSON_KNOWS | {
    StepKind.FIRST_REPORT,
    StepKind.PREFECTURE_TOLD,
    StepKind.RECIPIENT_ASKED,
    StepKind.RECIPIENT_RETURNED,
    StepKind.RECIPIENT_DELETED,
}


def report_pdf(read: IncidentRead, report: Report, *, today: date) -> bytes:
    """Return the draft of a report; what is not known yet is said to be so."""
    incident, counted = read.incident, limits_on(today)
    is_final = report == Report.FINAL
    final = counted.final_if_malicious if incident.is_malicious else counted.final
    context = {
        "read": read,
        "steps": [(step, words) for step, words in read.steps if step.kind in TOLD],
        "due_on": due_day(found_on=incident.found_on, days=final if is_final else counted.first),
        "done_on": incident.finally_reported_on if is_final else incident.first_reported_on,
        "report": report,
        "is_final": is_final,
        "centre": current_centre(),
        "printed_on": wareki(today),
        "sample_world": settings.DEMO,
        "confidential": True,
    }
    return render_pdf("incidents/report.html", context, title=f"漏えい等の{report.label}（案）")
