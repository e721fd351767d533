"""Captions as staff hand them in: a file, a text, or words beside the times that are there."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict

from content.desk_forms import DeskForm
from training_media.courses import vtt
from training_media.courses.enums import Language
from training_media.courses.models import CaptionTrack
from training_media.times import as_clock

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.utils.datastructures import MultiValueDict

MOST_BYTES = 2_000_000
CUES_ON_A_PAGE = 40


class CaptionsForm(DeskForm):
    """Captions of one language; a file that was chosen is shown as text, so that it can be mended there."""

    language = forms.ChoiceField(label="ことば", choices=[])
    times_from = forms.TypedChoiceField(
        label="時刻を、ほかのことばの字幕から写す",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="写すと、言葉だけを、もとの字幕の横に書けます。ファイルと下の欄は、使いません。",
    )
    file = forms.FileField(
        label="字幕のファイル",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".vtt,.srt,.txt"}),
        help_text="WebVTT（.vtt）か SubRip（.srt）。選ぶと、下の欄より先に使います。",
    )
    text = forms.CharField(
        label="字幕の文",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false"}),
        help_text="「0:12 こんにちは」のように、1行に時刻と言葉を書けます。WebVTT の文も貼れます。",
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        files: "MultiValueDict[str, UploadedFile[bytes]] | None" = None,
        *,
        languages: Iterable[Language],
        tracks: Iterable[CaptionTrack] = (),
        duration: int | None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        self.duration, self.cues, self.mistake = duration, list[vtt.Cue](), ""
        if data is not None and files and (file := files.get("file")):
            data = data.copy()
            data["text"], self.mistake = _text_of(file)
        super().__init__(data, files, initial=dict(initial or {}))
        self.tracks = {track.pk: track for track in tracks}
        offered = [(language.value, language.label) for language in languages]
        named = [(pk, str(track)) for pk, track in self.tracks.items()]
        self.fields["language"].choices = offered  # type: ignore[attr-defined]  # -- a ChoiceField
        self.fields["times_from"].choices = [("", "写さない"), *named]  # type: ignore[attr-defined]  # -- a ChoiceField
        if not self.tracks:
            del self.fields["times_from"]

    def clean(self) -> dict[str, Any]:
        """Read the captions, and say line by line what is wrong."""
        given = self.cleaned_data
        if self.mistake:
            self.add_error("file", self.mistake)
        elif not given.get("times_from"):
            try:
                self.cues = vtt.parse(given.get("text") or "", duration=self.duration)
            except vtt.BadCaptions as bad:
                for problem in bad.problems:
                    self.add_error("text", str(problem))
        return given

    @property
    def copied(self) -> CaptionTrack | None:
        """The captions whose times are wanted alone."""
        return self.tracks.get(self.cleaned_data.get("times_from") or 0)


def _text_of(file: "UploadedFile[bytes]") -> tuple[str, str]:
    """Return the text of a file, and what is wrong with the file itself."""
    if (file.size or 0) > MOST_BYTES:
        return (
            "",
            "字幕のファイルが大きすぎます（2MBまで）。字幕（.vtt か .srt）のファイルか、確かめてください。",
        )
    try:
        return vtt.decoded(file.read()), ""
    except vtt.BadCaptions as bad:
        return "", bad.problems[0].words


@dataclass(frozen=True)
class CueRow:
    """A cue in the form, with what another language says at the same time."""

    clock: str
    box: BoundField
    beside: str = ""


class WordsForm(DeskForm):
    """The words of some cues, each beside its time; a box is named by the place and the start of its cue."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        cues: Sequence[tuple[int, vtt.Cue]],
        beside: Mapping[int, str] | None = None,
        names: Sequence[str] | None = None,
    ) -> None:
        self.cues = {f"words_{place}_{cue.start}": cue for place, cue in cues}
        self.beside = beside or {}
        super().__init__(data, initial={name: cue.text for name, cue in self.cues.items()})
        sent = [name for name in data if re.fullmatch(r"words_\d{1,5}_\d{1,9}", name)] if data else None
        wanted = names if names is not None else sent if sent is not None else list(self.cues)
        for name in list(wanted)[:CUES_ON_A_PAGE]:
            moment = as_clock(int(name.rpartition("_")[2]))
            self.fields[name] = forms.CharField(
                label=f"{moment}の字幕",
                required=False,
                max_length=400,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def clean(self) -> dict[str, Any]:
        """Say what may not stand in captions."""
        for name, cue in self.cues.items():
            if name in self.cleaned_data:
                try:
                    vtt.said_anew(cue, self.cleaned_data[name])
                except vtt.BadCaptions as bad:
                    self.add_error(name, bad.problems[0].words)
        return self.cleaned_data

    @property
    def rows(self) -> list[CueRow]:
        return [
            CueRow(as_clock(start), self[name], self.beside.get(start, ""))
            for name in self.fields
            for start in [int(name.rpartition("_")[2])]
        ]

    @property
    def changes(self) -> dict[tuple[int, int], str]:
        """What was written anew, by place and start."""
        found = {}
        for name in self.fields:
            _, place, start = name.split("_")
            cue = self.cues.get(name)
            typed = "\n".join(self.cleaned_data[name].splitlines())
            if cue is None or typed != cue.text:
                found[int(place), int(start)] = typed
        return found
