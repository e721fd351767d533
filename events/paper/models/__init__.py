from .owed import OwedLetter
from .scan import Scan, ScanPage

__all__ = ["OwedLetter", "Scan", "ScanPage"]
