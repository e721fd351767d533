"""The rooms that keep something of an agency: each adds a tab to the agency's page at the desk.

A room above registers itself in its `AppConfig.ready`; this module knows none of them.
"""

from dataclasses import dataclass

from content.desk import Door
from foundation.registry import Registry


@dataclass(frozen=True)
class AgencyTab:
    """A word, the name of an address that takes the agency's number, and the door it leads through."""

    word: str
    address_name: str
    door: Door


agency_tabs: Registry[AgencyTab] = Registry()
