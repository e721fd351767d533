"""Whether a text calls somebody by name."""

import pytest

from handoff.cases.naming import names_somebody


@pytest.mark.parametrize(
    ("text", "is_named"),
    [
        ("見本 一夫さんは、畑が好きです。", True),
        ("見本一夫は", True),
        ("見本 さんの希望", True),
        ("みほん かずおの自宅", True),
        ("一夫くんの", True),
        ("ミホン様より", True),
        ("見本の書類を使う。", False),
        ("60代の方。", False),
    ],
)
def test_a_text_that_calls_somebody_by_name_is_found(text, is_named):
    assert names_somebody(text, names=["見本 一夫", "ミホン カズオ"]) == is_named
