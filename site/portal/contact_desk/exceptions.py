class NotAllowed(Exception):
    """A rule forbids the act; the words are for the person at the desk."""


class DeskIsClosed(Exception):
    """Without a key nothing is taken: it would have to lie in the clear."""
