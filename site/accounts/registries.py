"""How accounts reach upper apps: named lists that those fill in."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from foundation.registry import Registry

# (person) -> rows of what they are entrusted with today that asks for a second factor, whatever their roles
factor_sources: Registry[Callable[[int], QuerySet[Any]]] = Registry()
