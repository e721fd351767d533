"""受講決定通知: what the centre decided about one application and by which criteria, one page for FAX."""

from contextlib import suppress
from dataclasses import dataclass
from itertools import batched

from foundation.printing.pdf import PaperDoesNotFit, render_pdf
from foundation.printing.sheet import Centre

from .papers import ON_ONE_PAGE, UNDER_ONE_ANOTHER, EventFacts, ReceiptPerson


@dataclass(frozen=True, kw_only=True)
class DecisionNotice:
    """Words of the notice: `result` in large type, `told` beneath it, `criteria` as written down."""

    reception_number: str
    event: EventFacts
    agency: str
    contact_person: str
    fax: str
    result: str
    told: tuple[str, ...]
    decided_on: str
    criteria: str
    people: tuple[ReceiptPerson, ...]
    to_do: tuple[str, ...]
    centre: Centre
    printed_on: str
    desk: str = "研修担当"
    sample_world: bool = False

    @property
    def two_abreast(self) -> bool:
        return len(self.people) > UNDER_ONE_ANOTHER

    @property
    def rows(self) -> list[tuple[tuple[int, ReceiptPerson], ...]]:
        """Return the numbered people, one in a row or, when they are many, two."""
        return list(batched(enumerate(self.people, 1), 2 if self.two_abreast else 1, strict=False))


def decision_pdf(notice: DecisionNotice) -> bytes:
    """Return the notice: one page for 20 people, more where they are many."""
    context = {
        "notice": notice,
        "centre": notice.centre,
        "printed_on": notice.printed_on,
        "sample_world": notice.sample_world,
    }
    title = f"受講決定通知　{notice.reception_number}"
    if len(notice.people) <= ON_ONE_PAGE:
        with suppress(PaperDoesNotFit):
            return render_pdf("events/paper/decision.html", context, title=title, fits=1)
    return render_pdf("events/paper/decision.html", context, title=title)
