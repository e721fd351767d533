"""A real browser plays a real film: what it played is credited, and another browser goes on there."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from foundation.centre.models import CentreProfile
from tests.factories.films import make_ready
from tests.factories.first_site import place_first_site
from tests.factories.training_media import make_campaign, make_card, make_course, name_people
from tests.training_media.clips import SECONDS
from tests.training_media.courses.made import speak
from training_media.campaigns.keys import code_of, pin_of
from training_media.models import Chapter, Part
from training_media.viewing.models import Coverage, Sitting
from training_media.viewing.spans import length

TEN = [f"見本 {sign}" for sign in "一二三四五六七八九十"]


@pytest.fixture
def card(transactional_db, live_server, clip, staff):
    CentreProfile.objects.create(pk=1, name="見本センター", phone="099-000-1234", closed_weekdays=[5, 6])
    place_first_site()
    course = make_course(parts=1)
    part = Part.objects.get(course=course)
    part.recording = make_ready(
        actor=staff, now=timezone.now(), duration=SECONDS * 1_000, content=clip.read_bytes()
    )
    part.save()
    Chapter.objects.create(part=part, start=0, title="はじめに")
    Chapter.objects.create(part=part, start=8_000, title="おわりに")
    made = make_card(make_campaign(course, by=staff), by=staff)
    name_people(made.agency, *TEN, by=staff)
    return made


def come_in(page, card, axe=None):
    page.goto("/watch/")
    page.get_by_label("カードの番号").fill(code_of(card.seed).lower())
    if axe:
        axe(page)
    page.get_by_role("button", name="次へ").click()
    page.get_by_label("PIN").fill(pin_of(card.seed))
    if axe:
        axe(page)
    page.get_by_role("button", name="次へ").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("見る人のお名前")


def play(page, until, *, at=None):
    """Play from a moment until another one, then stop; returns where it stopped."""
    return page.evaluate(
        """async ([at, until]) => {
          const video = document.querySelector("video");
          video.muted = true;
          if (at !== null) {
            video.currentTime = at;
            await new Promise((done) => video.addEventListener("seeked", done, {once: true}));
          }
          await video.play();
          await new Promise((done) => {
            const look = () => (video.currentTime >= until || video.ended ? done() : setTimeout(look, 20));
            look();
          });
          video.pause();
          return video.currentTime;
        }""",
        [at, until],
    )


def becomes_true(page, words):
    """Wait until something holds in the page; its policy forbids what Playwright brings for that."""
    page.evaluate(
        f"""() => new Promise((done, failed) => {{
          const look = () => (({words}) ? done() : setTimeout(look, 20));
          look();
          setTimeout(() => failed(new Error("never: " + {words!r})), 30000);
        }})"""
    )


def acknowledged(page):
    """Wait until nothing is left in the browser's store."""
    becomes_true(page, "Object.keys(localStorage).every((key) => !key.startsWith('watching:'))")


def measured(page):
    expect(page.get_by_role("heading", name="ここまで見ました")).to_be_visible()


def test_what_was_played_is_credited_and_another_browser_goes_on(card, page, new_context, promises, axe):
    come_in(page, card, axe)
    axe(page)
    page.get_by_label(TEN[0]).check()
    page.get_by_role("button", name="一人で見る").click()
    axe(page)
    page.get_by_role("link", name="第1部").click()
    measured(page)
    axe(page)
    assert Sitting.objects.count() == 0
    first = play(page, 3)
    second = play(page, 8, at=6)
    acknowledged(page)
    covered = Coverage.objects.get()
    truth = first + (second - 6)
    assert abs(length(covered.alone) / 1_000 - truth) < 1, (covered.alone, first, second)
    assert len(covered.alone) == 2
    expect(page.locator("[data-words]")).to_contain_text("まだのところ")
    other = promises(new_context()).new_page()
    come_in(other, card)
    other.get_by_label(TEN[0]).check()
    other.get_by_role("button", name="一人で見る").click()
    other.get_by_role("link", name="第1部").click()
    measured(other)
    becomes_true(other, "document.querySelector('video').currentTime > 0")
    begins = other.evaluate("document.querySelector('video').currentTime")
    assert abs(begins - second) < 2, (begins, second)
    play(other, 12)
    acknowledged(other)
    assert abs(Coverage.objects.get().alone[-1][1] - SECONDS * 1_000) < 100


def test_ten_people_before_one_screen_are_credited_once_they_are_counted_again(card, page, axe):
    come_in(page, card)
    page.get_by_role("link", name="集まって見る").click()
    axe(page)
    for name in TEN[:9]:
        page.get_by_label(name).check()
    page.get_by_label("ほかの人の名前").fill("見本 十一")
    page.get_by_role("button", name="この人たちで見る").click()
    page.get_by_role("link", name="第1部").click()
    measured(page)
    stopped = play(page, 2)
    acknowledged(page)
    assert Coverage.objects.count() == 0
    axe(page)
    page.get_by_role("link", name="いる人を数える").click()
    axe(page)
    for name in [*TEN[:8], "見本 十一"]:
        page.get_by_label(name, exact=True).check()
    page.get_by_role("button", name="この人たちが見た").click()
    expect(page.get_by_text("しるしがありません").first).to_be_visible()
    axe(page)
    page.get_by_label("しるしのない人は、途中で帰りました").check()
    page.get_by_role("button", name="この人たちが見た").click()
    expect(page.get_by_text("9人が見たことを、記録しました。")).to_be_visible()
    rows = Coverage.objects.all()
    assert sorted(each.viewer.name for each in rows) == sorted([*TEN[:8], "見本 十一"])
    assert all(each.alone == () and abs(each.total / 1_000 - stopped) < 1 for each in rows)


def test_what_was_played_off_line_is_sent_once_the_browser_is_back(card, page, context):
    come_in(page, card)
    page.get_by_label("お名前（上に").fill("見本 十二")
    page.get_by_role("button", name="一人で見る").click()
    page.get_by_role("link", name="第1部").click()
    measured(page)
    play(page, 1)
    acknowledged(page)
    becomes_true(page, "document.querySelector('video').buffered.length > 0")
    context.set_offline(True)
    stopped = play(page, 4)
    expect(page.get_by_text("つながったときに送ります")).to_be_visible()
    context.set_offline(False)
    acknowledged(page)
    assert abs(Coverage.objects.get().total / 1_000 - stopped) < 1


def as_one(page, card):
    """Come in as the first of the names, and open the player."""
    come_in(page, card)
    page.get_by_label(TEN[0]).check()
    page.get_by_role("button", name="一人で見る").click()
    page.get_by_role("link", name="第1部").click()
    measured(page)


def only_once_not(page, pattern, answer):
    """Let the first request to such an address go wrong."""
    asked = []

    def handle(route):
        asked.append(route.request.url)
        answer(route) if len(asked) == 1 else route.continue_()

    page.route(pattern, handle)


def test_after_a_sitting_could_not_begin_what_is_played_from_the_next_press_on_is_credited(card, page):
    as_one(page, card)
    only_once_not(page, "**/begin/", lambda route: route.abort())
    lost = play(page, 3)
    expect(page.get_by_text("まだ記録していません")).to_be_visible()
    stopped = play(page, 7)
    acknowledged(page)
    becomes_true(page, "!document.querySelector('[data-words]').textContent.includes('まだ見ていません')")
    assert abs(Coverage.objects.get().total / 1_000 - (stopped - lost)) < 1


def test_a_player_left_open_after_people_were_counted_says_that_it_records_no_more(card, page, context):
    come_in(page, card)
    page.get_by_role("link", name="集まって見る").click()
    for name in TEN[:2]:
        page.get_by_label(name).check()
    page.get_by_role("button", name="この人たちで見る").click()
    page.get_by_role("link", name="第1部").click()
    measured(page)
    stopped = play(page, 2)
    acknowledged(page)
    other = context.new_page()
    other.goto("/videos/ukeire/watch/count/")
    for name in TEN[:2]:
        other.get_by_label(name).check()
    other.get_by_label("しるしのない人は、途中で帰りました").check()
    other.get_by_role("button", name="この人たちが見た").click()
    expect(other.get_by_text("2人が見たことを、記録しました。")).to_be_visible()
    play(page, 4)
    expect(page.get_by_text("このページを開きなおしてください")).to_be_visible()
    assert page.evaluate("document.querySelector('video').paused")
    assert Sitting.objects.count() == 1
    assert all(abs(each.total / 1_000 - stopped) < 1 for each in Coverage.objects.all())


def test_an_address_that_works_no_more_is_fetched_anew_and_the_film_goes_on(card, page):
    only_once_not(page, "**/videos/files/*/720", lambda route: route.fulfill(status=404))
    as_one(page, card)
    becomes_true(page, "document.querySelector('video').readyState > 0")
    assert play(page, 1) >= 1
    acknowledged(page)
    assert Coverage.objects.get().total > 0


def showing(page):
    return page.evaluate(
        "[...document.querySelector('video').textTracks]"
        ".filter((each) => each.mode === 'showing').map((each) => each.language)"
    )


def test_captions_are_chosen_beside_the_speed_by_keyboard_too_and_stay_for_the_visit(card, page, staff):
    part = Part.objects.get()
    for language in ("ja", "easy"):
        speak(part, actor=staff, language=language, lines="0:00 話しています。")
    as_one(page, card)
    choice = page.get_by_label("字幕", exact=True)
    assert choice.locator("option").all_text_contents() == ["日本語", "やさしい日本語", "なし"]
    assert showing(page) == ["ja"]
    choice.focus()
    page.keyboard.press("ArrowDown")
    assert showing(page) == ["ja-x-easy"]
    play(page, 1)
    assert showing(page) == ["ja-x-easy"]
    page.reload()
    becomes_true(page, "document.querySelector('video').readyState > 0")
    assert (showing(page), choice.input_value()) == (["ja-x-easy"], "ja-x-easy")
    choice.select_option("なし")
    play(page, 2)
    assert showing(page) == []
    # The browser's own menu says the same.
    page.evaluate("document.querySelector('video').textTracks[0].mode = 'showing'")
    expect(choice).to_have_value("ja")


def test_whoever_leaves_from_the_player_loses_nothing_of_what_was_played(card, page):
    as_one(page, card)
    stopped = play(page, 3)
    page.evaluate("document.querySelector('video').play()")
    becomes_true(page, "document.querySelector('video').currentTime > 4")
    page.get_by_role("button", name="ほかの人にかわる").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("視聴カードで見る")
    assert Coverage.objects.get().total / 1_000 > stopped + 0.5


def test_without_scripts_one_watches_and_says_so(card, page_without_scripts):
    page = page_without_scripts
    come_in(page, card)
    page.get_by_label(TEN[1]).check()
    page.get_by_role("button", name="一人で見る").click()
    page.get_by_role("link", name="第1部").click()
    expect(page.locator("video")).to_have_attribute("controls", "")
    page.get_by_role("button", name="見ました").click()
    expect(page.get_by_text("「見ました」を受け取りました。")).to_be_visible()
    assert Coverage.objects.count() == 0
