from .agency import Agency, AgencyKind, Corporation
from .area import Municipality, MunicipalityInArea, WelfareArea
from .membership import Membership

__all__ = [
    "Agency",
    "AgencyKind",
    "Corporation",
    "Membership",
    "Municipality",
    "MunicipalityInArea",
    "WelfareArea",
]
