from .community import Community, Facilitation, Promise
from .handover import HandoverRound, HandoverTick
from .membership import Delegate, Guest, JoinRequest, MemberAgency
from .plan import PlanRow, ShelfItem, YearPlan

__all__ = [
    "Community",
    "Delegate",
    "Facilitation",
    "Guest",
    "HandoverRound",
    "HandoverTick",
    "JoinRequest",
    "MemberAgency",
    "PlanRow",
    "Promise",
    "ShelfItem",
    "YearPlan",
]
