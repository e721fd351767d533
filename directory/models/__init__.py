from .agency import Agency, AgencyKind, Corporation
from .area import Municipality, MunicipalityInArea, WelfareArea
from .membership import Membership
from .service import Condition, ServiceCode, ServiceKind
from .visibility import FieldVisibility

__all__ = [
    "Agency",
    "AgencyKind",
    "Condition",
    "Corporation",
    "FieldVisibility",
    "Membership",
    "Municipality",
    "MunicipalityInArea",
    "ServiceCode",
    "ServiceKind",
    "WelfareArea",
]
