from tests.events.conftest import desk, queries_of, today
from tests.factories.accounts import manager, outsider, partner, staff

__all__ = ["desk", "manager", "outsider", "partner", "queries_of", "staff", "today"]
