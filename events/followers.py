"""Who has to go along when something of an event changes: rooms register here.

All are called inside the transaction of the change, after everything of the event itself is written.
"""

from collections.abc import Callable, Collection
from datetime import datetime

from foundation.registry import Registry, Rows

# (event, actor, now), when an event changes, is called off or brought back; whoever cannot go along raises
# EventRefused, and nothing has changed
event_followers: Registry[Rows] = Registry()
# (session, marks by participant id, actor, now), when attendance is marked at the desk
attendance_followers: Registry[Rows] = Registry()
# (application ids, now), when whose they were is forgotten: what else was kept of their people goes as well
forgetting_followers: Registry[Callable[[Collection[int], datetime], None]] = Registry()
