"""What can go wrong with an entry; `str()` of each is the Japanese sentence for the reader."""


class EntryError(Exception):
    """An act was refused; nothing has changed."""


class EntryHasChanged(EntryError):
    """Somebody else wrote since the form was opened."""


class DraftRefused(EntryError):
    """A draft is not what its reader saw, or waits no more."""


class VisibilityRefused(EntryError):
    """More would be shown than was agreed, or than could be seen; `group` says of what."""

    def __init__(self, reason: str, *, group: str) -> None:
        super().__init__(reason)
        self.group = group


class LinkNotUsable(EntryError):
    """The link is unknown, used, taken back or too old; the four are told apart for nobody."""


class NoOpenLink(EntryError):
    """There is no link that could be taken back."""


class NoAddress(EntryError):
    """An agency without a shared address cannot be written to by mail."""


class ConfirmationRefused(EntryError):
    """A word cannot be of this day."""
