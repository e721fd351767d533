from .emergency import Emergency
from .handoff import Handoff, Receiver
from .ledger import ProvisionRecord
from .package import PackagePart, Profile
from .running import Call, Confirmation, JointMeeting, RoleItem, Turn

__all__ = [
    "Call",
    "Confirmation",
    "Emergency",
    "Handoff",
    "JointMeeting",
    "PackagePart",
    "Profile",
    "ProvisionRecord",
    "Receiver",
    "RoleItem",
    "Turn",
]
