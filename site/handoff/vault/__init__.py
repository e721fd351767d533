"""Case data under keys that can be destroyed: `with vault.opened_keys(): …`."""

from .opened import opened_keys

__all__ = ["opened_keys"]
