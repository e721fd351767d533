from django.apps import AppConfig


class DuplicatesConfig(AppConfig):
    name = "directory.duplicates"
    label = "directory_duplicates"
    verbose_name = "重複の候補"

    def ready(self) -> None:
        """Forget pairs of an agency that is merged."""
        from foundation.registry import merge_handlers

        from .merging import forget_pairs

        merge_handlers.register("directory_duplicates", forget_pairs)
