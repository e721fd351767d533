"""What the private door demands of its keys before it serves or works; `migrate` is never asked."""

from django.core.exceptions import ImproperlyConfigured

from . import store, wrapping
from .exceptions import KeyMissing, VaultError

TRIAL = "trial"


def refuse_unusable_keys() -> None:
    """Raise ImproperlyConfigured when keys cannot wrap and unwrap, or the store is away or open to others.

    The key of the index, where there is one, must open: it shows that the keys are those of this store.
    """
    try:
        store.refuse_open_folder()
        wrapping.unwrap(TRIAL, wrapping.wrap(TRIAL, wrapping.new_data_key()))
        _open_index()
    except VaultError as error:
        raise ImproperlyConfigured(f"The private door does not start without its keys: {error}") from None


def _open_index() -> None:
    try:
        wrapping.unwrap(store.INDEX, store.read_file(store.INDEX))
    except KeyMissing:
        return
