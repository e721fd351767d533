"""Figures in Wagtail's admin: the list with its states, the form, and the chooser of the page editor."""

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.forms import Select
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets.button import HeaderButton

from content.records import SHOWN_AT_ONCE, CreateByService, EditByService, RecordViewSet
from foundation.japanese.dates import wareki

from .chooser import FactChooser
from .enums import State
from .forms import ChangeFactForm, FactForm
from .models import DatedFact
from .queries import in_state, rows_that_count
from .rules import state
from .services import change_fact, create_fact


class FactFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label="状態", choices=State.choices, method="keep_state", empty_label="すべて", widget=Select
    )

    class Meta:
        model = DatedFact
        fields: ClassVar = []

    def keep_state(self, facts: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep figures that stand so today."""
        return in_state(facts, value, timezone.localdate())


class CreateFact(CreateByService):
    success_message = SHOWN_AT_ONCE

    def save_record(self, values: dict[str, Any]) -> DatedFact:
        return create_fact(values=values, actor=self.request.user, now=timezone.now())


class EditFact(EditByService):
    success_message = SHOWN_AT_ONCE

    def save_record(self, values: dict[str, Any]) -> DatedFact:  # noqa: ARG002 -- only what changed is written
        return change_fact(
            fact_id=self.object.pk, values=self.changed, actor=self.request.user, now=timezone.now()
        )

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        follow = HeaderButton(
            "新しい値にする", url=reverse("facts_new_value", args=[self.object.pk]), icon_name="plus"
        )
        return [*super().header_more_buttons, *([] if self.object.superseded_by_id else [follow])]


class FactIndex(IndexView):
    @cached_property
    def header_more_buttons(self) -> list[Any]:
        return [
            *super().header_more_buttons,
            HeaderButton("確かめる数字", url=reverse("facts_to_check"), icon_name="check"),
            HeaderButton("書き出す（Excel）", url=reverse("facts_export"), icon_name="download"),
        ]

    def get_list_more_buttons(self, instance: DatedFact) -> list[Any]:
        """Add the way to the value that follows."""
        buttons = super().get_list_more_buttons(instance)
        if instance.superseded_by_id is None and self.user_has_permission("change"):
            address = reverse("facts_new_value", args=[instance.pk])
            buttons.append(MenuItem("新しい値にする", url=address, icon_name="plus", priority=20))
        return buttons


def _due(fact: DatedFact) -> str:
    return wareki(fact.due_on) if fact.due_on else "まだ確かめていません"


class FactViewSet(RecordViewSet):
    model = DatedFact
    name = "facts"
    icon = "table"
    menu_label = "日付のある数字"
    index_view_class, add_view_class, edit_view_class = FactIndex, CreateFact, EditFact
    list_display: ClassVar = [
        "name",
        Column("text", label="値"),
        Column("state", label="状態", accessor=lambda fact: state(fact, timezone.localdate()).label),
        "source_year",
        Column("due_on", label="次に確かめる日", accessor=_due),
    ]
    search_fields: ClassVar = ["name", "key", "source_title"]
    search_backend_name = None
    filterset_class = FactFilterSet
    create_form_class, change_form_class = FactForm, ChangeFactForm


class CountingFacts:
    """Offers each figure once, with the value that counts today."""

    def get_object_list(self) -> QuerySet[Any]:
        """Return one row a figure."""
        return rows_that_count(timezone.localdate())


class ChooseFact(CountingFacts, ChooseView):
    pass


class ChooseFactResults(CountingFacts, ChooseResultsView):
    pass


class FactChooserViewSet(ChooserViewSet):
    model = DatedFact
    name = "facts_chooser"
    icon = "table"
    per_page = 50
    base_widget_class = FactChooser
    register_widget = False
    choose_one_text = page_title = "数字をえらぶ"
    choose_another_text, edit_item_text = "別の数字にする", "この数字を直す"
    choose_view_class, choose_results_view_class = ChooseFact, ChooseFactResults


fact_viewset = FactViewSet()
fact_chooser_viewset = FactChooserViewSet()
