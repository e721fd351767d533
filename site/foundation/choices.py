"""A column of choices holds nothing else, whichever way a row is written."""

from django.db import models
from django.db.models import Q


def known_choice(
    *,
    table: str,
    field: str,
    choices: type[models.TextChoices] | type[models.IntegerChoices],
    says: str,
    may_be_blank: bool = False,
) -> models.CheckConstraint:
    """Return the constraint `<table>_<field>_is_known`; `says` is what a form tells whoever breaks it."""
    values = [*([""] if may_be_blank else []), *choices.values]
    return models.CheckConstraint(
        name=f"{table}_{field}_is_known",
        condition=Q((f"{field}__in", values)),
        violation_error_message=says,
    )
