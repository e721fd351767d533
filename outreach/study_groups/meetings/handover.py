"""What meetings lay into the pack for the next secretariat: agendas, confirmed minutes, decisions."""

from collections.abc import Iterable
from datetime import date

from foundation.exports.delimited import write_csv
from foundation.exports.table import Column, Table
from outreach.study_groups.models import Community

from .models import Meeting, MinutesVersion
from .outline import agenda_lines, when_line
from .queries.meetings import Shown, agenda_of, decisions_of, shown

HEADINGS = (
    Column("会議"),
    Column("決まったこと", width=40),
    Column("受け持ち"),
    Column("いつまで", "date"),
    Column("済んだ日", "date"),
)


def records(community: Community, _day: date) -> Iterable[tuple[str, bytes]]:
    """Return the files of all meetings of a community; drafts of minutes stay where they are."""
    rows = Meeting.objects.filter(row__plan__community=community).with_stages()
    meetings = shown(rows.select_related("row__plan__community"))
    minutes = {
        each.meeting_id: each
        for each in MinutesVersion.objects.filter(
            meeting__row__plan__community=community, confirmed_at__isnull=False
        )
    }
    for number, each in enumerate(meetings, start=1):
        name = f"会議/{number:03}_{each.day or each.row.month:%Y-%m-%d}"
        lines = agenda_lines(agenda_of(each.meeting, starts_at=each.starts_at))
        if lines:
            yield f"{name}_次第.txt", _text(each, "次第", "\n".join(lines))
        if each.meeting.pk in minutes:
            yield f"{name}_議事要旨.txt", _text(each, "議事要旨", minutes[each.meeting.pk].text)
    decisions = _decisions(community)
    if decisions.rows:
        yield "会議/決まったこと.csv", write_csv(decisions, encoding="utf-8-sig").content


def _text(each: Shown, word: str, body: str) -> bytes:
    head = f"{each.row.plan.community.name}　{each.title}　{word}\n{when_line(each)}\n\n"
    return f"{head}{body}\n".replace("\n", "\r\n").encode("utf-8-sig")


def _decisions(community: Community) -> Table:
    rows = [
        (each.meeting.row.theme, each.text, each.owner, each.due_on, each.done_on)
        for each in decisions_of(community)
    ]
    return Table("決まったこと", HEADINGS, rows)
