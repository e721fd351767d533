"""What the documents say can be done, can be done."""

import re
import subprocess

import pytest
from django.core.management import get_commands

from tests.architecture import tree

MOST_LINES_OF_AN_APP = 40
MOST_LINES_OF_THE_PROJECT = 60
TARGETS = ("setup", "demo", "run", "manage", "test", "lint", "bench", "proof")
DOCUMENTED_COMMAND = re.compile(r"manage\.py (\w+)")
DOCUMENTED_TARGET = re.compile(r"`make (\w+)")
LINK = re.compile(r"\]\(([^:)#]+)\)")


def own_commands():
    """Return the name of each management command in our apps, whichever door it belongs to."""
    return {
        file.stem
        for file in tree.modules()
        if file.match("management/commands/*.py") and file.name != "__init__.py"
    }


def documented(pattern):
    return {name for file in tree.readmes() for name in pattern.findall(tree.text(file))}


def test_every_app_has_a_readme():
    assert [app for app in tree.apps() if not (tree.ROOT / app / "README.md").exists()] == []


def test_every_readme_fits_a_screen():
    lengths = {str(file): tree.text(file).count("\n") for file in tree.readmes()}
    most = dict.fromkeys(lengths, MOST_LINES_OF_AN_APP) | {"README.md": MOST_LINES_OF_THE_PROJECT}
    assert {file: lines for file, lines in lengths.items() if lines > most[file]} == {}


def test_every_command_of_ours_is_documented():
    assert own_commands() - documented(DOCUMENTED_COMMAND) == set()


def test_every_documented_command_exists():
    assert documented(DOCUMENTED_COMMAND) - own_commands() - get_commands().keys() == set()


def test_every_documented_target_exists():
    rules = set(re.findall(r"^([a-z-]+):", tree.text("Makefile"), re.MULTILINE))
    assert set(TARGETS) <= rules
    assert documented(DOCUMENTED_TARGET) - rules == set()


def test_every_link_to_a_file_leads_somewhere():
    links = {(file, link) for file in tree.readmes() for link in LINK.findall(tree.text(file))}
    assert [link for link in links if not (tree.ROOT / link[0].parent / link[1]).exists()] == []


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_can_be_read(target):
    planned = subprocess.run(["make", "--dry-run", target], cwd=tree.ROOT, capture_output=True, check=False)
    assert (planned.returncode, planned.stderr) == (0, b"")


def test_ci_calls_make_test():
    script = tree.ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    assert script.read_text().splitlines()[-1] == "exec make test"
