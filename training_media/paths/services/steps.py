"""Steps that the verbs of paths share: hold a path, and insist on rules."""

from foundation.decision import Decision
from foundation.transactions import assert_in_transaction
from training_media.paths.exceptions import PathRefused
from training_media.paths.models import Path

GONE = "この道すじは、もうありません。"


def insist(decision: Decision) -> None:
    """Go on only where a rule allows it. Raises PathRefused with its reason."""
    if not decision.allowed:
        raise PathRefused(decision.reason)


def lock_path_in_transaction(pk: int) -> Path:
    """Return a path that nobody else changes until the commit. Raises PathRefused when it is gone."""
    assert_in_transaction("lock_path")
    path = Path.objects.select_for_update(no_key=True).filter(pk=pk).first()
    if path is None:
        raise PathRefused(GONE)
    return path
