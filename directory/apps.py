from django.apps import AppConfig

from foundation.registry import demo_seeds, role_permissions


class DirectoryConfig(AppConfig):
    name = "directory"
    verbose_name = "関係機関"

    def ready(self) -> None:
        from . import demo  # models are not loaded earlier

        demo_seeds.register("directory", demo.fill)
        # The words of the code lists; what stands on the lists is the code's.
        rights = ("directory.view_servicekind", "directory.change_servicekind")
        rights += ("directory.view_condition", "directory.change_condition")
        for row in ("welfarearea", "municipalityinarea"):
            rights += tuple(f"directory.{verb}_{row}" for verb in ("view", "add", "change"))
        role_permissions.register("directory", {"staff": rights, "manager": rights})
