from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "events.notices"
    label = "events_notices"
    verbose_name = "案内とお知らせ"

    def ready(self) -> None:
        """Stand on events' screens, say whom letters on paper go to, follow mergers, fill the demo world."""
        from events.followers import event_followers
        from events.registries import addressees, event_rooms, reminder_moments
        from foundation.registry import demo_seeds, home_panels, merge_handlers

        from .demo import seed
        from .merging import move_notices
        from .panels import invitations_of, notice_rows, reminders_of
        from .paper import SOURCE, recipients_addressees
        from .queries import moments_to_come
        from .services.holding_back import follow_event_in_transaction

        addressees.register(SOURCE, recipients_addressees)
        event_followers.register("events_notices", follow_event_in_transaction)
        event_rooms.register("notices", invitations_of)
        event_rooms.register("reminders", reminders_of)
        reminder_moments.register("events_notices", moments_to_come)
        home_panels.register("events_notices", notice_rows)
        merge_handlers.register("events_notices", move_notices)
        demo_seeds.register("events_notices", seed)
