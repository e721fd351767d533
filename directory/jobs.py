"""What nobody waits for when a word changes."""

from django.utils import timezone
from procrastinate.contrib.django import app

from foundation.jobs import PATIENT

from .services import words


@app.task(name="directory.index_word", retry=PATIENT)
def index_word(table: str, code: str) -> None:
    """Let the index follow the words of a kind of service or a condition; a second try changes nothing."""
    words.index_word(table=table, code=code, today=timezone.localdate())
