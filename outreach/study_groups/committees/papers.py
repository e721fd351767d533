"""Papers of committees on A4: the request to a body, the letter of appointment, and lists."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from events.paper_facts import letterhead
from foundation.centre.queries import current_centre
from foundation.japanese.dates import fiscal_year_label, long_date, wareki
from foundation.printing.letter import Letter, letter_pdf
from foundation.printing.pdf import render_pdf
from outreach.study_groups.models import Community
from outreach.study_groups.papers import one_sheet_or_more

from . import queries, rules
from .models import Appointment, Recommendation


def recommendation_pdf(asked: Recommendation) -> bytes:
    """Return the letter that asks a body to recommend somebody, 推薦依頼."""
    centre, community = current_centre(), asked.seat.community
    role = rules.words_of_role(asked.seat.role)
    return letter_pdf(
        Letter(
            centre=letterhead(),
            number=asked.number,
            sent_on=wareki(asked.asked_on),
            addressees=(f"{asked.body}　御中",),
            sender=centre.signature,
            subject=f"{community.name}の{role}の推薦について（依頼）",
            paragraphs=_asking(community.name, role),
            items=(
                ("委員会", community.name),
                ("席と人数", f"{asked.seat.name}　1名（{asked.seat.get_role_display()}）"),
                ("任期", f"{wareki(asked.term_since)}から{wareki(asked.term_until)}まで"),
                ("お返事の期限", long_date(asked.reply_by)),
                (
                    "お返事の内容",
                    "推薦される方の氏名（フリガナ）、職名、連絡先\n（推薦がむずかしいときは、その旨をお知らせください）",
                ),
                ("お返事の方法", "文書、FAX、お電話のどれでもけっこうです。"),
            ),
            sample_world=settings.DEMO,
        )
    )


def _asking(committee: str, role: str) -> tuple[str, ...]:
    """Return what stands between greeting and 記: thanks, and what is asked for."""
    thanks = (
        "時下、ますますご清栄のこととお喜び申し上げます。"
        "日ごろから、当センターの事業にご理解とご協力をいただき、厚くお礼申し上げます。"
    )
    asked = (
        f"さて、当センターでは、{committee}を設け、各方面の方からご意見をいただいております。"
        f"つきましては、貴団体から{role}を1名ご推薦くださいますよう、お願い申し上げます。"
    )
    return thanks, asked


def appointment_pdf(term: Appointment) -> bytes:
    """Return the letter of appointment, 委嘱状, in the words of a first term or of a renewed one."""
    begins = queries.begins_of(term.community)
    number = rules.term_number(begins.get(term.person_id, ()), term.since)
    title = "委嘱状"
    context = {
        "title": title,
        "centre": letterhead(),
        "term": term,
        "signature": current_centre().signature,
        "words": _words(term, number),
        "span": f"{wareki(term.since)}から{wareki(term.until)}まで",
        "dated": wareki(term.lettered_on),
        "sample_world": settings.DEMO,
        "confidential": False,
    }
    return one_sheet_or_more("group_committees/paper/appointment.html", context, title=title)


def _words(term: Appointment, number: int) -> str:
    again = "引き続き、" if number > 1 else ""
    return f"{again}{term.community.name}の{rules.words_of_role(term.role)}を委嘱します。"


def members_pdf(community: Community, *, now: datetime) -> bytes:
    """Return the list of who is in office today, 名簿, with the empty seats."""
    today = timezone.localdate(now)
    title = f"{community.name}　委員名簿"
    context = _context(now) | {
        "title": title,
        "seats": queries.seats_on(community, today=today),
        "today": wareki(today),
    }
    return render_pdf("group_committees/paper/members.html", context, title=title)


def money_pdf(community: Community, year: int, *, now: datetime) -> bytes:
    """Return what was given in a fiscal year, by day and by person, with sums in yen."""
    rows = queries.honoraria_of(community, year)
    title = f"{community.name}　{fiscal_year_label(year)}の謝金・旅費"
    context = _context(now) | {
        "title": title,
        "rows": rows,
        "people": queries.by_person(rows),
        "sums": queries.money_of(rows),
        "confidential": True,
    }
    return render_pdf("group_committees/paper/money.html", context, title=title)


def opinions_pdf(community: Community, year: int, *, now: datetime) -> bytes:
    """Return the opinions on a year's report with their replies, 意見と返事."""
    title = f"{fiscal_year_label(year)}の報告への意見と返事"
    rows = list(queries.opinions_of(community, year))
    context = _context(now) | {"title": title, "rows": rows, "community": community}
    return render_pdf("group_committees/paper/opinions.html", context, title=title)


def _context(now: datetime) -> dict[str, object]:
    return {
        "centre": letterhead(),
        "printed_on": wareki(timezone.localdate(now)),
        "sample_world": settings.DEMO,
        "confidential": False,
    }
