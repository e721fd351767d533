from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "training_media.courses"
    label = "courses"
    verbose_name = "研修動画"

    def ready(self) -> None:
        """Be found, give captions to the player, go along with new edits and fill the demo world."""
        from events.registries import list_links
        from foundation.registry import demo_seeds, home_panels, role_permissions, search_sources
        from training_media.registries import caption_tracks, times_moved, transcripts

        from .demo import seed
        from .links import list_link
        from .panels import course_rows
        from .search import SOURCE, course_documents
        from .services.captions import move_captions_in_transaction
        from .sharing import captions_of_part, transcript_of_part

        search_sources.register(SOURCE, course_documents)
        home_panels.register("courses", course_rows)
        list_links.register("courses", list_link)
        demo_seeds.register("courses", seed)
        caption_tracks.register("courses", captions_of_part)
        transcripts.register("courses", transcript_of_part)
        times_moved.register("courses", move_captions_in_transaction)
        rights = ("training_media.run_course",)
        role_permissions.register("courses", dict.fromkeys(("editor", "staff", "manager"), rights))
