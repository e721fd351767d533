"""Sizes, names and marks of the code."""

import ast
import contextlib
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture import tree

MOST_LINES = 400
MOST_LINES_OF_A_FUNCTION = 40
SHARE_OF_LONGER_FUNCTIONS = 0.02
# Modules that say how something is edited.
FORMS = {"forms", "desk_forms", "panels", "editing"}
# Who may see which rows is said in access and queries; a view that asks a manager would pass them by.
MANAGERS = {"objects", "_default_manager", "_base_manager"}
VIEWS = ("views", "viewsets")
# What tells the time, and what does so only where it is given none.
CLOCKS = {("timezone", "now"), ("datetime", "now"), ("datetime", "today"), ("date", "today")}
CLOCKS_IF_EMPTY = {("timezone", "localdate"), ("timezone", "localtime")}
# Whoever begins something reads the clock: views and what stands in their place.
READS_THE_CLOCK = {"views", "jobs", "panels", "desk_panels", "templatetags", "commands", "middleware"}
# Hooks only register: what they do stands in a module that says so.
MOST_LINES_OF_HOOKS = 60
# Names that say nothing of what a module holds.
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "core", "base", "misc"}
# Parts of the foundation that are one thing each, and what only gathers others.
NOT_LAYERED = {"foundation", "foundation.printing", "foundation.ui"}
SILENCED = re.compile(r"#\s*(noqa|type:\s*ignore)")
# mypy asks for a second # before the reason.
SILENCED_WITH_REASON = re.compile(r"#\s*(noqa: [A-Z0-9, ]+|type: ignore\[[a-z, -]+\]\s+#) -- \S")
# What is left of a merge that nobody finished.
MERGE_MARKS = re.compile(r"^[ \t]*(?:<{7}|>{7})(?= )", re.MULTILINE)
# What asks a page once, without waiting until it has come.
ASKED_TOO_EARLY = re.compile(r"^\s*assert (?!\[).*\.is_(?:visible|hidden|checked|enabled)\(\)", re.MULTILINE)
# Spelt so that this file itself names no place.
PLACES = re.compile(r"(?<![\w.-])/(work|root|Users)/|index[-]url|/simple[/]")


def unexplained(source):
    """Return the lines that silence a checker without saying why."""
    silencing = [(line, words) for line, words in tree.comments(source) if SILENCED.search(words)]
    return [line for line, words in silencing if not SILENCED_WITH_REASON.search(words)]


def test_no_module_is_longer_than_400_lines():
    lengths = {str(file): tree.text(file).count("\n") for file in tree.modules()}
    assert {file: lines for file, lines in lengths.items() if lines > MOST_LINES} == {}


def forms_in_models(source):
    """Return the imports by which a module of models would know how it is edited."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            within = f"{node.module or ''}." if isinstance(node, ast.ImportFrom) else ""
            named = [within + each.name for each in node.names]
            found += [name for name in named if FORMS.intersection(name.split("."))]
    return found


def test_no_model_imports_a_form_or_a_panel():
    models = [file for file in tree.modules() if file.stem == "models" or file.parent.name == "models"]
    found = {str(file): forms_in_models(tree.text(file)) for file in models}
    assert {file: names for file, names in found.items() if names} == {}
    assert len(found) > 30


@pytest.mark.parametrize(
    "line",
    [
        "from wagtail.admin.panels import FieldPanel",
        "from django import forms",
        "from .forms import NewsForm",
        "from portal import editing",
        "import django.forms",
    ],
)
def test_the_check_sees_a_model_that_knows_its_form(line):
    assert len(forms_in_models(line)) == 1


def managers(source):
    """Return the managers of models that a module reads: those of a class, by its own name."""
    return [
        ast.unparse(node)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS
    ]


def is_of_views(file):
    return file.parts[0] in tree.CODE and ("views" in file.parts or file.stem.endswith(VIEWS))


def test_views_read_through_access_and_queries():
    found = {str(file): managers(tree.text(file)) for file in tree.modules() if is_of_views(file)}
    assert {file for file, read in found.items() if read} == set()
    assert len(found) > 50


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Event.objects.filter(pk=pk)", ["Event.objects"]),
        ("get_object_or_404(models.Event.objects.readable(), pk=pk)", ["models.Event.objects"]),
        ("Event._base_manager.all()", ["Event._base_manager"]),
        ("events = queries.public_events()", []),
    ],
)
def test_the_check_sees_a_view_that_reads_by_itself(line, found):
    assert managers(line) == found


def clocks(source):
    """Return the lines of a module that read the clock."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=of), attr=name), args=args, keywords=words):
                is_bare = not args and not words
                if (of, name) in CLOCKS or (is_bare and (of, name) in CLOCKS_IF_EMPTY):
                    found.append(node.lineno)
    return found


@pytest.mark.parametrize("app", ["events", "site/handoff"])
def test_nobody_below_the_views_reads_the_clock(app):
    below = [
        file
        for file in tree.modules()
        if file.is_relative_to(app)
        and not READS_THE_CLOCK.intersection([*file.parts, file.stem])
        and not file.stem.startswith("demo")
    ]
    assert {str(file): lines for file in below if (lines := clocks(tree.text(file)))} == {}
    assert len(below) > 100


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("now = timezone.now()", [1]),
        ("held(datetime.now(tz=TOKYO))", [1]),
        ("day = timezone.localdate()", [1]),
        ("day = timezone.localdate(now)", []),
        ("local = timezone.localtime(session.starts_at)", []),
    ],
)
def test_the_check_sees_who_reads_the_clock(line, found):
    assert clocks(line) == found


def test_hooks_only_register():
    hooks = [file for file in tree.modules() if file.name == "wagtail_hooks.py"]
    lengths = {str(file): tree.text(file).count("\n") for file in hooks}
    assert {file: lines for file, lines in lengths.items() if lines > MOST_LINES_OF_HOOKS} == {}
    assert len(hooks) > 20


def test_hardly_any_function_is_longer_than_40_lines():
    every = [
        (f"{file}:{name}", lines)
        for file in tree.modules()
        if file.parts[0] in tree.CODE
        for name, lines in tree.functions(file)
    ]
    longer = [name for name, lines in every if lines > MOST_LINES_OF_A_FUNCTION]
    assert len(longer) <= SHARE_OF_LONGER_FUNCTIONS * len(every), longer


def test_a_function_is_measured_with_its_whole_body():
    lengths = dict(tree.functions(Path(__file__)))
    assert lengths["test_a_function_is_measured_with_its_whole_body"] == 3


def test_site_is_no_package():
    assert not (tree.ROOT / "site" / "__init__.py").exists()


def test_every_module_is_named_by_what_it_holds():
    named = [file for file in tree.modules() if {file.stem, file.parent.name} & EMPTY_NAMES]
    assert named == []


def test_whoever_silences_a_checker_says_why():
    lines = {str(file): unexplained(tree.text(file)) for file in tree.modules()}
    assert {file: found for file, found in lines.items() if found} == {}


@pytest.mark.parametrize(
    ("comment", "found"),
    [
        ("# noqa: S101 -- it cannot happen", []),
        ("# type: ignore[arg-type]  # -- the stub is older", []),
        ("# type: ignore[arg-type] -- the stub is older", [1]),
        ("# type: ignore[arg-type]", [1]),
        ("# noqa: S101", [1]),
        ("# noqa", [1]),
        ("# type: ignore", [1]),
        ("# noqa -- no rule named", [1]),
    ],
)
def test_the_check_sees_a_silenced_checker(comment, found):
    assert unexplained(f"value = 1  {comment}\n") == found


def with_match(pattern):
    """Return what this pattern finds in each file that is text; a picture or a font is passed over."""
    found = {}
    for file in tree.files():
        with contextlib.suppress(UnicodeDecodeError):
            found[str(file)] = [match.group() for match in pattern.finditer(tree.text(file))]
    return {file: matches for file, matches in found.items() if matches}


def test_no_file_names_a_place_of_one_machine_or_registry():
    assert with_match(PLACES) == {}


def test_no_file_holds_two_wordings_of_a_merge():
    assert with_match(MERGE_MARKS) == {}


def test_no_journey_looks_before_the_page_has_come():
    """`expect` waits; a bare `is_visible` holds or fails as the machine is quick or slow."""
    journeys = [file for file in tree.modules() if file.parts[0] == "tests"]
    assert [file for file in journeys if ASKED_TOO_EARLY.search(tree.text(file))] == []
    assert ASKED_TOO_EARLY.search("    assert page.get_by_text('x').is_" + "visible()")


def test_the_check_sees_a_mark_of_a_merge():
    assert MERGE_MARKS.search("<p>\n  " + "<" * 7 + " HEAD\n")


@pytest.mark.parametrize(
    "line", ["open('/" + "root/x')", "see /" + "work/main", "--extra-index" + "-url https://example.jp"]
)
def test_the_check_sees_a_place(line):
    assert PLACES.search(line)


@pytest.mark.parametrize("line", ["site/work/plan", "https://example.jp/rooted/", "href='/home/'"])
def test_the_check_leaves_addresses_of_the_site_alone(line):
    assert PLACES.search(line) is None


def test_the_import_contracts_hold():
    # In a process of its own: it switches off the loggers of the one it runs in.
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    told = subprocess.run(command, cwd=tree.ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout


def test_the_layers_of_every_room_are_checked():
    contracts = tomllib.loads(tree.text("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    layered = {name for each in contracts for name in each.get("containers", ())}
    parts = [file.parent.parts for file in tree.files() if file.name == "apps.py"]
    rooms = {".".join(each[1:] if each[0] == "site" else each) for each in parts}
    assert rooms - NOT_LAYERED - layered == set()
    assert "content.facts" in rooms
