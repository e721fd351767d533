"""What can go wrong here; `str()` of each is the Japanese sentence for the reader."""


class ReportRefused(Exception):
    """An act was refused; nothing has changed."""


class ChapterIsGone(ReportRefused):
    """Somebody has taken the chapter out of the report meanwhile."""

    def __init__(self) -> None:
        super().__init__("この章は、もうありません。")
