"""Lists in Wagtail's admin: words of services and conditions, whose lists are the code's, and areas."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils import timezone
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic

from content.records import SHOWN_AT_ONCE, CreateByService, EditByService, RecordViewSet
from foundation.japanese.dates import wareki

from .exceptions import AreaStillHolds
from .forms.areas import (
    ChangeMunicipalityInAreaForm,
    ChangeWelfareAreaForm,
    MunicipalityInAreaForm,
    WelfareAreaForm,
)
from .forms.words import ConditionForm, ServiceKindForm
from .models import Condition, MunicipalityInArea, ServiceKind, WelfareArea
from .services.areas import keep_area, keep_municipality_in_area
from .services.words import change_words


class EditWords(EditByService):
    success_message = SHOWN_AT_ONCE + "さがす画面には、少しあとで出ます。"

    def save_record(self, values: dict[str, Any]) -> ServiceKind | Condition:  # noqa: ARG002 -- only what changed is written
        return change_words(row=self.object, values=self.changed, actor=self.request.user, now=timezone.now())


ALIASES = Column("aliases", label="ほかの言い方", accessor=lambda row: "、".join(row.aliases))


class ServiceKindViewSet(RecordViewSet):
    model = ServiceKind
    name = "service-kinds"
    icon = "list-ul"
    menu_label = "サービスの種類"
    add_to_reference_index = False
    edit_view_class = EditWords
    list_display: ClassVar = ["name", "short_name", ALIASES, "plain"]
    search_fields: ClassVar = ["name", "short_name", "reading", "plain"]
    search_backend_name = None
    list_per_page = 100
    create_form_class = change_form_class = ServiceKindForm


class ConditionViewSet(RecordViewSet):
    model = Condition
    name = "conditions"
    icon = "tasks"
    menu_label = "受け入れの条件"
    add_to_reference_index = False
    edit_view_class = EditWords
    list_display: ClassVar = ["name", "group", ALIASES, "plain"]
    search_fields: ClassVar = ["name", "plain"]
    search_backend_name = None
    list_per_page = 100
    create_form_class = change_form_class = ConditionForm


class _KeepArea:
    success_message = SHOWN_AT_ONCE
    refusals: ClassVar = {AreaStillHolds: None}

    def _keep(self: Any, area: WelfareArea, values: dict[str, Any]) -> WelfareArea:
        return keep_area(area=area, values=values, actor=self.request.user, now=timezone.now())


class AddArea(_KeepArea, CreateByService):
    def save_record(self, values: dict[str, Any]) -> WelfareArea:
        return self._keep(WelfareArea(), values)


class EditArea(_KeepArea, EditByService):
    def save_record(self, values: dict[str, Any]) -> WelfareArea:  # noqa: ARG002 -- only what changed is written
        return self._keep(self.object, self.changed)


class _KeepMember:
    success_message = SHOWN_AT_ONCE
    refusals: ClassVar = {AreaStillHolds: None}

    def _keep(self: Any, row: MunicipalityInArea, values: dict[str, Any]) -> MunicipalityInArea:
        return keep_municipality_in_area(row=row, values=values, actor=self.request.user, now=timezone.now())


class AddMember(_KeepMember, CreateByService):
    def save_record(self, values: dict[str, Any]) -> MunicipalityInArea:
        return self._keep(MunicipalityInArea(), values)


class EditMember(_KeepMember, EditByService):
    def save_record(self, values: dict[str, Any]) -> MunicipalityInArea:  # noqa: ARG002 -- only what changed is written
        return self._keep(self.object, self.changed)


def _day(name: str, label: str) -> Column:
    return Column(name, label=label, accessor=lambda row: wareki(day) if (day := getattr(row, name)) else "")


FROM, UNTIL = _day("valid_from", "いつから"), _day("valid_to", "いつまで（この日から外れる）")


class WelfareAreaViewSet(RecordViewSet):
    model = WelfareArea
    name = "welfare-areas"
    icon = "site"
    menu_label, menu_name = "圏域", "welfare-areas"
    add_to_reference_index = False
    add_view_class, edit_view_class = AddArea, EditArea
    list_display: ClassVar = ["name", Column("get_scheme_display", label="区分"), FROM, UNTIL]
    list_filter: ClassVar = ["scheme"]
    search_fields: ClassVar = ["name"]
    search_backend_name = None
    list_per_page = 50
    create_form_class, change_form_class = WelfareAreaForm, ChangeWelfareAreaForm


class MemberList(generic.IndexView):  # type: ignore[misc]  # -- Wagtail has no types
    def get_base_queryset(self) -> QuerySet[MunicipalityInArea]:
        rows: QuerySet[MunicipalityInArea] = super().get_base_queryset()
        return rows.select_related("municipality", "area")


class MunicipalityInAreaViewSet(RecordViewSet):
    model = MunicipalityInArea
    name = "municipalities-in-areas"
    icon = "site"
    menu_label, menu_name = "圏域の市町村", "municipalities-in-areas"
    index_view_class = MemberList
    add_to_reference_index = False
    add_view_class, edit_view_class = AddMember, EditMember
    list_display: ClassVar = [
        "municipality",
        Column("area", label="圏域"),
        Column("get_scheme_display", label="区分"),
        FROM,
        UNTIL,
    ]
    list_filter: ClassVar = ["scheme", "area"]
    search_fields: ClassVar = ["municipality__name", "area__name"]
    search_backend_name = None
    list_per_page = 50
    ordering: ClassVar = ["scheme", "area_id", "municipality__code", "valid_from"]
    create_form_class, change_form_class = MunicipalityInAreaForm, ChangeMunicipalityInAreaForm


service_kind_viewset, condition_viewset = ServiceKindViewSet(), ConditionViewSet()
area_viewset, municipality_in_area_viewset = WelfareAreaViewSet(), MunicipalityInAreaViewSet()
