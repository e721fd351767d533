"""What looks in a text like somebody who could be recognised: boards, minutes and case sheets ask."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from foundation.japanese.text import fold, half_width

# Who is called so is nobody in particular: whole words, and how words end.
NOBODY = frozenset(
    {
        *("皆", "客", "本人", "奥", "母", "父", "兄", "姉", "弟", "妹", "子", "娘", "息子", "家族", "大家"),
        *("隣", "近所", "役所", "事業所", "施設", "病院", "世話人", "先生", "同僚", "先輩", "後輩", "上司"),
        *("保護司", "ヘルパー", "ケアマネ"),
    }
)
ENDS_OF_NOBODY = (
    *("者", "職員", "相談員", "支援員", "委員", "店員", "担当", "看護師", "医師", "弁護士", "介護士"),
    *("福祉士", "書士", "労士", "所長", "施設長", "部長", "課長", "係長", "社長", "園長", "院長"),
    *("校長", "会長", "組長"),
)
_CALLED = re.compile(r"([一-龥々ヶァ-ヴー]{1,8})(?:さん|様|氏|君|くん|ちゃん)")
_PHONE = re.compile(r"(?<![0-9])0[0-9]{1,4}[-(). ]?[0-9]{1,4}[-(). ]?[0-9]{3,4}(?![0-9])")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_ERA_DAY = re.compile(
    r"(?:明治|大正|昭和|平成|令和|[MTSHR])(?:[0-9]{1,2}|元)[年./-][0-9]{1,2}[月./-][0-9]{1,2}"
)
_DAY = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}[年./-][0-9]{1,2}[月./-][0-9]{1,2}")
_BORN = re.compile(r"(?:生年月日|[0-9]{1,3}歳の誕生日)")
SHORTEST_NAME = 4


@dataclass(frozen=True)
class Suspicion:
    """Words in a text that may say who or where, and what they look like."""

    words: str
    looks_like: str


def suspicions(text: str, *, agencies: Collection[tuple[str, str]] = ()) -> list[Suspicion]:
    """Return what in a text may let somebody be recognised, each once, in the order of kinds.

    `agencies` are names as the directory writes them, each with its folded form. It warns and forbids
    nothing: a name that is none is left by a press, and a name that it does not know it lets through.
    """
    plain = half_width(text)
    found = [
        *(Suspicion(each, "電話番号") for each in _PHONE.findall(plain)),
        *(Suspicion(each, "メールアドレス") for each in _MAIL.findall(plain)),
        *(Suspicion(each, "日付（生年月日など）") for each in _ERA_DAY.findall(plain) + _DAY.findall(plain)),
        *(Suspicion(each, "生年月日") for each in _BORN.findall(plain)),
        *(Suspicion(each, "人の名前") for each in _names(text)),
        *(Suspicion(each, "事業所の名前") for each in _agencies(text, agencies)),
    ]
    return list(dict.fromkeys(found))


def _names(text: str) -> Iterable[str]:
    for found in _CALLED.finditer(text):
        if found[1] not in NOBODY and not found[1].endswith(ENDS_OF_NOBODY):
            yield found[0]


def _agencies(text: str, agencies: Collection[tuple[str, str]]) -> Iterable[str]:
    folded = fold(text)
    return (name for name, key in agencies if len(key) >= SHORTEST_NAME and key in folded)
