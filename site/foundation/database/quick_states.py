"""Migrating an empty database in a tenth of the time: what a step leaves as it is, is not made again.

After each step Django makes the classes of all models anew that are related to the changed one, however
far: with 300 models that is nearly all of the time of a first start. But a new model changes none that was
there, and a new index or constraint changes no relation. Whoever looks at more than one model (Python in a
migration, what follows all of them) gets a state made anew as a whole, as Django does it for delayed ones.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from typing import Any

from django.apps import apps
from django.db.migrations.state import ModelState, ProjectState

# Its types leave out what is private, and that a method may be another one for a time.
states: Any = ProjectState
registry: Any = apps
add_model, append_option = states.add_model, states._append_option  # noqa: SLF001 -- what is quicker here


@contextmanager
def quick_states() -> Iterator[None]:
    """Let migrations inside run quickly; nothing else may load models meanwhile."""
    # Django forgets this with each class that it makes, though no setting changes.
    registry.get_swappable_settings_name = cache(registry.get_swappable_settings_name)
    states.add_model, states._append_option = _add_model, _append_option  # noqa: SLF001 -- as above
    try:
        yield
    finally:
        states.add_model, states._append_option = add_model, append_option  # noqa: SLF001 -- as above
        with suppress(AttributeError):
            del registry.get_swappable_settings_name


def _add_model(state: ProjectState, model_state: ModelState) -> None:
    """Make the class of the new model alone, unless it takes the place of another."""
    key = model_state.app_label, model_state.name_lower
    made = state.__dict__.get("apps")
    if made is None or key in state.models or key in made._pending_operations:  # noqa: SLF001 -- somebody waits for it
        add_model(state, model_state)
        return
    del state.__dict__["apps"]
    add_model(state, model_state)
    state.apps = made
    made.render_multiple([model_state])
    state.is_delayed = True


def _append_option(state: ProjectState, app_label: str, model_name: str, option_name: str, obj: Any) -> None:
    """Give the class that is there an index or constraint more."""
    made = state.__dict__.pop("apps", None)
    append_option(state, app_label, model_name, option_name, obj)
    if made is not None:
        state.apps = made
        options = made.get_model(app_label, model_name)._meta
        setattr(options, option_name, [*getattr(options, option_name), obj.clone()])
        state.is_delayed = True
