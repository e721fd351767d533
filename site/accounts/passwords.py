"""Words of our own that make no password: whoever knows the portal tries them first."""

from typing import Any

from django.core.exceptions import ValidationError

from foundation.japanese.text import fold

# Written down in `handoff/security.md` too.
OWN_WORDS = (
    *("つなぐ", "tsunagu", "定着", "teichaku", "支援", "shien", "センター", "center"),
    *("引継ぎ", "hikitsugi", "見本", "mihon"),
)
# What has to be left of a password once they are taken out, digits and signs too.
LEAST_LETTERS = 6
TOO_EASY = "このポータルの言葉や数字をつないだだけのパスワードは、当てられやすいので使えません。"


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
