from .handoff import Handoff, Receiver
from .ledger import ProvisionRecord
from .package import PackagePart
from .running import Confirmation, JointMeeting, RoleItem, Turn

__all__ = [
    "Confirmation",
    "Handoff",
    "JointMeeting",
    "PackagePart",
    "ProvisionRecord",
    "Receiver",
    "RoleItem",
    "Turn",
]
