"""A step that only makes sense inside a transaction bears it in its name and asks for it first."""

import ast

from tests.architecture import tree


def steps(source):
    """Return the functions named as steps, with the name of what their first statement calls."""
    found = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and node.name.endswith("_in_transaction"):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            first = body[0].value if body and isinstance(body[0], ast.Expr) else None
            found[node.name] = getattr(getattr(first, "func", None), "id", "")
    return found


def test_every_step_asks_for_its_transaction_first():
    modules = [file for file in tree.modules() if file.parts[0] in tree.CODE]
    asked = {
        f"{file}:{name}": first
        for file in modules
        for name, first in steps(tree.text(file)).items()
        if name != "assert_in_transaction"
    }
    assert {name for name, first in asked.items() if first != "assert_in_transaction"} == set()
    assert len(asked) > 20


def test_the_check_sees_a_step_that_does_not_ask():
    source = 'def seat_in_transaction():\n    """Seat."""\n    return 1\n'
    assert steps(source) == {"seat_in_transaction": ""}
