"""The dry run: each line gets its verdict; no agency changes."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from directory.models import Agency
from directory.tables.columns import column_name
from directory.tables.enums import Content, Decision, TableState, Verdict
from directory.tables.lookups import Lookups, look_up
from directory.tables.matching import Match, Sought
from directory.tables.models import Table, TableFault, TableLine
from directory.tables.reading import Said, read_line
from directory.tables.rules import may_check
from directory.tables.snapshots import LineRefused, Snapshot, snapshot, wanted
from foundation.audit import chain
from foundation.decision import NotAllowed
from foundation.japanese.text import fold
from foundation.transactions import assert_in_transaction

from .asking import end_in_transaction

# Whoever has made so many mistakes has chosen the wrong columns; the rest says nothing new.
MOST_FAULTS = 2_000
LONGEST_MESSAGE = 300
AT_ONCE = 1_000
TOLD_EVERY = 250
# Nobody is that deep below.
MOST_STEPS_UP = 50


@dataclass
class Finding:
    """What was found for one line."""

    line: TableLine
    said: Said
    verdict: Verdict = Verdict.FAULTY
    agency: int | None = None
    candidates: list[list[Any]] = field(default_factory=list)
    before: Snapshot | None = None
    after: Snapshot | None = None

    @property
    def told(self) -> tuple[Any, ...]:
        """What has to be the same when the table is applied."""
        return self.line.line, self.verdict.value, self.agency, self.before, self.after


def check_table(*, table: Table, actor: User, now: datetime) -> Table:
    """Compare all lines with the agencies as they are now, and write down verdicts and faults.

    Looks first and tells how far it has come, then writes in one transaction. Raises NotAllowed once the
    table was applied, and where somebody has asked for something else meanwhile.
    """
    seen = Table.objects.get(pk=table.pk)
    if not may_check(seen.state):
        raise NotAllowed("もう取り込んだ表は、確かめ直せません。")

    def tell(lines_done: int) -> None:
        Table.objects.filter(pk=seen.pk, asked_at=seen.asked_at).update(lines_done=lines_done)

    findings = judged(seen, list(seen.lines.all()), today=timezone.localdate(now), tell=tell)
    with transaction.atomic(durable=True):
        table = locked_table_in_transaction(table)
        if (table.doing, table.asked_at, table.checked_at) != (seen.doing, seen.asked_at, seen.checked_at):
            raise NotAllowed("ほかの方が、先にこの表を使いました。いまの内容を見てください。")
        _write(table, findings, now=now)
        chain.record("directory.table_checked", actor=actor, subject=table, now=now, fields=["state"])
    return table


def locked_table_in_transaction(table: Table) -> Table:
    """Return the table as it stands now, locked until commit."""
    assert_in_transaction("locked_table")
    return Table.objects.select_for_update().get(pk=table.pk)


def _write(table: Table, findings: Collection[Finding], *, now: datetime) -> None:
    """Write down verdict and faults of each line of a table, and count them."""
    for finding in findings:
        row = finding.line
        row.pk, row.verdict, row.agency_id = None, finding.verdict, finding.agency
        row.candidates, row.before, row.after = finding.candidates, finding.before, finding.after
    # Anew rather than changed row by row, which takes many times as long.
    table.lines.all().delete()
    table.faults.all().delete()
    TableLine.objects.bulk_create([each.line for each in findings], batch_size=AT_ONCE)
    faults = list(_faults(table, findings))
    TableFault.objects.bulk_create(faults[:MOST_FAULTS], batch_size=AT_ONCE)
    table.counts = dict(Counter(each.verdict.value for each in findings)) | {"faults": len(faults)}
    table.state, table.checked_at = TableState.CHECKED, now
    end_in_transaction(table, "state", "checked_at", "counts")


def judged(
    table: Table, lines: Iterable[TableLine], *, today: date, tell: Callable[[int], None] | None = None
) -> list[Finding]:
    """Return what each line of a table means for the agencies as they are now.

    `tell` hears now and then how many lines are done.
    """
    findings = [Finding(line, read_line(line.cells, table.columns)) for line in lines]
    decided = {each.line.decided_id for each in findings if each.line.decided_id}
    lookups = look_up([each.said for each in findings], more=decided, today=today)
    for at, finding in enumerate(findings):
        if tell and at % TOLD_EVERY == 0:
            tell(at)
        _forget_lost_decision(finding.line, lookups)
        if not finding.said.faults:
            try:
                _judge(finding, table, lookups)
            except LineRefused as refused:
                _blame(finding, table, refused.content, refused.message)
    _refuse_doubles(table, findings)
    _refuse_circles(table, findings)
    return findings


def _forget_lost_decision(line: TableLine, lookups: Lookups) -> None:
    """Follow an agency that was merged since somebody chose it; without any the line is doubtful again."""
    if line.decided_id in lookups.rows:
        line.decided_id = lookups.rows[line.decided_id].merged_into_id or line.decided_id
    elif line.decision == Decision.AGENCY:
        line.decision, line.decided_id = "", None


def _judge(finding: Finding, table: Table, lookups: Lookups) -> None:
    line, said = finding.line, finding.said
    match = _match(said, lookups)
    if said.get(Content.PUBLIC_ID) and match.sure is None:
        message = "この番号の機関はありません。新しい機関なら、番号を空けておいてください。"
        raise LineRefused(Content.PUBLIC_ID, message)
    finding.candidates = [[key, reasons] for key, reasons in match.perhaps.items()]
    if line.decision == Decision.LEAVE:
        finding.verdict = Verdict.LEFT
        return
    key = match.sure or (line.decided_id if line.decision == Decision.AGENCY else None)
    if key is None and match.perhaps and line.decision != Decision.NEW:
        finding.verdict = Verdict.DOUBTFUL
        return
    before = snapshot(lookups.rows[key]) if key else None
    after = wanted(
        before,
        said,
        lookups,
        default_kind=table.default_kind_id or "",
        empties_erase=table.empties_erase,
    )
    finding.agency = key
    if after == before:
        finding.verdict = Verdict.SAME
    else:
        finding.verdict = Verdict.CHANGED if before else Verdict.NEW
        finding.before, finding.after = before, after


def _match(said: Said, lookups: Lookups) -> Match:
    address, place = said.get(Content.ADDRESS), None
    if said.get(Content.MUNICIPALITY):
        found = lookups.places.get(fold(said.get(Content.MUNICIPALITY)), [])
        place = found[0] if len(found) == 1 else None
    sought = Sought(
        public_id=said.get(Content.PUBLIC_ID),
        name=fold(said.get(Content.NAME)),
        address=fold(address),
        corporate_number=said.get(Content.CORPORATE_NUMBER),
        municipality=place or (lookups.place_of(address) if address else None),
    )
    return lookups.agencies.match(sought)


def _refuse_doubles(table: Table, findings: Iterable[Finding]) -> None:
    """Let the first line of several that speak of one agency count; nobody guesses which one is right."""
    first: dict[Any, int] = {}
    for finding in findings:
        identity: Any = finding.agency
        if finding.verdict == Verdict.NEW and finding.after:
            identity = (finding.after["folded_name"], finding.after["folded_address"])
        if identity is None:
            continue
        earlier = first.setdefault(identity, finding.line.line)
        if earlier != finding.line.line:
            _blame(
                finding, table, Content.NAME, f"{earlier}行目と同じ機関です。どちらかの行を消してください。"
            )


def _refuse_circles(table: Table, findings: Iterable[Finding]) -> None:
    """Refuse lines after which an agency would stand below itself."""
    moved = {
        each.agency: each
        for each in findings
        if each.after and each.before and each.after["parent_id"] != each.before["parent_id"]
    }
    if not moved:
        return
    above: dict[int, int | None] = dict(
        Agency.objects.filter(parent__isnull=False).values_list("pk", "parent")
    )
    above |= {key: each.after["parent_id"] for key, each in moved.items() if key and each.after}
    for key, finding in moved.items():
        if key and key in way_up(key, above):
            _blame(finding, table, Content.PARENT, "上の組織が、この機関の下にあります。")


def way_up(key: int, above: Mapping[int, int | None]) -> Iterator[int]:
    """Return what stands above an agency, the nearest first; a circle ends somewhere."""
    at: int | None = above.get(key)
    for _ in range(MOST_STEPS_UP):
        if at is None:
            return
        yield at
        at = above.get(at)


def _blame(finding: Finding, table: Table, content: Content, message: str) -> None:
    finding.verdict, finding.agency, finding.before, finding.after = Verdict.FAULTY, None, None, None
    at = table.columns.index(content) if content in table.columns else -1
    finding.said.faults.append((at, message))


def _faults(table: Table, findings: Iterable[Finding]) -> Iterator[TableFault]:
    for finding in findings:
        for at, message in finding.said.faults:
            yield TableFault(
                table=table,
                line=finding.line.line,
                column=column_name(table.header, at) if at >= 0 else "（列がありません）",
                message=message[:LONGEST_MESSAGE],
            )
