"""Additions and prices in Wagtail's admin: lists, new values, corrections."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.widgets.button import HeaderButton

from content.records import CreateByService, EditByService, RecordViewSet
from foundation.japanese.dates import wareki

from .forms import AdditionForm, ChangeAdditionForm, ChangePriceForm, PriceForm
from .models import Addition, UnitPrice
from .rules import state
from .services import NameIsTaken, change_row, keep_row

WAITS = "「%(object)s」を保存しました。公開ページには、すぐに出ます。センター長が確かめるのを待っています。"
FOLLOW = "次の値を書く"
NEXT = {Addition: "reward_additions_next", UnitPrice: "reward_additions_next_price"}


def next_address(row: Addition | UnitPrice) -> str:
    return reverse(NEXT[type(row)], args=[row.pk])


class Create(CreateByService):
    success_message = WAITS

    def save_record(self, values: dict[str, Any]) -> Any:
        return keep_row(kind=self.model, values=values, actor=self.request.user, now=timezone.now())


class Edit(EditByService):
    success_message = WAITS
    refusals: Mapping[type[Exception], str | None] = MappingProxyType({NameIsTaken: "name"})

    def save_record(self, values: dict[str, Any]) -> Any:  # noqa: ARG002 -- only what changed is written
        return change_row(row=self.object, values=self.changed, actor=self.request.user, now=timezone.now())

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        follow = HeaderButton(FOLLOW, url=next_address(self.object), icon_name="plus")
        return [*super().header_more_buttons, follow]


class Index(IndexView):
    @cached_property
    def header_more_buttons(self) -> list[Any]:
        to_check = HeaderButton("確かめる加算", url=reverse("reward_additions_to_check"), icon_name="check")
        return [*super().header_more_buttons, to_check]

    def get_list_more_buttons(self, instance: Addition | UnitPrice) -> list[Any]:
        """Add the way to the value that follows."""
        buttons = super().get_list_more_buttons(instance)
        if self.user_has_permission("change"):
            buttons.append(MenuItem(FOLLOW, url=next_address(instance), icon_name="plus", priority=20))
        return buttons


def _state(row: Addition | UnitPrice) -> str:
    return str(state(row, timezone.localdate()).label)


def _due(row: Addition | UnitPrice) -> str:
    return wareki(row.review_due_on) if row.review_due_on else "まだ確かめていません"


class _Rows(RecordViewSet):
    index_view_class, add_view_class, edit_view_class = Index, Create, Edit
    add_to_reference_index = False
    search_backend_name = None


class AdditionViewSet(_Rows):
    model = Addition
    name = "reward_additions"
    url_prefix = "reward-additions"
    icon = "list-ul"
    menu_label = "報酬の加算"
    list_display: ClassVar = [
        "name",
        Column("service", label="サービス", accessor=lambda row: row.get_service_display()),
        Column("text", label="単位"),
        Column("state", label="きょうの状態", accessor=_state),
        "source_year",
        Column("due", label="次に確かめる日", accessor=_due),
    ]
    search_fields: ClassVar = ["name", "conditions", "source_title"]
    list_filter: ClassVar = ["service"]
    create_form_class, change_form_class = AdditionForm, ChangeAdditionForm


class PriceViewSet(_Rows):
    model = UnitPrice
    name = "reward_additions_prices"
    url_prefix = "reward-additions-prices"
    icon = "list-ul"
    menu_label = "1単位の単価"
    list_display: ClassVar = [
        "__str__",
        Column("state", label="きょうの状態", accessor=_state),
        "source_year",
        Column("due", label="次に確かめる日", accessor=_due),
    ]
    search_fields: ClassVar = ["source_title"]
    create_form_class, change_form_class = PriceForm, ChangePriceForm


addition_viewset = AdditionViewSet()
price_viewset = PriceViewSet()
