"""Recordings and people who watch them."""

from foundation.japanese.text import fold
from tests.factories.directory import make_agency
from training_media.models import Recording
from training_media.viewing.models import Viewer


def make_recording(*, minutes=90):
    return Recording.objects.create(title="受け入れの話", duration=minutes * 60_000)


def make_viewer(*, name="見本 花子", agency=None):
    return Viewer.objects.create(
        name=name, folded_name=fold(name), agency=agency or make_agency(name="見本の家")
    )
