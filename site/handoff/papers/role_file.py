"""The file of a 役割分担表 as the public door gives it (`matrix.json`), read strictly.

Only its form is known here: who does what, in which stage. Nothing of it is trusted; what it says stands on a
page to be read and changed before anything is written.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from foundation.japanese.text import clean_line
from handoff.exceptions import Refused
from handoff.machine.enums import Side

MOST_BYTES = 256 * 1024
FORMAT, VERSION = "tsunagu.role_table", 1
MOST_STAGES, MOST_BODIES = 7, 12
LONGEST_TASK, LONGEST_NAME = 200, 100
# Which side a body belongs to, until somebody says otherwise.
SIDES: Mapping[str, Side] = {
    "nation": Side.GIVER,
    "prefecture": Side.GIVER,
    "municipality": Side.RECEIVER,
    "private": Side.RECEIVER,
}
# What a body does in a stage; what leads is taken unless somebody leaves it out.
PARTS = ("lead", "beside", "helps", "nothing")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]")
NO_FILE = "役割分担表のファイル（matrix.json）を選んでください。"


@dataclass(frozen=True, kw_only=True)
class ProposedTask:
    """One task as a file proposes it, with the body that does it there."""

    what: str
    body: str
    side: Side
    is_leading: bool


@dataclass(frozen=True, kw_only=True)
class RoleFile:
    """What was read of a file."""

    title: str
    tasks: Sequence[ProposedTask]


def read_role_file(contents: bytes) -> RoleFile:
    """Return the tasks of a file in the order of its stages.

    Raises Refused with a sentence for whoever chose it, for whatever is not exactly such a file.
    """
    if len(contents) > MOST_BYTES:
        raise Refused("ファイルが大きすぎます（256KBまで）。役割分担表のファイルを選んでください。")
    try:
        table = json.loads(contents.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Refused(f"ファイルを読めません。{NO_FILE}") from None
    if not isinstance(table, dict) or table.get("format") != FORMAT:
        raise Refused(NO_FILE)
    if table.get("format_version") != VERSION:
        raise Refused("このファイルの形は、まだ読めません。役割分担表のページで、もう一度保存してください。")
    stages = {each["id"]: each["name"] for each in _rows(table, "stages", ("id", "name"), MOST_STAGES)}
    bodies = {each["id"]: each for each in _rows(table, "bodies", ("id", "level", "name"), MOST_BODIES)}
    wanted = ("stage", "body", "part", "task", "until")
    rows = _rows(table, "tasks", wanted, MOST_STAGES * MOST_BODIES)
    rows = [row for row in rows if row["task"]]
    tasks = [_task(row, stages, bodies) for row in sorted(rows, key=_place(list(stages)))]
    if not tasks:
        raise Refused("この役割分担表には、することがまだ書かれていません。")
    return RoleFile(title=_text(table, "title", "名前"), tasks=tasks)


def _no_number(_: str) -> None:
    raise ValueError("no number of ours")


def _place(stages: list[str]) -> Any:
    return lambda row: stages.index(row["stage"]) if row["stage"] in stages else len(stages)


def _rows(table: dict[str, Any], name: str, wanted: Sequence[str], most: int) -> list[dict[str, str]]:
    rows = table.get(name)
    if not isinstance(rows, list) or len(rows) > most:
        raise Refused(f"ファイルの「{name}」が、役割分担表の形とちがいます。")
    return [{key: _text(row, key, f"{name}の{at}つめ") for key in wanted} for at, row in enumerate(rows, 1)]


def _text(row: Any, key: str, where: str) -> str:
    value = row.get(key) if isinstance(row, dict) else None
    if not isinstance(value, str) or len(value) > LONGEST_TASK or _CONTROL.search(value):
        raise Refused(f"ファイルの「{where}」の{key}が、役割分担表の形とちがいます。")
    return clean_line(value)


def _task(row: dict[str, str], stages: Mapping[str, str], bodies: Mapping[str, Any]) -> ProposedTask:
    body = bodies.get(row["body"])
    if body is None or row["stage"] not in stages:
        raise Refused("ファイルの中で、ないはずの行や列の「すること」があります。")
    if body["level"] not in SIDES or row["part"] not in PARTS:
        raise Refused(f"ファイルの「{body['name'][:LONGEST_NAME]}」の行が、役割分担表の形とちがいます。")
    until = f"（{row['until']}まで）" if row["until"] else ""
    what = f"{stages[row['stage']]}：{row['task']}{until}"
    return ProposedTask(
        what=what[:LONGEST_TASK],
        body=body["name"],
        side=SIDES[body["level"]],
        is_leading=row["part"] == "lead",
    )
