"""What the screens of the intake share."""

from django.http import HttpResponseRedirect
from django.urls import reverse

from content.desk import SEE_OTHER, Link
from training_media.models import Recording

LIST = "動画のファイル"


def to_list() -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("intake_desk:list"), status=SEE_OTHER)


def trail(recording: Recording | None = None) -> list[Link]:
    """Return the way down to a screen of a recording."""
    above = [(LIST, reverse("intake_desk:list"))]
    return [*above, (recording.title, address(recording))] if recording else above


def address(recording: Recording) -> str:
    return reverse("intake_desk:recording", args=[recording.pk])
