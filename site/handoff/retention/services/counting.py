"""What stays of a case when it is gone: counts of a fiscal year, none of which leads back to anybody."""

from collections.abc import Iterator

from django.db.models import F

from foundation.japanese.dates import fiscal_year
from foundation.transactions import assert_in_transaction
from handoff.cases.models import Case
from handoff.machine.enums import State
from handoff.machine.models import Handoff
from handoff.retention.enums import Counted, Outcome
from handoff.retention.models import ClosingCount
from handoff.retention.rules import UNKNOWN, age_band


def count_case_in_transaction(case: Case) -> None:
    """Add a closed case to the counts of the fiscal year in which it ended, while it can still be read."""
    assert_in_transaction("count_case")
    assert case.closed_on is not None
    year = fiscal_year(case.closed_on)
    for counted, value in _values(case):
        row, _ = ClosingCount.objects.get_or_create(
            fiscal_year=year, counted=counted, value=value, defaults={"cases": 0}
        )
        ClosingCount.objects.filter(pk=row.pk).update(cases=F("cases") + 1)


def _values(case: Case) -> Iterator[tuple[Counted, str]]:
    sent = Handoff.objects.filter(case=case, sent_at__isnull=False)
    kinds, states = set(sent.values_list("kind", flat=True)), set(sent.values_list("state", flat=True))
    yield Counted.DUTY, case.duty
    yield Counted.AGE_BAND, age_band(case.unseal("age_band")) if case.age_band is not None else UNKNOWN
    for kind in sorted(kinds):
        yield Counted.HANDOFF_KIND, kind
    yield Counted.OUTCOME, _outcome(states)


def _outcome(states: set[str]) -> Outcome:
    if not states:
        return Outcome.NEVER_ASKED
    return Outcome.HANDED_OVER if State.CLOSED in states else Outcome.NOT_TAKEN
