from .accessibility import AccessibilityPage
from .duties import DutyIndexPage, DutyPage
from .easy import EasyIndexPage, EasyPage
from .flow import FlowPage
from .home import HomePage
from .library import LibraryIndexPage, LibraryPage, LibraryVersion
from .network import NetworkCentre, NetworkPage
from .news import NewsIndexPage, NewsPage
from .standard import StandardPage

__all__ = [
    "AccessibilityPage",
    "DutyIndexPage",
    "DutyPage",
    "EasyIndexPage",
    "EasyPage",
    "FlowPage",
    "HomePage",
    "LibraryIndexPage",
    "LibraryPage",
    "LibraryVersion",
    "NetworkCentre",
    "NetworkPage",
    "NewsIndexPage",
    "NewsPage",
    "StandardPage",
]
