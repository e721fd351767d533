"""How a plain text of the desk is read."""

import pytest
from django.template import Context, Template

from outreach.role_sheets.guides.texts import passages


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("", []),
        ("一つ。", [(False, ("一つ。",))]),
        ("一つ。\n続き。\n\n二つ。", [(False, ("一つ。", "続き。")), (False, ("二つ。",))]),
        ("・甲\n・乙", [(True, ("甲", "乙"))]),
        ("・甲\n\n・ 乙", [(True, ("甲", "乙"))]),
        (
            "次です。\n・甲\n・乙\n終わり。",
            [(False, ("次です。",)), (True, ("甲", "乙")), (False, ("終わり。",))],
        ),
        ("\n\n\n一つ。\n\n\n\n・甲", [(False, ("一つ。",)), (True, ("甲",))]),
    ],
)
def test_lines_with_a_dot_are_one_list_and_empty_lines_part_paragraphs(text, read):
    assert [(each.is_list, each.lines) for each in passages(text)] == read


def test_nothing_that_is_typed_becomes_markup():
    shown = Template("{% load guide_texts %}{% guide_text text=text %}").render(
        Context({"text": "<b>太字</b>\n・<script>"})
    )
    assert shown.strip() == "<p>&lt;b&gt;太字&lt;/b&gt;</p><ul><li>&lt;script&gt;</li></ul>"
