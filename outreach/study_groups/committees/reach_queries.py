"""By which way the letters about a term reached whom, and whom no mail reaches."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from accounts.models import Person
from foundation.japanese.dates import short_date
from foundation.mail.models import MailState, OutgoingMail
from outreach.study_groups.member_queries import mail_of

from . import queries
from .models import Appointment

ON_PAPER = "紙です。印刷して、手わたすか、郵送します（メールでは送りません）。"
NO_ADDRESS = "メールの宛先がありません。委嘱状といっしょに、紙でわたしてください。"
# Without a record nobody knows whether a mail went: none of these says that it did not.
NO_RECORD = "送った記録がありません。"
NOT_SENT = "送った記録がありません。委員のページの「署名のお願いを送る」で送れます。"
NOT_NEEDED = "送った記録はありません。署名は、いただいています。"
TERMS_END = "group_committees.terms_end"


@dataclass(frozen=True)
class Reached:
    """One letter, and how it reached whom it is for."""

    letter: str
    words: str


def reached_by(term: Appointment) -> list[Reached]:
    """Return for each letter about a term by which way it went: the appointment, the promise, its end."""
    found = [Reached("委嘱状", ON_PAPER), Reached("守秘の約束のお願い", _promise(term))]
    return found + [
        Reached(f"任期の{each.get_stage_display()}", _desk_told(f"{TERMS_END}:{each.told_on}:"))
        for each in term.notices.order_by("told_on", "pk")
    ]


def _promise(term: Appointment) -> str:
    again = f"{queries.ASKED_AGAIN}:{term.community_id}:{term.person_id}:"
    mails = OutgoingMail.objects.filter(Q(cause=f"{queries.ASKED}:{term.pk}") | Q(cause__startswith=again))
    mail = mails.filter(created_at__date__gte=term.lettered_on).order_by("-created_at", "-pk").first()
    if mail is None:
        mail = mails.filter(cause=f"{queries.ASKED}:{term.pk}").first()
    if mail is not None:
        day = short_date(timezone.localdate(mail.sent_at or mail.created_at))
        return f"{day}、メール（{mail.get_state_display()}）"
    if term.signed_on is not None:
        return NOT_NEEDED
    return NOT_SENT if is_reached_by_mail(term.person) else NO_ADDRESS


def _desk_told(cause: str) -> str:
    states = Counter(OutgoingMail.objects.filter(cause__startswith=cause).values_list("state", flat=True))
    went = states[MailState.SENT] + states[MailState.COMPLAINED]
    words = f"センターの職員{went}人に、メールで送りました。" if went else ""
    words += "".join(
        f"{state.label}：センターの職員{states[state]}人。"
        for state in (MailState.QUEUED, MailState.FAILED, MailState.BOUNCED)
        if states[state]
    )
    words = words or NO_RECORD
    without = without_address(queries.to_tell())
    return words + (f"宛先がない職員：{'、'.join(without)}" if without else "")


def is_reached_by_mail(person: Person) -> bool:
    """Return whether letters reach somebody by mail: they have an account and an address."""
    return getattr(person, "user", None) is not None and bool(mail_of(person))


def without_address(people: Iterable[Person]) -> list[str]:
    """Return the names of those whom no mail reaches: what is for them goes on paper."""
    return [each.name for each in people if not is_reached_by_mail(each)]


def seated_without_address(seats: Iterable[queries.SeatToday]) -> list[str]:
    """Return who holds a seat, or comes next, and is reached by no mail."""
    terms = [term for each in seats for term in (each.held and each.held.appointment, each.following) if term]
    return without_address(each.person for each in terms)
