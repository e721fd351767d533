from django.apps import AppConfig


class TrainingMediaConfig(AppConfig):
    name = "training_media"
    verbose_name = "研修動画"

    def ready(self) -> None:
        """Fill the demo world last: films are drawn for what its rooms have made."""
        from foundation.registry import demo_seeds

        from .demo import seed

        demo_seeds.register("training_media", seed)
