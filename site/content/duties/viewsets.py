from content.records import RecordViewSet

from .forms import DutyForm
from .models import Duty


class DutyViewSet(RecordViewSet):
    model = Duty
    name = "duty_records"
    url_prefix = "duties"
    icon = "tasks"
    list_display = ["number", "name", "plain_name"]
    ordering = ["number"]

    def get_form_class(self, for_update: bool = False) -> type[DutyForm]:  # noqa: ARG002 -- Wagtail's signature
        return DutyForm


duty_viewset = DutyViewSet()
