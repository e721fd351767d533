from typing import ClassVar

from content.records import RecordViewSet

from .forms import DutyForm
from .models import Duty


class DutyViewSet(RecordViewSet):
    model = Duty
    name = "duty_records"
    url_prefix = "duties"
    icon = "tasks"
    menu_label = "業務"
    add_to_reference_index = False
    list_display: ClassVar = ["number", "name", "plain_name"]
    ordering: ClassVar = ["number"]
    create_form_class = change_form_class = DutyForm


duty_viewset = DutyViewSet()
