"""The result of the last whole accessibility test, as the long proof wrote it beside this module."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

RESULT = Path(__file__).with_name("accessibility.json")


@dataclass(frozen=True)
class Result:
    """What was tested and found: numbers are whole counts, `tool` names what looked for violations."""

    tested_on: date
    tool: str
    pages: int
    views: int
    violations: int


def last_result() -> Result | None:
    """Return the last result, or None before the first test."""
    try:
        kept = json.loads(RESULT.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return Result(**(kept | {"tested_on": date.fromisoformat(kept["tested_on"])}))


def keep_result(result: Result) -> None:
    """Write the result of a whole test, for the page that tells of it."""
    kept = {
        "tested_on": result.tested_on.isoformat(),
        "tool": result.tool,
        "pages": result.pages,
        "views": result.views,
        "violations": result.violations,
    }
    RESULT.write_text(json.dumps(kept, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
