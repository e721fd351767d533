from .note import CoverageNote
from .people import Expert, KeyPerson
from .window import MunicipalWindow

__all__ = ["CoverageNote", "Expert", "KeyPerson", "MunicipalWindow"]
