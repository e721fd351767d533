"""Case sheets as tests need them: written by one person of the centre, checked by another."""

from django.utils import timezone

from outreach.study_groups.case_sheets.enums import Check
from outreach.study_groups.case_sheets.queries import sessions_of
from outreach.study_groups.case_sheets.services.writing import Written, check_sheet, write_sheet

# Words that stand nowhere else, so that a test can look for them everywhere.
WORDS = {
    "title": "ひそかな題ねこやなぎ",
    "background": "背景ねこやなぎの一文。",
    "happened": "出来事ねこやなぎの一文。",
    "question": "問いねこやなぎの一文。",
}


def written(community, *, now, **fields):
    """Return the words of a sheet for the next session, to be read today unless told otherwise."""
    session, today = sessions_of(community, now=now)[0], timezone.localdate(now)
    days = {"shown_from": today, "shown_until": today}
    return Written(session.row, session.day, **(WORDS | days | fields))


def make_sheet(community, *, by, now, checked_by=None, **fields):
    sheet = write_sheet(community=community, written=written(community, now=now, **fields), actor=by, now=now)
    if checked_by is None:
        return sheet
    return check_sheet(sheet=sheet, checks=Check.values, seen=sheet.seen, actor=checked_by, now=now)
