"""What can go wrong here; `str()` of each is the Japanese sentence for the reader."""


class ReportRefused(Exception):
    """An act was refused; nothing has changed."""
