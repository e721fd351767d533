"""How editors put a figure on a page: the block, and the button that opens the list of figures."""

from typing import Any

from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.widgets.chooser import BaseChooser
from wagtail.blocks import ChooserBlock

from .models import DatedFact
from .queries import facts_chosen


class FactChooser(BaseChooser):
    """The button in the editor that opens the list of figures."""

    model = "facts.DatedFact"
    icon = "table"
    choose_one_text = "数字をえらぶ"
    choose_another_text = "別の数字にする"
    clear_choice_text = "えらぶのをやめる"
    link_to_chosen_text = "この数字を直す"
    chooser_modal_url_name = "facts_chooser:choose"


class FactChooserBlock(ChooserBlock):
    """A figure on a page: whatever row was chosen once, the value that counts today is shown.

    All figures of a page are read in one query. A block is made while a page is shown and gets no clock from
    its page, so it reads the clock itself.
    """

    target_model = DatedFact

    @cached_property
    def widget(self) -> FactChooser:
        return FactChooser()

    def to_python(self, value: int | None) -> DatedFact | None:
        return self.bulk_to_python([value])[0]

    def bulk_to_python(self, values: list[int | None]) -> list[DatedFact | None]:
        """Return the figures in the order of their numbers, None for those that are gone."""
        chosen = facts_chosen(values, timezone.localdate())
        return [None if number is None else chosen.get(number) for number in values]

    def get_form_state(self, value: Any) -> Any:
        """Give the editor the figure that counts now: saving keeps the page up to date."""
        return self.widget.get_value_data(value)

    class Meta:
        icon = "table"
