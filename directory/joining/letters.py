"""Mails and papers to people who join."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from directory.models import Agency
from directory.queries import members
from foundation.centre.queries import current_centre
from foundation.japanese.dates import fiscal_year_label, long_date, wareki
from foundation.mail.services import queue_mail_in_transaction
from foundation.printing.pdf import render_pdf
from foundation.transactions import assert_in_transaction

from .models import AccountApplication, TurnQuestion
from .queries import answer_by, contact_people, people_confirmation


def queue_refusal_in_transaction(application: AccountApplication, *, now: datetime) -> None:
    """Tell the applicant that there is no account; why is told on the telephone."""
    assert_in_transaction("queue_refusal")
    centre = current_centre()
    queue_mail_in_transaction(
        to=application.email,
        subject="登録のお申し込みについて",
        text=(
            "お申し込みくださった「つなぐ」の登録は、今回はお受けできませんでした。\n"
            f"わけは、お電話でお伝えします。\n\n{centre.name}\n電話 {centre.phone}\n"
        ),
        cause=f"directory.joining:{application.pk}:refused",
        now=now,
    )


def welcome_pdf(application: AccountApplication) -> bytes:
    """Return the A4 letter that says what to do first."""
    context = {
        "application": application,
        "home": settings.OWN_URL + reverse("directory_declared:own"),
        "centre": current_centre(),
        "sample_world": settings.DEMO,
    }
    return render_pdf("directory_joining/paper/welcome.html", context, title="ようこそ「つなぐ」へ", fits=1)


def question_address(token: str) -> str:
    """Return the address with the three answers."""
    return settings.OWN_URL + reverse("directory_joining:turn", args=[token])


def queue_question_in_transaction(question: TurnQuestion, token: str, *, now: datetime) -> None:
    """Ask by mail; the page takes the answer with one press."""
    assert_in_transaction("queue_question")
    centre = current_centre()
    until = long_date(answer_by(timezone.localdate(now)))
    queue_mail_in_transaction(
        to=question.agency.email,
        subject=f"{fiscal_year_label(question.fiscal_year)}の担当の方について",
        text=(
            f"{fiscal_year_label(question.fiscal_year)}に、センターとやりとりする担当の方は、変わりますか。\n"
            f"{until}までに、次のページで「変わりません」「変わります」「あとで」の、どれかを押してください。\n\n"
            f"{question_address(token)}\n\n{centre.name}\n電話 {centre.phone}\n"
        ),
        cause=f"directory.turn:{question.pk}",
        now=now,
    )


def questions_pdf(questions: Sequence[tuple[TurnQuestion, str]]) -> bytes:
    """Return an A4 letter for each question, to be sent by FAX or post; it says whom we know today."""
    today = timezone.localdate(questions[0][0].printed_at)
    known = contact_people([question.agency_id for question, _ in questions], today=today)
    context = {
        "letters": [
            (question, question_address(token), known.get(question.agency_id, ()))
            for question, token in questions
        ],
        "until": answer_by(today),
        "centre": current_centre(),
        "sample_world": settings.DEMO,
    }
    title = "新しい年度の担当の方について"
    return render_pdf("directory_joining/paper/turn.html", context, title=title, fits=len(questions))


def people_pdf(agency: Agency, *, now: datetime) -> bytes:
    """Return who is registered for an agency, who of them signs in, and when that was last said to be true.

    Below there is room to say so by hand, for those who confirm on paper.
    """
    today = timezone.localdate(now)
    last, is_due, _ = people_confirmation(agency, today=today)
    context = {
        "agency": agency,
        "members": members(agency, today=today, now=now),
        "last": last,
        "is_due": is_due,
        "centre": current_centre(),
        "sample_world": settings.DEMO,
        "confidential": True,
        "printed_on": wareki(today),
    }
    return render_pdf("directory_joining/paper/people.html", context, title="職員の一覧と、確かめた記録")
