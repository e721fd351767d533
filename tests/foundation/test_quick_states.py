"""The quick way through migrations says to the database what Django's own way says."""

from contextlib import nullcontext

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from foundation.database.quick_states import quick_states

pytestmark = pytest.mark.django_db


def statements(way, label):
    """Return what the first migration of an app says to the database; `make proof` compares all of them."""
    loader = MigrationLoader(connection, replace_migrations=False)
    migration = loader.get_migration(label, "0001_initial")
    state = loader.project_state((label, "0001_initial"), at_end=False)
    with way, connection.schema_editor(collect_sql=True, atomic=True) as editor:
        # From here on each step makes classes anew.
        assert state.apps.ready
        migration.apply(state, editor, collect_sql=True)
    return editor.collected_sql


@pytest.mark.parametrize("label", ["accounts", "mail", "audit"])
def test_both_ways_say_the_same(label):
    own = statements(nullcontext(), label)
    assert len(own) > 5
    assert statements(quick_states(), label) == own


def test_a_state_afterwards_is_made_anew_as_a_whole():
    loader = MigrationLoader(connection, replace_migrations=False)
    state = loader.project_state(("accounts", "0001_initial"), at_end=False)
    before = state.apps
    with quick_states():
        for operation in loader.get_migration("accounts", "0001_initial").operations:
            operation.state_forwards("accounts", state)
    assert (state.apps is before, state.is_delayed) == (True, True)
    state.clear_delayed_apps_cache()
    person, user = (state.apps.get_model("accounts", name) for name in ("Person", "User"))
    assert {each.related_model for each in person._meta.related_objects} >= {user}


def test_nothing_of_it_stays():
    with quick_states():
        assert ProjectState.add_model.__module__ == "foundation.database.quick_states"
    assert ProjectState.add_model.__module__ == "django.db.migrations.state"
    assert "get_swappable_settings_name" not in vars(apps)
