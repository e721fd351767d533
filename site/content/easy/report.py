from typing import Any

from foundation.easy.rules import Finding


def report(found: list[Finding]) -> dict[str, Any]:
    """Return what the panel's template shows: the findings, and how many of them stop the page."""
    errors = sum(finding.is_error for finding in found)
    return {"found": found, "errors": errors, "hints": len(found) - errors}
