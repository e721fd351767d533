"""What an association lays into the pack for its next secretariat: rules, decisions, corporations, terms."""

from collections.abc import Iterator
from datetime import date, datetime, time

from django.utils import timezone

from foundation.exports.delimited import write_csv
from foundation.exports.table import Column, Table
from outreach.study_groups.enums import ASSOCIATIONS
from outreach.study_groups.models import Community

from . import queries
from .papers import corporations_pdf, record_pdf, rules_pdf
from .tables import corporations_table


def parts(community: Community, day: date) -> Iterator[tuple[str, bytes]]:
    """Return each paper under its name; nothing, and without a query, for what is no association."""
    if community.kind not in ASSOCIATIONS:
        return
    now = timezone.make_aware(datetime.combine(day, time.max))
    for version in queries.versions_of(community).select_related("community"):
        words = "" if version.is_adopted else "（案）"
        yield f"4_規則と総会/規則_第{version.version}版{words}.pdf", rules_pdf(version, now=now)
    for assembly in queries.closed_assemblies(community):
        yield f"4_規則と総会/議決の記録_{assembly.held_on:%Y-%m-%d}.pdf", record_pdf(assembly, now=now)
    rows = queries.corporate_members(community, today=day)
    yield "2_名簿/法人の会員.pdf", corporations_pdf(community, rows, now=now)
    table = corporations_table(community, rows)
    yield "2_名簿/法人の会員.csv", write_csv(table, encoding="utf-8-sig").content
    yield "4_規則と総会/事務局.csv", write_csv(_terms(community), encoding="utf-8-sig").content


def _terms(community: Community) -> Table:
    columns = tuple(Column(each) for each in ("事務局", "いつから", "いつまで", "何で決めたか"))
    rows = [
        (str(each.agency or "センター"), each.since, each.until, each.decided_by)
        for each in queries.terms_of(community)
    ]
    return Table(f"{community.name}　事務局", columns, rows)
