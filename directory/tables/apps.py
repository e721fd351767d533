from django.apps import AppConfig


class TablesConfig(AppConfig):
    name = "directory.tables"
    label = "directory_tables"
    verbose_name = "表の取り込み"

    def ready(self) -> None:
        """Say what waits, and how long tables are kept."""
        from foundation.registry import home_panels, retention_classes

        from .panels import table_rows
        from .retention import retention

        retention_classes.register("directory_tables", retention)
        home_panels.register("tables", table_rows)
