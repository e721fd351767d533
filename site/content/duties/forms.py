from typing import ClassVar

from wagtail.admin.forms.models import WagtailAdminModelForm

from content.fields import LinesField

from .models import Duty


class DutyForm(WagtailAdminModelForm):  # type: ignore[misc]  # -- Wagtail has no types
    acts = LinesField(label="すること", rows=10, most_characters=120)
    forms = LinesField(
        label="使う様式と出どころ",
        required=False,
        most_characters=120,
        help_text="1行に一つずつ、「様式の名前（だれから、だれへ）」の形で書きます。",
    )

    class Meta:
        model = Duty
        fields: ClassVar = [
            *("number", "name", "plain_name", "brochure_name"),
            *("summary", "acts", "forms", "legal_words", "source"),
        ]
