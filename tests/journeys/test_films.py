"""A film is sent from a browser: over a line that breaks, after a reload, and without scripts."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from foundation.centre.models import CentreProfile
from tests.factories.accounts import make_user, sign_in
from tests.factories.films import make_ready
from training_media.intake.enums import Stage
from training_media.intake.files import source_path
from training_media.intake.models import Upload

CONTENT = bytes(range(256)) * 4 * 1024 * 5
NEW, LIST = reverse("intake_desk:new"), reverse("intake_desk:list")


@pytest.fixture
def staff(transactional_db, live_server):
    CentreProfile.objects.create(
        pk=1, name="石川センター", phone="076-000-0000", prefecture="石川県", closed_weekdays=[5, 6]
    )
    return make_user(name="相談員A", roles=["staff"])


@pytest.fixture
def opened(staff, live_server):
    """Give a function that signs staff in to a browser's page."""

    def sign(page):
        cookie = sign_in(Client(), staff).cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        return page

    return sign


@pytest.fixture
def chosen(tmp_path):
    path = tmp_path / "会議.mp4"
    path.write_bytes(CONTENT)
    return path


def choose(page, chosen):
    page.goto(NEW)
    page.get_by_label("動画のファイル").set_input_files(chosen)
    page.get_by_role("button", name="送る").click()


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.VAR = tmp_path / "var"


def test_a_film_goes_on_after_a_broken_line_and_after_a_reload(opened, page, chosen, axe, staff):
    page = opened(page)
    page.clock.install()
    pieces = []

    def break_second(route):
        pieces.append(route.request.method)
        route.abort() if pieces.count("POST") == 2 and pieces[-1] == "POST" else route.continue_()

    page.route("**/uploads/*-*/", break_second)
    choose(page, chosen)
    expect(page.locator("[data-words]")).to_have_text("回線が切れました。1秒後に、続きから送ります。")
    upload = Upload.objects.get()
    assert upload.received == 1024 * 1024
    assert page.locator("[data-bar]").evaluate("bar => bar.value") == 20
    # The page is left, and the same file is chosen again.
    page.goto(LIST)
    expect(page.get_by_text("20%")).to_be_visible()
    axe(page)
    choose(page, chosen)
    page.wait_for_url(f"**{LIST}")
    upload.refresh_from_db()
    assert (Upload.objects.count(), upload.stage) == (1, Stage.WAITING)
    assert source_path(upload).read_bytes() == CONTENT
    # After the break it asked first where it was.
    assert pieces[:2] == ["POST", "POST"]


def test_screens_of_films_are_accessible_and_the_form_works_without_scripts(
    opened, page, page_without_scripts, chosen, axe, staff
):
    old, new = (make_ready(actor=staff, now=timezone.now(), title=title) for title in ("前の版", "新しい版"))
    page = opened(page)
    page.set_default_timeout(60_000)
    names = ("recording", "title", "rights", "replace")
    addresses = [reverse(f"intake_desk:{name}", args=[old.pk]) for name in names]
    for address in (NEW, reverse("intake_desk:rights_list"), *addresses, f"{addresses[-1]}?new={new.pk}"):
        page.goto(address)
        axe(page)
    plain = opened(page_without_scripts)
    choose(plain, chosen)
    expect(plain.get_by_text("動画を受け取りました。")).to_be_visible()
    upload = Upload.objects.get(stage=Stage.WAITING)
    assert source_path(upload).read_bytes() == CONTENT
