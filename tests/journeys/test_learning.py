"""A film goes the whole way: sent by staff, watched by a card, completed, and proved to a stranger."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from foundation.centre.models import CentreProfile
from tests.factories.accounts import make_user
from tests.factories.completion import ask_for, ask_question
from tests.factories.films import draw_film, send_whole
from tests.factories.first_site import place_first_site
from tests.factories.surveys import ask
from tests.factories.training_media import make_campaign, make_card, make_course, name_people
from tests.training_media.watching.test_in_a_browser import (
    acknowledged,
    becomes_true,
    come_in,
    measured,
    play,
)
from tests.working import work_off
from training_media.courses import vtt
from training_media.courses.enums import Language
from training_media.courses.services.captions import write_captions
from training_media.intake.models import Upload
from training_media.models import Part
from training_media.viewing.models import Coverage

SECONDS = 12
NAME = "見本 花子"
SAID = "0:00 こんにちは。\n0:05 受け入れの話をします。"


@pytest.fixture
def staff(transactional_db, live_server):
    CentreProfile.objects.create(pk=1, name="見本センター", phone="099-000-1234", closed_weekdays=[5, 6])
    place_first_site()
    return make_user(name="相談員A", roles=["staff"])


@pytest.fixture
def card(staff, tmp_path, settings):
    """The card of a facility for a course whose film was taken in as staff's own are."""
    settings.VAR = tmp_path / "var"
    now = timezone.now()
    film = draw_film(tmp_path / "話.mp4", seconds=SECONDS)
    send_whole(film.read_bytes(), actor=staff, now=now)
    work_off("video")
    course = make_course(parts=1)
    part = Part.objects.select_related("course").get(course=course)
    part.recording = Upload.objects.get().recording
    part.save()
    cues = vtt.parse(SAID, duration=part.recording.duration)
    write_captions(part=part, language=Language.JA, cues=cues, actor=staff, now=now)
    ask_question(part)
    ask(course, by=staff)
    ask_for(course, by=staff, asks_questions=True, asks_questionnaire=True)
    made = make_card(make_campaign(course, by=staff), by=staff)
    name_people(made.agency, NAME, by=staff)
    return made


def words_shown(page, at):
    """Return which captions stand in the picture at a second."""
    return page.evaluate(
        """async (at) => {
          const video = document.querySelector("video");
          const track = [...video.textTracks].find((each) => each.mode === "showing");
          video.currentTime = at;
          await new Promise((done) => video.addEventListener("seeked", done, {once: true}));
          const look = () => [...(track?.activeCues ?? [])].map((cue) => cue.text);
          for (let tries = 0; tries < 500 && look().length === 0; tries += 1)
            await new Promise((done) => setTimeout(done, 20));
          return look();
        }""",
        at,
    )


def test_from_the_card_of_a_facility_to_a_certificate_that_a_stranger_can_check(
    card, page, new_context, promises, axe
):
    come_in(page, card)
    page.get_by_label(NAME).check()
    page.get_by_role("button", name="一人で見る").click()
    page.get_by_role("link", name="第1部").click()
    measured(page)
    assert words_shown(page, 6) == ["受け入れの話をします。"]
    # The middle is left out, and asked for.
    play(page, 4, at=0)
    play(page, SECONDS - 0.1, at=8)
    acknowledged(page)
    page.reload()
    expect(page.locator("main")).to_contain_text("あと")
    page.get_by_role("link", name="修了までに要るものを見る").click()
    axe(page)
    page.locator(".completion__parts").get_by_role("link").first.click()
    becomes_true(page, "document.querySelector('video').readyState > 0")
    # A little before, to find one's way in.
    assert 1 <= page.evaluate("document.querySelector('video').currentTime") <= 4
    play(page, 8.2)
    acknowledged(page)
    assert Coverage.objects.get().total >= SECONDS * 950
    page.get_by_role("link", name="修了までに要るものを見る").click()
    page.get_by_role("link", name="確かめの質問に答える").click()
    page.get_by_label("自立準備ホーム").check()
    page.get_by_role("button", name="答える", exact=True).click()
    expect(page.get_by_text("正しい答えです。")).to_be_visible()
    page.get_by_role("link", name="アンケートに答える").click()
    axe(page)
    page.get_by_label("考えたい").check()
    page.get_by_role("button", name="答えを送る").click()
    page.goto("/videos/ukeire/watch/done/")
    page.get_by_role("button", name="修了証を受け取る").click()
    axe(page)
    number = page.locator(".completion b.num").inner_text()
    paper = page.request.get(page.get_by_role("link", name="修了証を受け取る（PDF）").get_attribute("href"))
    assert paper.body().startswith(b"%PDF")
    stranger = promises(new_context()).new_page()
    stranger.goto("/certificates/check/")
    stranger.get_by_label("修了証の番号").fill(number)
    stranger.get_by_role("button", name="確かめる").click()
    expect(stranger.locator("main")).to_contain_text("受け入れの話")
    expect(stranger.locator("main")).to_contain_text(NAME)
    axe(stranger)
