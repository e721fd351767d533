"""Lists of committees for spreadsheets."""

from datetime import date

from foundation.exports.table import Column, Table
from foundation.japanese.dates import fiscal_year_short
from outreach.study_groups.models import Community

from . import queries

NAME, SEAT = Column("氏名", width=18), Column("席", width=20)
MEMBERS = (
    SEAT,
    Column("役割", width=12),
    Column("推薦する団体", width=28),
    NAME,
    Column("任期のはじめ", "date", width=20),
    Column("任期の終わり", "date", width=20),
    Column("何期目", "number", width=8),
    Column("守秘の約束の署名", "date", width=20),
    Column("文書番号", "code", width=12),
)
MONEY = (
    Column("日", "date", width=20),
    Column("会議", width=28),
    SEAT,
    NAME,
    Column("謝金（円）", "number", width=12),
    Column("旅費（円）", "number", width=12),
    Column("計（円）", "number", width=12),
    Column("払った日", "date", width=20),
)


def members_table(community: Community, *, today: date) -> Table:
    """Return who is in office on a day."""
    rows = [
        (
            each.appointment.seat.name,
            each.appointment.get_role_display(),
            each.appointment.seat.body,
            each.appointment.person.name,
            each.appointment.since,
            each.appointment.last_day,
            each.number,
            each.appointment.signed_on,
            each.appointment.number,
        )
        for each in queries.members_on(community, today=today)
    ]
    return Table(f"{community.name}委員名簿", MEMBERS, rows)


def money_table(community: Community, year: int) -> Table:
    """Return what was given in a fiscal year, a row for each day and person, in yen; the last row sums up."""
    given = queries.honoraria_of(community, year)
    sums = queries.money_of(given)
    rows = [
        (
            each.on,
            each.row.theme if each.row else "",
            each.appointment.seat.name,
            each.appointment.person.name,
            each.fee,
            each.travel,
            each.fee + each.travel,
            each.paid_on,
        )
        for each in given
    ]
    total = (None, "合計", "", "", sums.fee, sums.travel, sums.total, None)
    return Table(f"{community.name}{fiscal_year_short(year)}謝金", MONEY, [*rows, total])
