"""Form fields for lists that people keep in the admin."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from foundation.japanese.text import clean_text


class LinesField(forms.CharField):
    """A list, one item a line; the value is a list of clean lines without repeats."""

    def __init__(
        self, *, most_characters: int = 100, most_lines: int = 30, rows: int = 4, **options: Any
    ) -> None:
        options.setdefault("help_text", "1行に一つずつ書きます。")
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **options)
        self.most_characters, self.most_lines = most_characters, most_lines

    def to_python(self, value: Any) -> list[str]:
        """Return the lines. Raises ValidationError with the first line that is too long, or too many."""
        lines = [line for line in clean_text(value or "").splitlines() if line]
        for line in lines:
            if len(line) > self.most_characters:
                raise ValidationError(f"「{line[:20]}…」は、{self.most_characters}字までにしてください。")
        if len(lines) > self.most_lines:
            raise ValidationError(f"{self.most_lines}行までにしてください（いま{len(lines)}行あります）。")
        return list(dict.fromkeys(lines))

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.to_python(data) != list(initial or []))
