"""What makes no password: words of our own, and what a program guesses soon."""

from typing import Any

from django.core.exceptions import ValidationError
from zxcvbn import zxcvbn

from foundation.japanese.text import fold

# Written down in `handoff/security.md` too.
OWN_WORDS = (
    *("つなぐ", "tsunagu", "定着", "teichaku", "支援", "shien", "センター", "center"),
    *("引継ぎ", "hikitsugi", "見本", "mihon"),
)
# What has to be left of a password once they are taken out, digits and signs too.
LEAST_LETTERS = 6
# Of zxcvbn's five classes from 0: at least 10 to the 8th guesses, also where somebody may try fast.
LEAST_SCORE = 3
# zxcvbn looks at no more; what is longer is as strong as its beginning.
LOOKED_AT = 72
TOO_EASY = "このポータルの言葉や数字をつないだだけのパスワードは、当てられやすいので使えません。"
GUESSED = (
    "よくある言葉、日付、キーの並び、くり返しでできたパスワードは、当てられやすいので使えません。"
    "関係のない言葉を三つ以上つないでください。"
)


class OwnWordsValidator:
    """Refuses a password of which hardly a letter is left without our own words."""

    def validate(self, password: str, user: Any = None) -> None:  # noqa: ARG002 -- Django's signature
        """Raise ValidationError for a password that is made of our own words.

        A short one is left to the rule of length: one mistake is told once.
        """
        if len(password) <= LEAST_LETTERS:
            return
        left = fold(password)
        for word in sorted(map(fold, OWN_WORDS), key=len, reverse=True):
            left = left.replace(word, "")
        if sum(sign.isalpha() for sign in left) < LEAST_LETTERS:
            raise ValidationError(TOO_EASY, code="password_of_own_words")

    def get_help_text(self) -> str:
        return TOO_EASY


class GuessableValidator:
    """Refuses a password of common words, names, dates, keys side by side or repetitions, however long.

    Source: D. L. Wheeler, "zxcvbn: Low-Budget Password Strength Estimation", USENIX Security 2016.
    """

    def __init__(self, shortest: int) -> None:
        """`shortest`: the signs a password must have; a shorter one is left to the rule of length."""
        self.shortest = shortest

    def validate(self, password: str, user: Any = None) -> None:  # noqa: ARG002 -- Django's signature
        """Raise ValidationError for a password that is guessed too soon."""
        if len(password) < self.shortest:
            return
        if zxcvbn(fold(password)[:LOOKED_AT])["score"] < LEAST_SCORE:
            raise ValidationError(GUESSED, code="password_guessed")

    def get_help_text(self) -> str:
        return GUESSED
