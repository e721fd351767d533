"""A reply by mail becomes an answer on the board, or a letter that says why not; never both, never twice."""

import hashlib
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import getaddresses

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from foundation.centre.queries import current_centre
from foundation.mail.services import queue_mail_in_transaction
from outreach.study_groups.access import standing_in
from outreach.study_groups.asking_again import agency_names
from outreach.study_groups.board import letters, queries, replies
from outreach.study_groups.board.access import answers_by_mail, topics_for
from outreach.study_groups.board.enums import Reply
from outreach.study_groups.board.models import MailedReply, Topic
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.suspicions import suspicions

from .writing import Written, answer_in_transaction

LONGEST = 3_000
NO_WORDS = "文字がありませんでした。いちばん上に、ふつうの文字で書いてください。"
UNREADABLE = "文字を読み取れませんでした。ページから書いてください。"
TOO_LONG = f"長すぎました。{LONGEST}文字までです。"
LOOKS_LIKE = "「{}」は、{}に見えます。名前や場所がわかる話は、書きません。"


def take_reply(raw: bytes, *, now: datetime) -> Reply:
    """Take one mail as it came. The same mail twice is taken once; what is refused is not kept."""
    message = message_from_bytes(raw, policy=default)
    assert isinstance(message, EmailMessage)
    right = replies.opened(_addresses(message), key=settings.SECRET_KEY)
    if right is None or replies.is_automatic(message):
        return Reply.IGNORED
    user = queries.user_of(right.person)
    topic = queries.topic_to_answer(right.topic)
    is_late = timezone.localdate(now) > right.last_day
    if user is None or topic is None or is_late:
        return Reply.IGNORED
    if not (_is_from(message, user) and answers_by_mail(user)):
        return Reply.IGNORED
    words = replies.words_of(message)
    # An identifier alone may be made up, to keep somebody's answer away.
    known_by = (str(message.get("Message-ID") or raw), right.topic, right.person, words)
    fingerprint = hashlib.sha256(repr(known_by).encode()).hexdigest()
    try:
        return _take(topic, words, fingerprint, user=user, now=now)
    except IntegrityError:
        if MailedReply.objects.filter(fingerprint=fingerprint).exists():
            return Reply.KNOWN
        raise


def _addresses(message: EmailMessage) -> str:
    found = (message.get_all(name, []) for name in ("Delivered-To", "X-Original-To", "To", "Cc"))
    return " ".join(str(each) for some in found for each in some)


def _is_from(message: EmailMessage, user: User) -> bool:
    """Return whether the mail names one sender alone: the address by which this person signs in."""
    written = [str(each) for each in message.get_all("From", [])]
    senders = [address.lower() for _, address in getaddresses(written)]
    return len(written) == 1 and senders == [(user.email or "").lower()]


@transaction.atomic(durable=True)
def _take(topic: Topic, words: str | None, fingerprint: str, *, user: User, now: datetime) -> Reply:
    MailedReply.objects.create(fingerprint=fingerprint, taken_at=now)
    standing = standing_in(user, topic.community, today=timezone.localdate(now))
    if not topics_for(standing, user.person_id).filter(pk=topic.pk).exists():
        return Reply.IGNORED
    reason = UNREADABLE if words is None else _why_not(words, now)
    if not reason:
        try:
            with transaction.atomic():
                answer_in_transaction(topic, Written(words or ""), actor=user, now=now)
        except GroupRefused as refused:
            reason = str(refused)
    if not reason:
        return Reply.POSTED
    told = letters.reply_refused(topic, reason, current_centre())
    queue_mail_in_transaction(
        to=user.email or "",
        subject=told.subject,
        text=told.text,
        cause=f"group_board.reply_refused:{fingerprint}",
        now=now,
    )
    return Reply.REFUSED


def _why_not(words: str, now: datetime) -> str:
    """Return why these words cannot stand there; empty where they can. Nobody can be asked to read again."""
    if not words:
        return NO_WORDS
    if len(words) > LONGEST:
        return TOO_LONG
    found = suspicions(words, agencies=agency_names(timezone.localdate(now)))
    return LOOKS_LIKE.format(found[0].words, found[0].looks_like) if found else ""
