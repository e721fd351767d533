from enum import StrEnum


class Use(StrEnum):
    """What a side does with a record."""

    READ = "read"
    WRITE = "write"
    # A short word in what the other side wrote: a tick, a confirmation, an entry.
    MARK = "mark"
