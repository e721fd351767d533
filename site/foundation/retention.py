"""How long records are kept: each app says it once, in `foundation.registry.retention_classes`."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Retention:
    """How long one class of records is kept, from when, and on what ground."""

    records: str
    kept: timedelta
    counted_from: str
    ground: str
