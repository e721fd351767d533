from .basis import BasisReceiver, LegalBasis
from .case import Case, CaseWorker, StandIn
from .person import SupportedPerson

__all__ = ["BasisReceiver", "Case", "CaseWorker", "LegalBasis", "StandIn", "SupportedPerson"]
