"""What the start page of the staff says of applications and of the question at the turn of the year."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.access import has_role
from content.start_page import Row, Todo
from directory.access import agency_desk
from foundation.japanese.dates import fiscal_year_label, short_date

from .queries import agencies_to_ask, open_applications, open_questions, questions_to_print
from .rules import may_ask_about_people, year_asked_about


def joining_rows(request: HttpRequest) -> list[Row]:
    """Return what waits: applications to check, whom to ask, letters, who has not answered."""
    if not has_role(request.user, agency_desk.roles):
        return []
    applications, turns = (reverse(f"directory_joining_desk:{name}") for name in ("applications", "turns"))
    today = timezone.localdate()
    year = year_asked_about(today)
    to_ask = agencies_to_ask(today=today).count() if may_ask_about_people(today).allowed else 0
    days = list(open_applications().values_list("applied_at", flat=True))
    oldest = f"いちばん古いものは{short_date(timezone.localdate(days[0]))}" if days else ""
    return [
        Todo(len(days), "登録の申し込みを、電話で確かめる", applications, oldest),
        Todo(to_ask, "担当の方が変わるかを、機関にたずねる", turns, f"{fiscal_year_label(year)}のこと"),
        Todo(
            questions_to_print(year, today=today).count(),
            "年度替わりの手紙を印刷する",
            turns,
            "メールのない機関",
        ),
        Todo(open_questions(year, today=today).count(), "年度替わりのおたずねの返事を待つ", turns),
    ]
