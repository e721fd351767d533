from .declaration import Declaration, Offer
from .vacancy import Vacancy

__all__ = ["Declaration", "Offer", "Vacancy"]
