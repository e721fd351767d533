from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "portal.consultations"
    label = "consultations"
    verbose_name = "相談の記録"

    def ready(self) -> None:
        """Say what waits and what a year was; fill this part of the demo world."""
        from foundation.registry import demo_seeds, home_panels, report_chapters

        from .demo import seed
        from .panels import consultation_rows
        from .report_chapter import talks_of_the_year

        home_panels.register("consultations", consultation_rows)
        demo_seeds.register("consultations", seed)
        report_chapters.register("consultations", talks_of_the_year)
