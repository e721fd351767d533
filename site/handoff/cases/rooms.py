"""What upper rooms hang onto cases: lists that they fill in `AppConfig.ready`, unknown to this room."""

from collections.abc import Callable
from uuid import UUID

from foundation.registry import Registry

# (case id) -> why a case cannot be closed yet, as people read it, or nothing; called while its row is locked
closing_objections: Registry[Callable[[UUID], str]] = Registry()
# (basis id) -> what rests on a legal basis and closes with it, as people read it: one line for each
what_rests: Registry[Callable[[UUID], list[str]]] = Registry()
