from enum import StrEnum


class Kind(StrEnum):
    """What is hard to read, in the words of the panel."""

    LONG = "長い文"
    MEAN = "文の長さの平均"
    KANJI_RUN = "漢字の続き"
    KANJI_NUMBER = "漢字の数字"
    CLOCK = "時刻"
    DOUBLE_NEGATION = "二重の打ち消し"
    READING = "ふりがな"
    ROUNDABOUT = "遠回しな言い方"
    FOREIGN_WORD = "カタカナ・英字のことば"
    TWO_FACTS = "二つのこと"


# These keep a page from being published; the others only advise.
ERRORS = frozenset(
    {
        *(Kind.LONG, Kind.MEAN, Kind.KANJI_RUN, Kind.KANJI_NUMBER, Kind.CLOCK),
        *(Kind.DOUBLE_NEGATION, Kind.READING),
    }
)
