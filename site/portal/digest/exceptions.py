class DigestIsClosed(Exception):
    """There is no key to seal addresses with."""


class LinkNotUsable(Exception):
    """The link was changed, its time has passed, or nobody stands behind it any more."""
