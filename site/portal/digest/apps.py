from django.apps import AppConfig


class DigestConfig(AppConfig):
    name = "portal.digest"
    label = "digest"
    verbose_name = "お知らせのメール"

    def ready(self) -> None:
        """Say how long addresses are kept, and fill this part of the demo world."""
        from foundation.registry import demo_seeds, retention_classes

        from .demo import seed
        from .retention import retention

        demo_seeds.register("digest", seed)
        retention_classes.register("digest", retention)
