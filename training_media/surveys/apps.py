from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "training_media.surveys"
    label = "surveys"
    verbose_name = "研修動画のアンケート"

    def ready(self) -> None:
        """Stand beside the player, on a course's screen and the start page; follow mergers; fill the demo."""
        from foundation.registry import demo_seeds, home_panels, retention_classes
        from training_media.registries import (
            course_questionnaires,
            course_rooms,
            own_records,
            viewer_offers,
            viewers_united,
        )

        from .demo import seed
        from .merging import move_marks
        from .offers import door_of, offer_of, records_of, room_of
        from .panels import survey_rows
        from .retention import retention

        course_questionnaires.register("surveys", door_of)
        course_rooms.register("surveys", room_of)
        viewer_offers.register("surveys", offer_of)
        own_records.register("surveys", records_of)
        home_panels.register("surveys", survey_rows)
        retention_classes.register("surveys", retention)
        demo_seeds.register("surveys", seed)
        viewers_united.register("surveys", move_marks)
