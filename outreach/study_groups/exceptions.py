class GroupRefused(Exception):
    """A community refuses an act; the words are for whoever asked for it."""
