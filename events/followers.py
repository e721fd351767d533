"""Who has to go along when an event changes, is called off or brought back: rooms register here.

(event, actor, now) is called inside the transaction that changes the event, after everything of the event
itself is written; whoever cannot go along raises EventRefused, and nothing has changed.
"""

from foundation.registry import Registry, Rows

event_followers: Registry[Rows] = Registry()
