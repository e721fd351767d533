"""How much of a matrix is looked at: a small part in `make test`, all of it in `make proof`.

Both are one test: what it says of a part it says of the whole. The Makefile finds by this import what
`make proof` runs again as a whole.
"""

import os


def is_whole():
    return "PORTAL_WHOLE" in os.environ


def as_many_as(whole, *, few):
    """Return how many of something are tried: few, or in `make proof` the whole number."""
    return whole if is_whole() else few


def some_of(whole, *, every):
    """Return the first of each so many, and the last; all of them in `make proof`."""
    whole = list(whole)
    if is_whole():
        return whole
    part = whole[::every]
    return part if (len(whole) - 1) % every == 0 else [*part, whole[-1]]
