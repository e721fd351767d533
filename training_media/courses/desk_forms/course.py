"""What a course is, its parts with their chapters, and what opens it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from content.desk_forms import DeskForm
from foundation.ui.forms import CleanCharField, CleanTextField
from training_media.courses.services.making import ChapterPlan
from training_media.enums import Watchers
from training_media.models import Chapter, Course, Part, Recording
from training_media.times import as_clock, in_words, read_clock

from .rows import RowsForm


class MomentField(CleanCharField):
    """A moment of a recording as 41:10, kept in milliseconds."""

    widget = forms.TextInput(attrs={"autocomplete": "off"})

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=12, **options)

    def clean(self, value: Any) -> int | None:
        """Return the moment. Raises ValidationError with what to write instead."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return read_clock(text)
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from None

    def prepare_value(self, value: Any) -> Any:
        return as_clock(value) if isinstance(value, int) else value


class CourseForm(DeskForm):
    """What a course is, for whom, and who speaks."""

    title = CleanCharField(label="名前", max_length=80)
    summary = CleanCharField(
        label="ひとことで言うと",
        max_length=200,
        required=False,
        help_text="一覧と、ページのはじめに出ます。",
    )
    aims = CleanTextField(
        label="この動画で学べること", max_length=1000, required=False, help_text="1行に1つ書いてください。"
    )
    audience_text = CleanCharField(
        label="どんな人に見てほしいか", max_length=80, required=False, help_text="例：養護老人ホームの職員"
    )
    lecturer = CleanCharField(label="講師", max_length=80, required=False)
    watchers = forms.ChoiceField(
        label="動画を見られる人",
        choices=Watchers,
        initial=Watchers.INVITED,
        widget=forms.RadioSelect,
        help_text="紹介のページと書き起こしは、公開すると、どなたでも読めます。",
    )
    no_captions_reason = CleanCharField(
        label="字幕をつけない理由",
        max_length=200,
        required=False,
        help_text="字幕のない部があるまま公開するときだけ書きます。ページに出ます。",
    )


def course_initial(course: Course) -> dict[str, Any]:
    """Return a stored course as its form shows it."""
    return {name: getattr(course, name) for name in CourseForm.base_fields}


class PartForm(RowsForm):
    """A part, its recording and its chapters; an emptied row removes its chapter."""

    columns = ("start", "title", "summary")

    title = CleanCharField(label="部の名前", max_length=60, help_text="例：前編　社会のいまと、3つ目の方法")
    lecturer = CleanCharField(
        label="この部の講師",
        max_length=80,
        required=False,
        help_text="部によって講師がちがうときだけ書きます。",
    )
    recording = forms.TypedChoiceField(label="動画", required=False, coerce=int, empty_value=None)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        part: Part | None = None,
        chapters: Iterable[Chapter] = (),
        recordings: Iterable[tuple[Recording, bool]],
        keys: Sequence[str] | None = None,
    ) -> None:
        stored = {each.pk: {name: getattr(each, name) for name in self.columns} for each in chapters}
        initial = {name: getattr(part, name) for name in ("title", "lecturer")} if part else {}
        initial |= {"recording": part.recording_id} if part else {}
        super().__init__(data, stored=stored, keys=keys, initial=initial)
        offered = [
            (each.pk, f"{each.title}（{in_words(each.duration)}）{'' if is_ready else '　準備中'}")
            for each, is_ready in recordings
        ]
        self.fields["recording"].choices = [("", "まだ選ばない"), *offered]  # type: ignore[attr-defined]  # -- a ChoiceField

    def row_fields(self, number: int) -> dict[str, forms.Field]:
        """Return the fields of one chapter."""
        return {
            "start": MomentField(label=f"章{number}の始まり", required=False),
            "title": CleanCharField(label=f"章{number}の見出し", max_length=80, required=False),
            "summary": CleanTextField(
                label=f"章{number}の内容",
                max_length=500,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            ),
        }

    def clean(self) -> dict[str, Any]:
        """Ask for what a chapter that is begun lacks."""
        for key in self.filled:
            self.require(key, "start", "章の始まりを書いてください。例：12:30")
            self.require(key, "title", "章の見出しを書いてください。")
        return self.cleaned_data

    @property
    def details(self) -> dict[str, Any]:
        """The part itself."""
        given = self.cleaned_data
        chosen = {"recording_id": given["recording"]}
        return {"title": given["title"], "lecturer": given["lecturer"], **chosen}

    @property
    def plans(self) -> list[ChapterPlan]:
        """The chapters as the services take them."""
        return [ChapterPlan(*self.given(key), chapter_id=self.row_id(key)) for key in self.filled]


class OpeningForm(DeskForm):
    """Why a course opens although some of it has no captions."""

    no_captions_reason = CleanCharField(
        label="字幕をつけない理由",
        max_length=200,
        required=False,
        help_text="ページに出ます。例：手話つきの動画を、別に用意しています。",
    )
