from django.apps import AppConfig
from django.db import models


class ContentConfig(AppConfig):
    name = "content"
    verbose_name = "ページの部品"

    def ready(self) -> None:
        """Let every form of the CMS refuse days that nobody means, which no page could show or count to."""
        from wagtail.admin.forms.models import register_form_field_override
        from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

        from foundation.ui.forms import OurDateField, OurDateTimeField

        day = {"form_class": OurDateField, "widget": AdminDateInput}
        moment = {"form_class": OurDateTimeField, "widget": AdminDateTimeInput}
        register_form_field_override(models.DateField, override=day)
        register_form_field_override(models.DateTimeField, override=moment)
