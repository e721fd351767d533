from tests.directory.declared.conftest import agency, browser, desk, member, stranger, today
from tests.factories.accounts import manager, outsider, staff

__all__ = ["agency", "browser", "desk", "manager", "member", "outsider", "staff", "stranger", "today"]
