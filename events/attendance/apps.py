from django.apps import AppConfig


class AttendanceConfig(AppConfig):
    name = "events.attendance"
    label = "events_attendance"
    verbose_name = "当日の受付"

    def ready(self) -> None:
        """Measure who was there how long, and stand wherever the day is told of or asked about."""
        from events.followers import attendance_followers
        from events.registries import (
            certificate_conditions,
            day_words,
            event_rooms,
            minute_sources,
            part_markings,
            participant_offers,
            receipt_parts,
        )
        from foundation.registry import demo_seeds, home_panels, retention_classes

        from .demo import seed
        from .offers import (
            ON_TIME,
            group_offer,
            marking_by_part,
            offer_of,
            receipt_part,
            room_of,
            words_of,
        )
        from .panels import door_rows_of_today
        from .queries import measured_minutes
        from .retention import retention
        from .services.noting import follow_marks_in_transaction

        minute_sources.register("attendance", measured_minutes)
        part_markings.register("attendance", marking_by_part)
        attendance_followers.register("attendance", follow_marks_in_transaction)
        participant_offers.register("attendance", offer_of)
        participant_offers.register("groups", group_offer)
        receipt_parts.register("attendance", receipt_part)
        day_words.register("attendance", words_of)
        event_rooms.register("attendance", room_of)
        certificate_conditions.register("on_time", ON_TIME)
        home_panels.register("events_attendance", door_rows_of_today)
        retention_classes.register("events_attendance", retention)
        demo_seeds.register("events_attendance", seed)
