"""How rooms of training media reach each other upwards."""

from foundation.registry import Registry, Rows

# (part, moved) -> moves what a room keeps by the time of the part's recording, in the transaction in which a
# new edit comes in its place; `moved` tells where a moment of the old one is in the new one
times_moved: Registry[Rows] = Registry()
