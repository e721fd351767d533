"""The mails that both doors of the demo wrote into its folder instead of sending them."""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from pathlib import Path

# Django's file backend ends each mail with such a line.
END_OF_MAIL = b"\n" + b"-" * 79 + b"\n"


@dataclass(frozen=True)
class SentMail:
    """One mail as it left; `html` and `calendar` are empty where it has no such part."""

    key: str
    sent_at: datetime
    to: str
    subject: str
    text: str
    html: str
    calendar: str


def sent_mails(folder: Path) -> list[SentMail]:
    """Return every mail in the folder, the newest first; an absent folder holds none."""
    mails = [
        _read(f"{file.stem}-{number}", raw)
        for file in folder.glob("*.log")
        for number, raw in enumerate(file.read_bytes().split(END_OF_MAIL)[:-1])
    ]
    return sorted(mails, key=lambda mail: (mail.sent_at, mail.key), reverse=True)


def _read(key: str, raw: bytes) -> SentMail:
    message = message_from_bytes(raw, policy=policy.default)
    return SentMail(
        key=key,
        sent_at=message["Date"].datetime,
        to=str(message["To"]),
        subject=str(message["Subject"]),
        text=_content(message.get_body(("plain",))),
        html=_content(message.get_body(("html",))),
        calendar=_calendar(message),
    )


def _calendar(message: EmailMessage) -> str:
    """Return the invitation, or the files of several one after the other."""
    files = [part for part in message.walk() if part.get_content_type() == "application/ics"]
    invitation = next((part for part in message.walk() if part.get_content_type() == "text/calendar"), None)
    return _content(invitation) or "".join(part.get_content().decode() for part in files)


def _content(part: MIMEPart | None) -> str:
    return str(part.get_content()) if part else ""
