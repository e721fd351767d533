"""What can go wrong with courses; `str()` of each is the Japanese sentence for the reader."""


class CourseRefused(Exception):
    """An act was refused; nothing has changed."""
