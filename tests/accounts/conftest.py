from tests.factories.accounts import manager, outsider, partner, staff

__all__ = ["manager", "outsider", "partner", "staff"]
