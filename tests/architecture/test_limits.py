"""What law, commission or centre may change is a declared limit, never a constant of the code."""

import ast

import pytest

from tests.architecture import tree

DAYS_OF = {"days": 1, "weeks": 7, "hours": 1 / 24, "minutes": 1 / 24 / 60}
LONGEST = 7
# Invented worlds, and what tests write.
INVENTED = {"demo.py", "demo_steps.py"}
# Not one of these is a promise, a time to keep or a deadline.
REASONS = {
    ("directory/official/services/reading.py", "PUBLISHED_BEFORE"): "how far ahead a month may be named",
    ("events/desk_panels.py", "A_WEEK"): "the week that the start page shows",
    ("events/services/duplicating.py", "A_YEAR_OF_WEEKS"): "the same weekday of next year",
    ("site/handoff/machine/due_rules.py", "COUNTED"): "how far business days are counted for a list",
    ("site/portal/digest/rules.py", "return day + timedelta(days"): "the next Monday",
    ("site/portal/digest/rules.py", "return (day + timedelta(days"): "the first of the next month",
    ("site/portal/outbox.py", "ASKED_FOR"): "how far back the start page counts; the list itself shows all",
    ("training_media/leads/rules.py", "LONGEST_AHEAD"): "how far ahead the next call may be written",
}


def long_times(source):
    """Return line and name of each constant of a week or more; whatever is worked out has none."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    times = [call for call in calls if ast.unparse(call.func).endswith("timedelta")]
    return [(call.lineno, _name(source, call.lineno)) for call in times if _days(call) >= LONGEST]


def _days(call):
    spelt = [("days", each) for each in call.args[:1]] + [(each.arg, each.value) for each in call.keywords]
    return sum(DAYS_OF.get(name, 0) * _number(value) for name, value in spelt)


def _number(value):
    try:
        return float(eval(compile(ast.Expression(value), "", "eval"), {"__builtins__": {}}))
    except (NameError, TypeError, AttributeError, SyntaxError):
        return 0


def _name(source, line):
    return source.splitlines()[line - 1].split("=")[0].strip()


def test_no_code_has_a_time_of_a_week_or_more_of_its_own():
    found = {
        (str(file), name)
        for file in tree.modules()
        if file.parts[0] in tree.CODE and file.name not in INVENTED
        for _, name in long_times(tree.text(file))
    }
    assert found == set(REASONS)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("KEPT = timedelta(days=30)", "KEPT"),
        ("KEPT = timedelta(7)", "KEPT"),
        ("KEPT = timedelta(weeks=1)", "KEPT"),
        ("KEPT = timedelta(hours=24 * 14)", "KEPT"),
        ("KEPT = datetime.timedelta(days=5, hours=48)", "KEPT"),
        ("if now - timedelta(days=90) > then: pass", "if now - timedelta(days"),
    ],
)
def test_the_check_sees_a_constant(line, name):
    assert long_times(line) == [(1, name)]


@pytest.mark.parametrize(
    "line", ["timedelta(days=1)", "timedelta(days=kept_days)", "timedelta(hours=72)", "timedelta(minutes=15)"]
)
def test_the_check_leaves_short_times_and_what_is_worked_out_alone(line):
    assert long_times(line) == []
