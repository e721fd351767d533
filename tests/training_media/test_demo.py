"""The course of the demo world gets films that can be played, in the line that staff's own films take."""

from datetime import timedelta

import pytest
from django.utils import timezone

from foundation.demo import World
from tests.factories.accounts import make_user
from tests.factories.directory import make_agency
from tests.factories.films import ffmpeg
from tests.factories.training_media import make_course
from tests.working import work_off
from training_media.campaigns import demo as campaigns_demo
from training_media.demo import seed
from training_media.intake.enums import Rendition, Stage
from training_media.intake.models import MediaFile, Rights, Upload
from training_media.models import Chapter, Course, Recording
from training_media.surveys.queries import watched_until

SECONDS = 16
# Where the second window of a slide is: dark until the second chapter has begun.
SECOND_WINDOW = "crop=8:8:284:448"
LIT, DARK = (0xF3, 0xBE, 0x4C), (0xD9, 0xD2, 0xC5)


@pytest.fixture
def world(transactional_db, settings, tmp_path):
    settings.VAR = tmp_path
    staff, partner = make_user(name="相談員A", roles=["staff"]), make_user(name="事業所職員C")
    world = World("public", timezone.now(), (), people={"staff": staff.person, "partner": partner.person})
    part = make_course(parts=1).parts.get()
    Recording.objects.update(duration=SECONDS * 1000)
    for start, title in ((0, "はじめ"), (8_000, "つぎ")):
        Chapter.objects.create(part=part, start=start, title=title, summary="あらまし")
    return world


def colour_at(second, film, folder):
    """Return the colour of the second window at a second of a film."""
    point = folder / f"{second}.rgb"
    spot = f"scale=1280:720,{SECOND_WINDOW},scale=1:1,format=rgb24"
    ffmpeg("-ss", second, "-i", film, "-frames:v", 1, "-vf", spot, "-f", "rawvideo", point)
    return tuple(point.read_bytes())


def is_near(one, other):
    return all(abs(a - b) < 16 for a, b in zip(one, other, strict=True))


def test_a_part_of_the_demo_world_is_shown_chapter_by_chapter(world, tmp_path):
    seed(world)
    recording = Recording.objects.get()
    assert recording.upload.stage == Stage.WAITING
    work_off("video")
    found = {each.rendition: each for each in MediaFile.objects.filter(recording=recording)}
    assert set(found) == set(Rendition) - {Rendition.AUDIO}
    film = tmp_path / "film.mp4"
    film.write_bytes(found[Rendition.HIGH].file.read())
    assert is_near(colour_at(4, film, tmp_path), DARK)
    assert is_near(colour_at(12, film, tmp_path), LIT)
    recording.refresh_from_db()
    assert recording.duration == SECONDS * 1000


def test_a_world_to_which_somebody_has_sent_a_film_stays_as_it_is(world):
    seed(world)
    seed(world)
    assert (Upload.objects.count(), Rights.objects.count()) == (1, 1)


def test_films_of_the_demo_world_may_be_shown_longer_than_its_campaign_lasts(world):
    make_agency(name="見本の家")
    campaigns_demo.seed(world)
    seed(world)
    (rights,) = Rights.objects.all()
    assert rights.until > watched_until(Course.objects.get())
    assert world.now.date() < rights.review_on < world.now.date() + timedelta(days=30)
