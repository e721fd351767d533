class NotAllowed(Exception):
    """A rule forbids the act; the words are for the person at the desk."""
