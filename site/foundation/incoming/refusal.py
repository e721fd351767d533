"""Why a file that came in is not read."""


class FileRefused(Exception):
    """A file cannot be taken in; nothing of it is. `line` counts from 1, the header being the first."""

    def __init__(self, message: str, *, line: int | None = None, column: str = "") -> None:
        self.message, self.line, self.column = message, line, column
        super().__init__(message)

    @property
    def where(self) -> str:
        """Line and column, as far as they are known."""
        line = f"{self.line:,}行目" if self.line else ""
        return " ".join(filter(None, (line, self.column)))


def place(column: int) -> str:
    """Return the words for a column that has no name; the first is 1."""
    return f"{column}列目"
