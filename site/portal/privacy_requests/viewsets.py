from typing import Any, ClassVar

from django.utils import timezone
from wagtail.admin.ui.tables import Column

from content.records import CreateByService, EditByService, RecordViewSet

from .forms import PrivacyRequestForm
from .models import PrivacyRequest
from .services import change_request, enter_request


class EnterRequest(CreateByService):
    def save_record(self, values: dict[str, Any]) -> PrivacyRequest:
        return enter_request(values=values, actor=self.request.user, now=timezone.now())


class ChangeRequest(EditByService):
    def save_record(self, values: dict[str, Any]) -> PrivacyRequest:  # noqa: ARG002 -- only what changed is written
        return change_request(
            request=self.object, values=self.changed, actor=self.request.user, now=timezone.now()
        )


class PrivacyRequestViewSet(RecordViewSet):
    model = PrivacyRequest
    name = "privacy_requests"
    url_prefix = "privacy-requests"
    icon = "key"
    menu_label = "個人情報の請求"
    add_to_reference_index = False
    add_view_class, edit_view_class = EnterRequest, ChangeRequest
    list_display: ClassVar = [
        Column("number", label="番号"),
        "kind",
        "received_on",
        "due_on",
        "answered_on",
        "outcome",
    ]
    list_filter: ClassVar = ["kind", "outcome"]
    list_per_page = 50
    create_form_class = change_form_class = PrivacyRequestForm


privacy_request_viewset = PrivacyRequestViewSet()
