from typing import Any, ClassVar

from django.utils import timezone

from content.records import SHOWN_AT_ONCE, EditByService, RecordViewSet

from .forms import DutyForm
from .models import Duty
from .services import change_duty


class EditDuty(EditByService):
    success_message = SHOWN_AT_ONCE

    def save_record(self, values: dict[str, Any]) -> Duty:  # noqa: ARG002 -- only what changed is written
        return change_duty(duty=self.object, values=self.changed, actor=self.request.user, now=timezone.now())


class DutyViewSet(RecordViewSet):
    model = Duty
    name = "duty_records"
    url_prefix = "duties"
    icon = "tasks"
    menu_label = "業務"
    add_to_reference_index = False
    edit_view_class = EditDuty
    list_display: ClassVar = ["number", "name", "plain_name"]
    ordering: ClassVar = ["number"]
    create_form_class = change_form_class = DutyForm


duty_viewset = DutyViewSet()
