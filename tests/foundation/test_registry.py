import pytest

from foundation.registry import Registry


def test_sources_are_read_in_the_order_of_their_registration():
    registry = Registry()
    registry.register("events", "研修")
    registry.register("pages", "ページ")
    assert (list(registry), dict(registry.items())) == (
        ["研修", "ページ"],
        {"events": "研修", "pages": "ページ"},
    )


def test_the_same_name_cannot_stand_for_two_sources():
    registry = Registry()
    registry.register("events", "研修")
    registry.register("events", "研修")
    with pytest.raises(ValueError, match="events is registered already"):
        registry.register("events", "別の研修")
    assert list(registry) == ["研修"]
