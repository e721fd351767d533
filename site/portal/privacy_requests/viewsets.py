from typing import ClassVar

from wagtail.admin.ui.tables import Column

from content.records import RecordViewSet

from .forms import PrivacyRequestForm
from .models import PrivacyRequest


class PrivacyRequestViewSet(RecordViewSet):
    model = PrivacyRequest
    name = "privacy_requests"
    url_prefix = "privacy-requests"
    icon = "key"
    menu_label = "個人情報の請求"
    add_to_reference_index = False
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
