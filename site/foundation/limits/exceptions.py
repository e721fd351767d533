class LimitRefused(Exception):
    """The value cannot be set or taken back; the message says why, in the words of the screen."""
