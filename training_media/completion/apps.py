from django.apps import AppConfig


class CompletionConfig(AppConfig):
    name = "training_media.completion"
    label = "completion"
    verbose_name = "研修動画の修了"

    def ready(self) -> None:
        """Say how far viewers have come wherever that is read; follow mergers and changes of courses."""
        from events.certificates.enums import CertificateOrigin
        from events.registries import LearnerSource, certificate_origins, history_sources, learner_sources
        from foundation.registry import demo_seeds, retention_classes
        from training_media import registries

        from .demo import seed
        from .merging import unite
        from .offers import (
            history_rows,
            learner_by_key,
            marks_of,
            offer_of,
            own_record,
            room_of,
            share_of,
            wanted_learners,
            way_to_certificate,
        )
        from .retention import retention
        from .services.completing import settle_in_transaction

        registries.viewer_offers.register("completion", offer_of)
        registries.own_records.register("completion", own_record)
        registries.least_shares.register("completion", share_of)
        registries.course_rooms.register("completion", room_of)
        registries.completions.register("completion", marks_of)
        registries.viewers_united.register("completion", unite)
        registries.before_changes.register("completion", settle_in_transaction)
        history_sources.register("videos", history_rows)
        learner_sources.register("videos", LearnerSource(wanted_learners, learner_by_key))
        certificate_origins.register(CertificateOrigin.COURSE.value, way_to_certificate)
        retention_classes.register("completion", retention)
        demo_seeds.register("completion", seed)
