from tests.events.conftest import desk, today
from tests.factories.accounts import manager, outsider, partner, staff

__all__ = ["desk", "manager", "outsider", "partner", "staff", "today"]
