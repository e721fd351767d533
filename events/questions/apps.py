from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    name = "events.questions"
    label = "events_questions"
    verbose_name = "申込の質問"

    def ready(self) -> None:
        """Ask with every application, stand where answers are read, go along with copies and merges."""
        from events import asking
        from events.followers import forgetting_followers
        from events.registries import event_rooms
        from foundation.registry import demo_seeds, merge_handlers, retention_classes

        from .demo import seed
        from .enums import ROOM
        from .fields import entry_part
        from .merging import move_answers
        from .offers import answers_for_pages, columns_of, room_of, rows_of_sheet, words_for_letters
        from .retention import retention
        from .services.answering import take_with_application
        from .services.asking import copy_questions
        from .services.forgetting import forget_applications_in_transaction

        forgetting_followers.register(ROOM, forget_applications_in_transaction)
        asking.form_parts.register(ROOM, entry_part)
        asking.application_takers.register(ROOM, take_with_application)
        asking.answer_parts.register(ROOM, answers_for_pages)
        asking.letter_words.register(ROOM, words_for_letters)
        asking.roster_columns.register(ROOM, columns_of)
        asking.sheet_questions.register(ROOM, rows_of_sheet)
        asking.copy_followers.register(ROOM, copy_questions)
        event_rooms.register(ROOM, room_of)
        merge_handlers.register("events_questions", move_answers)
        retention_classes.register("events_questions", retention)
        demo_seeds.register("events_questions", seed)
