from events.exceptions import EventsError


class QuestionRefused(EventsError):
    """What was asked for cannot be done now; the words say why, nothing has changed."""


class AnswerRefused(EventsError):
    """An answer cannot be taken; the words say why, nothing has changed."""


class FileRefused(EventsError):
    """A file is not what may be sent; `str()` is the sentence for the reader."""
