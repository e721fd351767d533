from typing import Any, ClassVar

from wagtail import blocks
from wagtail.fields import StreamField

from content.blocks import BodyBlock, lights
from content.models import BasePage
from portal.enums import FlowBody
from portal.flow_drawing import FlowDrawing, drawn


class FlowStageBlock(blocks.StructBlock):
    name = blocks.CharBlock(label="段階の名前", max_length=16)
    what = blocks.CharBlock(label="すること", max_length=120)
    bodies = blocks.MultipleChoiceBlock(
        label="かかわる人と機関", choices=FlowBody.choices, search_index=False
    )
    partners = blocks.CharBlock(label="くわしくは（だれと）", max_length=120, required=False)
    forms = blocks.CharBlock(label="使う様式", max_length=120, required=False)
    page = blocks.PageChooserBlock(label="くわしいページ", required=False)

    class Meta:
        label = "段階"


class FlowVariantBlock(blocks.StructBlock):
    """One way through the support: from a facility out, or in the middle of a trial."""

    title = blocks.CharBlock(label="題", max_length=40)
    who = blocks.CharBlock(label="どんな方の流れか", max_length=120)
    stages = blocks.ListBlock(FlowStageBlock(), label="段階", min_num=2, max_num=9)

    class Meta:
        label, icon = "流れ", "list-ol"
        template = "portal/blocks/flow_variant.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Give each stage its light and the drawing of all stages."""
        context: dict[str, Any] = super().get_context(value, parent_context)
        stages = list(value["stages"])
        context["stages"] = list(zip(lights(len(stages)), stages, strict=True))
        context["drawing"] = drawing_of(stages)
        return context


def drawing_of(stages: list[Any]) -> FlowDrawing:
    """Return the drawing of these stages: a column each, a row for each body that takes part."""
    return drawn(
        [(stage["name"], frozenset(stage["bodies"])) for stage in stages],
        [(body.value, str(body.label)) for body in FlowBody],
    )


class FlowPage(BasePage):
    """How support goes, step by step: a list that is read aloud, a drawing, and one sheet of A4."""

    variants = StreamField(
        [("variant", FlowVariantBlock())], verbose_name="流れ", min_num=1, max_num=2, blank=True
    )
    body = StreamField(BodyBlock(), verbose_name="そのほかの説明", blank=True)

    parent_page_types: ClassVar = ["portal.StandardPage"]
    subpage_types: ClassVar = []
    max_count = 1
    template = "portal/flow_page.html"

    class Meta(BasePage.Meta):
        verbose_name = "支援の流れ"
        verbose_name_plural = "支援の流れ"


def flows(variants: Any) -> list[tuple[Any, list[tuple[int, Any]], FlowDrawing]]:
    """Return each flow with its stages, their lights and its drawing, for the sheet of paper."""
    each = ((variant.value, list(variant.value["stages"])) for variant in variants)
    return [
        (flow, list(zip(lights(len(stages)), stages, strict=True)), drawing_of(stages))
        for flow, stages in each
    ]
