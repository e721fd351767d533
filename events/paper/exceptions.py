"""What can go wrong with paper; `str()` of each is the Japanese sentence for the reader."""

from events.exceptions import EventsError


class KnownAlready(EventsError):
    """The same file came in before."""

    def __init__(self) -> None:
        super().__init__("同じファイルを、もう受け取っています。")


class NothingByThisNumber(EventsError):
    """No record bears the typed number."""
