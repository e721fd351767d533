from .declaration import Declaration, Offer
from .draft import Draft
from .link import ConfirmReminder, EntryLink
from .vacancy import Vacancy
from .wish import VisibilityWish

__all__ = ["ConfirmReminder", "Declaration", "Draft", "EntryLink", "Offer", "Vacancy", "VisibilityWish"]
