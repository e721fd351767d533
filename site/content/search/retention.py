"""How long what people looked for in vain is kept, for the list of everything that is kept."""

from datetime import timedelta

from .models import ZeroResult
from .services import ZERO_RESULTS_KEPT_FOR


def kept_words() -> list[tuple[type[ZeroResult], timedelta]]:
    """Return the records with the time they are kept."""
    return [(ZeroResult, ZERO_RESULTS_KEPT_FOR)]
