from tests.factories.accounts import manager, staff  # noqa: F401 -- the cast
