from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "content.duties"
    label = "duties"
    verbose_name = "業務"

    def ready(self) -> None:
        """Let staff keep the words of each duty; which duties there are is a matter of the programme."""
        from foundation.registry import role_permissions

        rights = ("duties.view_duty", "duties.change_duty")
        role_permissions.register("duties", {"staff": rights, "manager": rights})
