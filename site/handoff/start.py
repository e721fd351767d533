"""What this door demands before it serves or works: no superuser or owner as its role, its keys and files.

Row-level security does not hold for such roles, and says nothing about it. Asked at the start of each web
process (`middleware.EnrolmentMiddleware`) and of each worker (`management/commands/procrastinate.py`), never
by commands that prepare the database, such as `migrate`.
"""

import psycopg
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from .documents.start import refuse_unusable_folder
from .row_security import OPEN_TABLES
from .vault.start import refuse_unusable_keys

TOO_POWERFUL = """
SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR EXISTS (
    SELECT FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE nspname = 'public' AND relkind IN ('r', 'p') AND pg_has_role(rolname, relowner, 'MEMBER')
)
FROM pg_roles WHERE rolname = current_user
"""


def refuse_unfit_process() -> None:
    """Raise ImproperlyConfigured when this process must neither serve nor work: role, keys, files."""
    refuse_powerful_role()
    refuse_open_tables()
    refuse_unusable_keys()
    refuse_unusable_folder()


def refuse_powerful_role() -> None:
    """Raise ImproperlyConfigured when this door's role is a superuser, an owner, or can become one.

    It asks on a short connection of its own, so that Django's is left as it was.
    """
    with psycopg.connect(**connection.get_connection_params()) as short:
        role, is_too_powerful = short.info.user, short.execute(TOO_POWERFUL).fetchone()
    if is_too_powerful != (False,):
        raise ImproperlyConfigured(
            f"{role} is a superuser or owns tables: the private door runs as its application role only."
        )


def closed_tables() -> set[str]:
    """Return the tables of this door whose rows are nobody's but by a policy."""
    models = apps.get_models()
    names = {each._meta.db_table for each in models if each._meta.app_config.name.startswith("handoff")}
    return names - OPEN_TABLES


def refuse_open_tables() -> None:
    """Raise ImproperlyConfigured when a table of cases is there without row-level security."""
    with psycopg.connect(**connection.get_connection_params()) as short:
        found = short.execute(
            "SELECT relname FROM pg_class WHERE relname = ANY (%s) AND relkind = 'r' AND NOT relrowsecurity",
            [sorted(closed_tables())],
        ).fetchall()
    if found:
        names = ", ".join(sorted(name for (name,) in found))
        raise ImproperlyConfigured(f"row-level security is not in force for {names}.")
