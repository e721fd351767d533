"""Tables of figures in each state, made by the services that staff use."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from accounts.enums import PublicRole
from accounts.models import User
from portal.figures import services
from portal.figures.services import RowPlan
from tests.factories.accounts import make_user

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
DETAILS = {
    "scope": "own",
    "title": "相談は、電話がいちばん多くなっています",
    "measured": "相談を受けた人の数",
    "base_text": "その年度に、はじめて相談した方",
    "unit": "人",
    "fiscal_year": 2025,
    "source_title": "令和7年度 事業報告",
    "source_year": 2026,
    "chart": "bar",
}
ROWS = (("電話", "23"), ("来所", "9"), ("手紙", "6"))


def somebody(role):
    """Return the account that has this role in these tables; it is made when it is needed first."""
    email = f"figures-{role}@example.jp"
    return User.objects.filter(email=email).first() or make_user(email=email, roles=[role])


def seen(record):
    """Return what the form of whoever has just read a table or a report posts along."""
    record.refresh_from_db()
    return {"seen": record.changed_at.isoformat()}


def make_table(rows=ROWS, *, state="published", is_sample=False, **details):
    """Make a table with rows of label and number, entered by staff and verified by the manager."""
    plans = [RowPlan(row[0], None if row[1] is None else Decimal(row[1]), *row[2:]) for row in rows]
    staff, manager = somebody(PublicRole.STAFF), somebody(PublicRole.MANAGER)
    table = services.create_table(
        details=DETAILS | details, rows=plans, actor=staff, now=NOW, is_sample=is_sample
    )
    steps = {
        "draft": [],
        "sent": [(services.send_table, staff)],
        "verified": [(services.send_table, staff), (services.verify_table, manager)],
        "published": [
            (services.send_table, staff),
            (services.verify_table, manager),
            (services.publish_table, manager),
        ],
    }
    for step, actor in steps[state]:
        step(table=table, actor=actor, now=NOW)
    table.refresh_from_db()
    return table
