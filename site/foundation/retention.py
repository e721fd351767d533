"""How long records are kept: each app says it once, in `foundation.registry.retention_classes`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Retention:
    """How long one class of records is kept, by the key of its limit, from when, and on what ground."""

    records: str
    limit: str
    counted_from: str
    ground: str
