from .basis import BasisReceiver, EndingNotice, LegalBasis
from .case import Case, CaseWorker, StandIn
from .person import SupportedPerson

__all__ = ["BasisReceiver", "Case", "CaseWorker", "EndingNotice", "LegalBasis", "StandIn", "SupportedPerson"]
