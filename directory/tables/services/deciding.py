"""People say what the columns of a table hold, and which agency a doubtful line means."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import User
from directory.models import AgencyKind
from directory.tables.columns import fingerprint, keys_of
from directory.tables.enums import Act, Decision, Verdict
from directory.tables.models import ColumnMemory, Table
from directory.tables.rules import may_check
from foundation.audit import chain
from foundation.decision import NotAllowed

from .asking import ask_for_in_transaction, idle_table_in_transaction

# Of a doubtful line: what was decided, and the agency where it is one.
type Choice = tuple[Decision, int | None]


@transaction.atomic(durable=True)
def choose_columns(
    *,
    table: Table,
    columns: Sequence[str],
    default_kind: AgencyKind | None,
    empties_erase: bool,
    actor: User,
    now: datetime,
) -> Table:
    """Say what each column holds, remember it for these headings, and let a job check all lines.

    What was decided about lines before is forgotten. Raises NotAllowed once the table was applied, and while
    a job is at it.
    """
    table = idle_table_in_transaction(table, now=now)
    if not may_check(table.state):
        raise NotAllowed("もう取り込んだ表の列は、変えられません。")
    table.columns, table.default_kind, table.empties_erase = list(columns), default_kind, empties_erase
    table.save(update_fields=["columns", "default_kind", "empties_erase"])
    chosen = dict(zip(keys_of(table.header), table.columns, strict=True))
    ColumnMemory.objects.update_or_create(
        fingerprint=fingerprint(table.header),
        defaults={
            "chosen": {key: content for key, content in chosen.items() if content},
            "default_kind": default_kind,
            "empties_erase": empties_erase,
            "used_at": now,
        },
    )
    table.lines.exclude(decision="").update(decision="", decided=None)
    ask_for_in_transaction(Act.CHECK, table, actor=actor, now=now)
    fields = [f"column:{content}" for content in table.columns if content]
    chain.record("directory.table_columns_chosen", actor=actor, subject=table, now=now, fields=fields)
    return table


@transaction.atomic(durable=True)
def decide_lines(*, table: Table, choices: Mapping[int, Choice], actor: User, now: datetime) -> Table:
    """Say for doubtful lines, by their number, which agency they mean.

    With the last of them a job checks all lines. Raises NotAllowed for a line that is not doubtful or was
    decided before, for an agency that was not proposed for it, and while a job is at the table.
    """
    table = idle_table_in_transaction(table, now=now)
    if not may_check(table.state):
        raise NotAllowed("もう取り込んだ表の行は、決め直せません。")
    undecided = table.lines.filter(verdict=Verdict.DOUBTFUL, decision="")
    lines = list(undecided.filter(line__in=choices))
    if len(lines) < len(choices):
        raise NotAllowed("ほかの方が先に決めた行があります。いまの一覧で、もう一度決めてください。")
    for line in lines:
        decision, agency = choices[line.line]
        if decision == Decision.AGENCY and agency not in [key for key, _ in line.candidates]:
            raise NotAllowed(f"{line.line}行目の候補が変わりました。もう一度決めてください。")
        line.decision = decision
        line.decided_id = agency if decision == Decision.AGENCY else None
        line.save(update_fields=["decision", "decided"])
    table.counts["doubtful"] = undecided.count()
    table.save(update_fields=["counts"])
    if not table.counts["doubtful"]:
        ask_for_in_transaction(Act.CHECK, table, actor=actor, now=now)
    chain.record("directory.table_lines_decided", actor=actor, subject=table, now=now, fields=["decision"])
    return table
