from django.apps import AppConfig


class TagsConfig(AppConfig):
    name = "content.tags"
    label = "tags"
    verbose_name = "タグ"

    def ready(self) -> None:
        """Let staff keep the vocabulary."""
        from foundation.registry import role_permissions

        rights = ("tags.view_tag", "tags.add_tag", "tags.change_tag")
        role_permissions.register("tags", {"staff": rights, "manager": rights})
