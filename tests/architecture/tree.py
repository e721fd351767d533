"""The project's own files: everything below the root that git would not ignore."""

import ast
import io
import tokenize
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
IGNORED = [line.rstrip("/") for line in (ROOT / ".gitignore").read_text().split()] + [".git"]
CODE = ("site", "outreach", "directory", "events", "training_media")


@cache
def files():
    """Return every file of the project, relative to its root."""
    found = []
    for folder, folders, names in ROOT.walk():
        folders[:] = sorted(name for name in folders if not is_ignored(name))
        found += [(folder / name).relative_to(ROOT) for name in sorted(names) if not is_ignored(name)]
    return found


def is_ignored(name):
    return any(fnmatch(name, pattern) for pattern in IGNORED)


def modules():
    """Return every Python module that people write: no migrations."""
    return [file for file in files() if file.suffix == ".py" and "migrations" not in file.parts]


def templates():
    return [file for file in files() if file.suffix == ".html" and "templates" in file.parts]


def apps():
    """Return the folder of each app; what lies inside an app is told of in the README around it."""
    found = [file.parent for file in files() if file.name == "apps.py"]
    return [app for app in found if not any(other in app.parents for other in found)]


def readmes():
    return [file for file in files() if file.name == "README.md"]


def text(file):
    return (ROOT / file).read_text()


def functions(file):
    """Return name and length in lines of each function of a module, decorators not counted."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    nodes = [node for node in ast.walk(ast.parse(text(file))) if isinstance(node, kinds)]
    return [(node.name, node.end_lineno - node.lineno + 1) for node in nodes]


def comments(source):
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return [(token.start[0], token.string) for token in tokens if token.type == tokenize.COMMENT]
