"""What no writer may leave in the tables, whichever way it writes."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from tests.factories.films import begin, make_ready
from training_media.intake.models import MediaFile, Rights, Upload
from training_media.models import Recording
from training_media.viewing.models import KeptPiece

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def refused(name, deed):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        deed()


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("intake_upload_stage_is_known", {"stage": "lost"}),
        ("intake_upload_has_a_size", {"size": 0, "received": 0}),
        ("intake_upload_has_a_size", {"size": 2 * 1024**3 + 1, "received": 2 * 1024**3 + 1}),
        ("intake_upload_is_whole_before_work", {"received": 1}),
        ("intake_upload_is_whole_before_work", {"stage": "sending"}),
        ("intake_upload_says_why_it_failed", {"stage": "failed"}),
        ("intake_upload_ready_is_a_recording", {"recording": None}),
        ("intake_upload_percent_is_a_share", {"percent": 101}),
    ],
)
def test_an_upload_is_never(staff, name, wrong):
    make_ready(actor=staff, now=NOW)
    refused(name, lambda: Upload.objects.update(**wrong))


def test_a_file_is_never_sent_twice_at_a_time(staff):
    begin(b"xx", actor=staff, now=NOW, name="a.mp4")
    begin(b"xx", actor=staff, now=NOW, name="b.mp4")
    refused("intake_upload_sent_once_at_a_time", lambda: Upload.objects.update(file_name="a.mp4"))


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("intake_mediafile_rendition_is_known", {"rendition": "1080"}),
        ("intake_mediafile_once", {"rendition": "720"}),
        ("intake_mediafile_is_not_empty", {"size": 0}),
    ],
)
def test_a_file_of_a_recording_is_never(staff, name, wrong):
    make_ready(actor=staff, now=NOW)
    refused(name, lambda: MediaFile.objects.update(**wrong))


def test_rights_never_end_before_they_were_given(staff):
    made = Rights.objects.create(recording=make_ready(actor=staff, now=NOW), noted_at=NOW)
    wrong = {"approved_on": "2026-10-02", "until": "2026-10-01"}
    refused("intake_rights_end_after_approval", lambda: Rights.objects.filter(pk=made.pk).update(**wrong))


def test_no_recording_comes_in_its_own_place(staff):
    make_ready(actor=staff, now=NOW)
    wrong = {"replaced_by": F("id")}
    refused("training_media_recording_is_not_its_own_successor", lambda: Recording.objects.update(**wrong))


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("viewing_keptpiece_ends_after_it_begins", [(5, 5)]),
        ("viewing_keptpiece_lies_in_one_place", [(0, 5), (4, 6)]),
    ],
)
def test_a_kept_piece_is_never(staff, name, rows):
    made = make_ready(actor=staff, now=NOW)
    pieces = [KeptPiece(recording=made, start=start, end=end, new_start=0) for start, end in rows]
    refused(name, lambda: KeptPiece.objects.bulk_create(pieces))
