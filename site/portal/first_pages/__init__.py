"""The pages a new site begins with, as data: facts of the work in our own words, for the centre to adapt."""

from .about import ABOUT
from .home import FLOW, HOME, LANES, NEWS_SUMMARY, NEWS_TITLE
from .library import LIBRARY
from .partners import PARTNERS
from .prepare import PREPARE
from .promises import ACCESSIBILITY, PRIVACY
from .writing import Block, FirstPage

DRAFTS = (ABOUT, PREPARE, PARTNERS, LIBRARY, ACCESSIBILITY, PRIVACY)

__all__ = ["DRAFTS", "FLOW", "HOME", "LANES", "NEWS_SUMMARY", "NEWS_TITLE", "Block", "FirstPage"]
