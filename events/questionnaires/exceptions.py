from events.exceptions import EventsError


class QuestionnaireRefused(EventsError):
    """What was asked for cannot be done now; the words say why, nothing has changed."""
