"""The form of Wagtail's pictures, which says so when a file is no picture at all or a torn one."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm


class PictureField(WagtailImageField):
    """Refuses what the library that opens pictures stumbles over; Wagtail's own field would answer 500."""

    def to_python(self, data: Any) -> Any:
        try:
            return super().to_python(data)
        except OSError as error:
            raise self.not_a_picture() from error

    def not_a_picture(self) -> ValidationError:
        return ValidationError(
            "この画像は開けませんでした。こわれているか、画像ではないファイルです。もとの画像を保存しなおしてください。"
        )


class PictureForm(BaseImageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        file = self.fields.get("file")
        # The form of many pictures at once has none; which field it is, Wagtail decides after us.
        if file is not None:
            self.fields["file"] = PictureField(label=file.label, required=file.required, widget=file.widget)
