"""What upper rooms hang onto hand-offs: lists that they fill in `AppConfig.ready`, unknown to this room."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from foundation.registry import Registry
from handoff.access import Opening
from handoff.actors import Actor

from .enums import Deed
from .models import Handoff


@dataclass(frozen=True, kw_only=True)
class PanelLine:
    """One thing above the inbox: where it leads, and until when it has to be done."""

    words: str
    address: str
    due: str = ""
    is_over: bool = False


@dataclass(frozen=True, kw_only=True)
class Panel:
    """What another room puts above somebody's inbox."""

    title: str
    lines: Sequence[PanelLine]


# (handoff, deed, reason, opening): called in the transaction of a deed, after it was written; should it fail,
# the deed has not happened.
turn_followers: Registry[Callable[[Handoff, Deed, str, Opening], None]] = Registry()
# (actor, today) -> what stands above this actor's inbox, if anything; called while rows are open to them
inbox_panels: Registry[Callable[[Actor, date], Panel | None]] = Registry()
