"""When something may be written down or done, and what must not be written into a record. Pure."""

import re
from datetime import date

from foundation.decision import YES, Decision

LONGEST_STAY_MONTHS = 60

# 「佐藤さん」「山田様」「田中氏」: perhaps a person. Offices are addressed as 様 on paper, so it only warns.
_PERSON = re.compile(r"[々〆〇一-鿿ァ-ヶー]{1,6}(?:さん|様|氏|くん|君)(?![々〆〇一-鿿])")
# What is followed by さん or 様 and means nobody in particular.
_NOBODY = ("皆", "利用者", "相手", "職員", "担当者", "世話人", "所長", "施設長", "管理者", "客")
# Words that only end like an address.
_WORDS = ("同様", "仕様", "模様", "多様", "摂氏", "各氏")


def may_record(day: date, *, next_on: date | None, today: date) -> Decision:
    """Return whether a contact of this day may be written down, with a next step on another."""
    if day > today:
        return Decision(
            allowed=False,
            reason="これから先の日付です。今日までの日を書いてください。予定は「次にすること」に書きます。",
        )
    if next_on is not None and next_on < day:
        return Decision(allowed=False, reason="「次はいつ」は、やりとりの日より前にできません。")
    return YES


def may_finish(next_on: date | None, done_on: date | None) -> Decision:
    """Return whether the next step of a contact may be ticked off."""
    if next_on is None:
        return Decision(allowed=False, reason="この記録には、次にすることがありません。")
    if done_on is not None:
        return Decision(allowed=False, reason="この「次にすること」は、もう済んでいます。")
    return YES


def possible_people(*texts: str) -> list[str]:
    """Return what looks like the name of a person in these texts, in order, each once."""
    found = (match[0] for text in texts for match in _PERSON.finditer(text))
    return list(dict.fromkeys(each for each in found if not _means_nobody(each)))


def _means_nobody(words: str) -> bool:
    name = re.sub(r"(?:さん|様|氏|くん|君)$", "", words)
    return name.endswith(_NOBODY) or words.endswith(_WORDS)
