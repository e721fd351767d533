"""Verbs of the directory. What other apps call stands here; screens import from the modules."""

from .agencies import add_agency_in_transaction
from .people import colleague_in_transaction, lock_agencies_in_transaction

__all__ = ["add_agency_in_transaction", "colleague_in_transaction", "lock_agencies_in_transaction"]
