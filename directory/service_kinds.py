"""The kinds of service and the conditions of taking somebody in, as a new site has them.

`data/service_kinds.csv` names under which numbers the national data sets publish a kind
(障害福祉サービス等情報公表システム, 2025-09; 介護サービス情報公表システム, 2025-06). Kinds without a number
are known to the directory only.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
# As much as one field may hold several words.
BETWEEN_WORDS = "|"


def services() -> Iterator[dict[str, Any]]:
    """Return a row for each kind of service; `codes` are pairs of data set and number."""
    for line in _lines("service_kinds.csv"):
        codes = [(source, code) for source in ("wam", "care") for code in line.pop(source).split()]
        yield line | {
            "codes": codes,
            "targets": line["targets"].split(),
            "is_residential": bool(line["is_residential"]),
        }


def conditions() -> Iterator[dict[str, Any]]:
    """Return a row for each condition."""
    yield from _lines("conditions.csv")


def _lines(name: str) -> Iterator[dict[str, Any]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            yield line | {"aliases": [word for word in line["aliases"].split(BETWEEN_WORDS) if word]}
