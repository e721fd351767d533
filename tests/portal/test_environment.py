"""The README's table of environment variables is the one that settings read."""

from pathlib import Path

from portal.settings.environment import BOTH, VARIABLES

README = Path(__file__).resolve().parents[2] / "site/portal/settings/README.md"


def row(variable):
    door = "both" if variable.doors == BOTH else variable.doors[0]
    value = f"`{variable.default}`" if variable.default else "–"
    default = "**needed**" if variable.default is None else value
    return f"| `{variable.name}` | {door} | {default} | {variable.meaning} |"


def test_the_readme_lists_every_variable_as_settings_read_it():
    table = [line for line in README.read_text(encoding="utf-8").splitlines() if line.count(" | ") == 3]
    assert [line for line in table if line.startswith("| `")] == [row(variable) for variable in VARIABLES]
