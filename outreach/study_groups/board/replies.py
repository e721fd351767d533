"""A reply by mail: the address that says who answers where, and the words of it without what it quotes.

The local part holds the topic, the person and the last day in clear and a keyed digest over them, in base32:
mail servers keep 64 characters of it and fold its case. Nothing is stored until a reply arrives.
"""

import base64
import binascii
import hashlib
import hmac
import re
import struct
from dataclasses import dataclass
from datetime import date, timedelta
from email.message import EmailMessage

from foundation.japanese.text import clean_text

_SALT = b"outreach.study_groups.board.replies"
_HELD = struct.Struct(">IIH")
_DIGEST_BYTES = 10
_FIRST_DAY = date(2026, 1, 1)
_ADDRESS = re.compile(r"\+([a-z2-7]{32})@", re.IGNORECASE)
_QUOTED = re.compile(r"^\s*[>＞]")
# Where mail programs begin to repeat what they answer, and where a signature begins.
_REST = re.compile(
    r"^(-- $|-{2,}\s*(Original|元の|転送|Forwarded)|_{10,}|(From|差出人|送信者)\s*[:：]"
    r"|.*[0-9]{4}[年/-][0-9]{1,2}[月/-][0-9]{1,2}.*[:：]\s*$|On .+ wrote:\s*$)"
)


@dataclass(frozen=True)
class ReplyTo:
    """Who may answer in which topic by mail, until when."""

    topic: int
    person: int
    last_day: date


def reply_to(topic: int, person: int, *, today: date, days: int) -> ReplyTo:
    """Return a right to answer that ends so many days after today."""
    return ReplyTo(topic, person, today + timedelta(days=days))


def reply_address(right: ReplyTo, mailbox: str, *, key: str) -> str:
    """Return the address that stands for a right to answer, at a mailbox such as talk@example.jp."""
    held = _HELD.pack(right.topic, right.person, (right.last_day - _FIRST_DAY).days)
    token = base64.b32encode(held + _digest(held, key)).decode().lower()
    name, _, host = mailbox.partition("@")
    return f"{name}+{token}@{host}"


def opened(addresses: str, *, key: str) -> ReplyTo | None:
    """Return the right that an address in these headers stands for; None for one that nobody of us made."""
    for found in _ADDRESS.finditer(addresses):
        try:
            raw = base64.b32decode(found[1].upper())
        except binascii.Error:
            continue
        held, digest = raw[: _HELD.size], raw[_HELD.size :]
        if hmac.compare_digest(digest, _digest(held, key)):
            topic, person, days = _HELD.unpack(held)
            return ReplyTo(topic, person, _FIRST_DAY + timedelta(days=days))
    return None


def _digest(held: bytes, key: str) -> bytes:
    return hmac.digest(key.encode(), _SALT + held, hashlib.sha256)[:_DIGEST_BYTES]


def is_automatic(message: EmailMessage) -> bool:
    """Return whether no person wrote this: answers of machines, bounces, lists (RFC 3834)."""
    automatic = str(message.get("Auto-Submitted", "no")).split(";")[0].strip().lower()
    bulk = str(message.get("Precedence", "")).strip().lower()
    sender = str(message.get("Return-Path", "")).strip()
    return automatic != "no" or bulk in {"bulk", "junk", "list", "auto_reply"} or sender == "<>"


def words_of(message: EmailMessage) -> str | None:
    """Return what somebody wrote in a mail, as forms store it, without what it quotes and a signature.

    None where nobody can read it: in a character set that is not known.
    """
    part = message.get_body(preferencelist=("plain",))
    if part is None:
        return ""
    try:
        text = str(part.get_content())
    except (LookupError, ValueError):
        return None
    lines: list[str] = []
    for line in text.splitlines():
        if _REST.match(line):
            break
        if not _QUOTED.match(line):
            lines.append(line)
    return clean_text("\n".join(lines))
