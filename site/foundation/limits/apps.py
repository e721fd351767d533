from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class LimitsConfig(AppConfig):
    name = "foundation.limits"
    label = "limits"
    verbose_name = "期限と保存期間"

    def ready(self) -> None:
        """Read the limits that each app declares in its `limits.py`."""
        autodiscover_modules("limits")
