"""What the contact of each application is told: how many answers are missing, and each participant's link."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from events import letters as event_letters
from events import participant_links
from events.models import Application, Participant
from events.services.sending import send_in_transaction
from foundation.centre.queries import Centre, current_centre
from foundation.japanese.dates import short_date
from foundation.transactions import assert_in_transaction

from .models import Questionnaire


@dataclass(frozen=True)
class Group:
    """The people of one application who have not answered."""

    application: Application
    people: Sequence[Participant]

    @property
    def pages(self) -> list[tuple[Participant, str]]:
        """Each with the full address of their own page."""
        return [(person, participant_links.address(person)) for person in self.people]


def grouped(people: Iterable[Participant]) -> list[Group]:
    """Return people by application; they come in groups already."""
    found = []
    for _, members in groupby(people, key=lambda person: person.application_id):
        listed = list(members)
        application = listed[0].application
        application.session = listed[0].session
        found.append(Group(application, listed))
    return found


def queue_in_transaction(questionnaire: Questionnaire, group: Group, *, cause: str, now: datetime) -> None:
    """Queue the letter to a group's contact who is answered by mail; each cause goes once.

    Nothing for others: an address to be typed off a FAX helps nobody, and `papers` has their letter.
    """
    assert_in_transaction("queue_questionnaire_letter")
    if not group.application.is_told_by_mail:
        return
    letter = asking(questionnaire, group, again=cause == "reminded", centre=current_centre())
    send_in_transaction(group.application, letter, cause=f"questionnaire-{questionnaire.pk}-{cause}", now=now)


def asking(
    questionnaire: Questionnaire, group: Group, *, again: bool, centre: Centre
) -> event_letters.Letter:
    """Return the letter. It names nobody: people are the first, the second … of the application."""
    application, event = group.application, questionnaire.its_event
    greeting = f"{application.agency_name}　ご担当者様" if application.agency_name else "お申し込みの方へ"
    listed = "\n".join(f"{person.position}番目の方\n{address}" for person, address in group.pages)
    first = (
        "アンケートの答えが、まだ届いていない方がいます。もう答えた方は、ありがとうございました。"
        if again
        else "ご参加ありがとうございました。これからの研修のために、アンケートにお答えください。"
    )
    text = (
        f"{greeting}\n\n{first}\n\n　{event_letters.full_title(event)}\n\n"
        f"次のアドレスを、それぞれの方に渡してください（{len(group.people)}人）。\n{listed}\n\n"
        f"締切　{short_date(questionnaire.closes_on)}\n"
        "名前は書きません。だれがどう答えたかは、センターにもわかりません。\n\n"
        f"受付番号　{application.number}\n"
        "このメールは、参加した方のいる申し込みに送っています。お願いは、あと1回までです。\n\n"
        f"{event_letters.signature(centre)}"
    )
    if again:
        text = text.replace("お願いは、あと1回までです。", "お願いは、これで終わりです。")
    subject = f"【アンケートのお願い】{event.title}"
    return event_letters.Letter(subject, text)
