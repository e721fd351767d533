from typing import Any, ClassVar

from django.forms import Script
from django.urls import reverse
from wagtail.admin.panels import Panel

from .report import report


class EasyCheckPanel(Panel):
    """What is hard to read on this page: as saved, and, with scripts, as it is being typed."""

    @property
    def clean_name(self) -> str:
        return "easy_check"

    class BoundPanel(Panel.BoundPanel):
        template_name = "easy/check_panel.html"

        class Media:
            js: ClassVar = [Script("easy/check.js", type="module")]
            css: ClassVar = {"all": ["easy/check.css"]}

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            """Give what is found in the page as the form shows it."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            found = self.instance.found() if self.instance.pk or self.form.is_bound else []
            return context | report(found) | {"check_url": reverse("easy_check")}
