"""The roster of corporations as a table to take away."""

from collections.abc import Iterable

from foundation.exports.table import Column, Table
from outreach.study_groups.models import Community

from .queries import CorporateMember


def corporations_table(community: Community, rows: Iterable[CorporateMember]) -> Table:
    """Return corporations with their agencies, since when each is a member, who may be named for it."""
    columns = (
        Column("法人", width=32),
        Column("法人番号", "code"),
        Column("会員の機関", width=40),
        Column("入会した日", "date"),
        Column("代表・代理・会員機関の職員（名前をのせてよい方だけ）", width=40),
    )
    cells = [
        (each.name, each.number, "、".join(each.agencies), each.since, "、".join(each.people))
        for each in rows
    ]
    return Table(f"{community.name}　法人の会員", columns, cells)
