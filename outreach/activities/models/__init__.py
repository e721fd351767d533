from .activity import Activity, ActivityPath, Evidence, Presence
from .locking import LockedActivity, YearLock

__all__ = ["Activity", "ActivityPath", "Evidence", "LockedActivity", "Presence", "YearLock"]
