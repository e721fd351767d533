"""Kinds of service and conditions in Wagtail's admin: their words only, the lists are the code's."""

from typing import Any, ClassVar

from django.utils import timezone
from wagtail.admin.ui.tables import Column

from content.records import SHOWN_AT_ONCE, EditByService, RecordViewSet

from .forms.words import ConditionForm, ServiceKindForm
from .models import Condition, ServiceKind
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


service_kind_viewset, condition_viewset = ServiceKindViewSet(), ConditionViewSet()
