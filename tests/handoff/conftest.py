from tests.factories.handoff import agency_worker, case_worker, lead, outsider, privacy_officer
from tests.journeys.browser import (
    axe,
    browser_context_args,
    browser_type_launch_args,
    context,
    live_server,
    page_without_scripts,
    promises,
)

__all__ = [
    "agency_worker",
    "axe",
    "browser_context_args",
    "browser_type_launch_args",
    "case_worker",
    "context",
    "lead",
    "live_server",
    "outsider",
    "page_without_scripts",
    "privacy_officer",
    "promises",
]
