"""What can go wrong with paths; `str()` of each is the Japanese sentence for the reader."""


class PathRefused(Exception):
    """An act was refused; nothing has changed."""
