"""What the rules of an association may say, and what becomes of its resolutions."""

from django.db.models import TextChoices


class Quorum(TextChoices):
    """How many of the member agencies make a general meeting."""

    MORE_THAN_HALF = "more_than_half", "過半数（半分より多い）"
    HALF = "half", "半数以上"
    THIRD = "third", "3分の1以上"
    TWO_THIRDS = "two_thirds", "3分の2以上"


class Majority(TextChoices):
    """How many of those who decide carry a resolution."""

    MORE_THAN_HALF = "more_than_half", "過半数（半分より多い）"
    TWO_THIRDS = "two_thirds", "3分の2以上"
    THREE_QUARTERS = "three_quarters", "4分の3以上"


class ResolutionKind(TextChoices):
    ORDINARY = "ordinary", "ふつうの議案"
    SPECIAL = "special", "特別の議案（規則の改正、解散など）"


class Effect(TextChoices):
    """What follows once a resolution is carried, and somebody carries it out."""

    NONE = "", "とくにない"
    PLAN = "plan", "年間計画を承認する"
    RULES = "rules", "規則を改める"
    SECRETARIAT = "secretariat", "事務局を決める"


class Choice(TextChoices):
    YES = "yes", "賛成"
    NO = "no", "反対"
    ABSTAIN = "abstain", "棄権"


class VoteWay(TextChoices):
    THERE = "there", "その場で"
    WRITTEN = "written", "書面で"


class ProxyWay(TextChoices):
    SCREEN = "screen", "画面から"
    PAPER = "paper", "紙・FAXで"


class Presence(TextChoices):
    """Who came to a general meeting for an agency that may vote there."""

    ABSENT = "absent", "来ていない"
    DELEGATE = "delegate", "代表が出席"
    DEPUTY = "deputy", "代理が出席"


class Result(TextChoices):
    """What became of a resolution; empty until its general meeting was closed."""

    OPEN = "", "まだ"
    CARRIED = "carried", "可決"
    LOST = "lost", "否決"
    TIE = "tie", "賛成と反対が同じ数"
    NO_QUORUM = "no_quorum", "定足数に足りず、決められない"


PRESENT = frozenset({Presence.DELEGATE, Presence.DEPUTY})
# Whoever breaks a tie says one of these.
CASTING = {choice.value: choice.label for choice in (Choice.YES, Choice.NO)}
