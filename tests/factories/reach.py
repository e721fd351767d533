"""A campaign whose agencies' people have come differently far, made in bulk and the same each time."""

import random
import uuid
from datetime import timedelta

from directory.models import Agency
from foundation.japanese.text import fold
from tests.factories.training_media import make_campaign
from training_media.campaigns.models import RosterName
from training_media.campaigns.services.inviting import invite_agencies
from training_media.models import Chapter
from training_media.viewing.enums import SittingKind
from training_media.viewing.models import Coverage, PlayedPiece, Seat, Sitting, Viewer
from training_media.viewing.spans import union
from training_media.watching.models import Statement

JOBS = ["介護職員", "生活相談員", "看護職員", "サービス管理責任者", ""]
PIECE = 15_000
# As much of one's life as anything that is made up here needs.
SPENT = ((0, 10**11),)


def watched_campaign(course, agencies, *, each, by, now, pieces=4, seed=1):
    """Invite these agencies to a course, and let `each` people of them, more or less, have watched."""
    made_up = random.Random(seed)
    campaign = make_campaign(course, by=by, since=20, days=60, now=now)
    invite_agencies(campaign=campaign, agencies=agencies, actor=by, now=now - timedelta(days=20))
    parts = list(course.parts.select_related("recording"))
    viewers = Viewer.objects.bulk_create(
        Viewer(
            name=f"見本 {agency.pk}の{number}",
            folded_name=fold(f"見本 {agency.pk}の{number}"),
            job=made_up.choice(JOBS),
            agency=agency,
            agency_name=agency.name,
            spent=SPENT,
        )
        for agency in agencies
        for number in range(each)
    )
    RosterName.objects.bulk_create(
        RosterName(agency=each.agency, name=each.name, job="生活相談員", written_at=now)
        for each in viewers
        if made_up.random() < 0.5
    )
    RosterName.objects.bulk_create(
        RosterName(agency=agency, name=f"夜勤 {agency.pk}", job="介護職員", written_at=now)
        for agency in agencies
        if made_up.random() < 0.6
    )
    sittings, seats, coverage, reports = [], [], [], []
    for viewer in viewers:
        for part in parts[: made_up.choice([0, 1, 1, 2, 2, 2])]:
            length = part.recording.duration
            spans = _spans(made_up, length)
            together = union(spans[1:2]) if made_up.random() < 0.3 else ()
            coverage.append(
                Coverage(viewer=viewer, recording=part.recording, alone=union(spans), together=together)
            )
            began = now - timedelta(
                days=made_up.choice([1, 3, 6, 8, 12, 30, 50]), minutes=made_up.randrange(500)
            )
            sitting = Sitting(
                key=uuid.UUID(int=made_up.getrandbits(128)),
                recording=part.recording,
                kind=SittingKind.ALONE,
                began_at=began.replace(microsecond=0),
            )
            sittings.append(sitting)
            seats.append(Seat(sitting=sitting, viewer=viewer, stayed=True))
            reports.append((sitting, made_up.randrange(1, length), made_up.random() < 0.9))
    Sitting.objects.bulk_create(sittings)
    Seat.objects.bulk_create(seats)
    Coverage.objects.bulk_create(coverage)
    PlayedPiece.objects.bulk_create(
        PlayedPiece(
            sitting=sitting,
            seq=seq,
            media_start=max(last - PIECE, 0) if seq == pieces - 1 else seq * PIECE,
            media_end=last if seq == pieces - 1 else (seq + 1) * PIECE,
            clock_start=seq * PIECE,
            clock_end=(seq + 1) * PIECE,
            rate=1_000,
            received_at=now,
        )
        for sitting, last, is_kept in reports
        if is_kept
        for seq in range(pieces)
    )
    Statement.objects.bulk_create(
        Statement(viewer=viewer, part=parts[0], said_at=now) for viewer in viewers if made_up.random() < 0.1
    )
    return campaign


def _spans(made_up, length):
    """Return what somebody may have watched: all, nearly all, a beginning, or pieces here and there."""
    match made_up.randrange(5):
        case 0:
            return [(0, length)]
        case 1:
            return [(0, length * 95 // 100), (length - 1, length)]
        case 2:
            return [(0, made_up.randrange(1, length))]
    cuts = sorted(made_up.sample(range(length), 8))
    return list(zip(cuts[::2], cuts[1::2], strict=True))


def add_chapters(course, *, number=5):
    """Give each part of a course chapters of equal length; the first begins a little late."""
    for part in course.parts.select_related("recording"):
        step = part.recording.duration // number
        Chapter.objects.bulk_create(
            Chapter(
                part=part, start=each * step + (60_000 if each == 0 else 0), title=f"{part.number}-{each}"
            )
            for each in range(number)
        )


def agencies_in(number, kinds, towns):
    """Make so many agencies of these kinds in these places, in turn."""
    return Agency.objects.bulk_create(
        Agency(
            name=f"見本の家{each}",
            name_kana=f"ミホンノイエ{each:04}",
            kind=kinds[each % len(kinds)],
            sector=kinds[each % len(kinds)].sector,
            municipality=towns[each % len(towns)],
        )
        for each in range(number)
    )
