from django.apps import AppConfig


class DuplicatesConfig(AppConfig):
    name = "directory.duplicates"
    label = "directory_duplicates"
    verbose_name = "重複の候補"

    def ready(self) -> None:
        """Say how many pairs wait, and forget those of an agency that is merged."""
        from foundation.registry import home_panels, merge_handlers

        from .merging import forget_pairs
        from .panels import duplicate_rows

        home_panels.register("duplicates", duplicate_rows)
        merge_handlers.register("directory_duplicates", forget_pairs)
