"""The desk's screens: what is on its way, what is there, titles, rights, and deleting."""

from datetime import date, timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.enums import PublicRole
from tests.factories.accounts import make_user, sign_in
from tests.factories.films import begin, make_ready, send_whole
from tests.factories.shown import as_shown
from tests.factories.training_media import make_course, make_recording, make_viewer
from training_media.intake import queries
from training_media.intake.enums import Stage
from training_media.intake.models import Rights, Upload
from training_media.intake.panels import intake_rows
from training_media.intake.services.recordings import RightsNoted, note_rights
from training_media.models import Part, Recording
from training_media.viewing.models import Coverage

pytestmark = pytest.mark.django_db
LIST, RIGHTS = reverse("intake_desk:list"), reverse("intake_desk:rights_list")
NOW = timezone.now()


def at(name, recording):
    return reverse(f"intake_desk:{name}", args=[recording.pk])


@pytest.fixture
def recording(staff):
    return make_ready(actor=staff, now=NOW)


def failed(staff, reason="動画が長すぎます。分けて送ってください。"):
    upload = send_whole(b"x" * 10, actor=staff, now=NOW)
    Upload.objects.filter(pk=upload.pk).update(stage=Stage.FAILED, reason=reason)
    return upload


def test_the_list_tells_how_far_each_is_and_why_one_failed(desk, staff, recording):
    begin(b"x" * 1000, actor=staff, now=NOW, name="sending.mp4")
    Upload.objects.filter(file_name="sending.mp4").update(received=400)
    failed(staff)
    page = desk.get(LIST)
    for words in (
        "送っています",
        "40%",
        "動画が長すぎます。分けて送ってください。",
        "見られます",
        "続きを送る",
    ):
        assert words in page.text
    # Nobody works on any of these.
    assert "Refresh" not in page.headers


@pytest.mark.parametrize("stage", [Stage.WAITING, Stage.PROBING, Stage.CONVERTING])
def test_a_list_in_which_something_goes_on_looks_again_by_itself(desk, recording, stage):
    Upload.objects.update(stage=stage, percent=37)
    assert desk.get(LIST).headers["Refresh"] == "5"
    assert desk.get(at("recording", recording)).headers["Refresh"] == "5"


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_ask_the_same_whatever_their_length(desk, staff, rows):
    for number in range(rows):
        made = make_ready(actor=staff, now=NOW, title=f"動画{number}")
        course = make_course(slug=f"c{number}", parts=1)
        Part.objects.filter(course=course).update(recording=made)
        Rights.objects.create(recording=made, noted_at=NOW)
        begin(b"x" * (number + 1), actor=staff, now=NOW)
    Recording.objects.filter(files__isnull=True).delete()
    for address, most in ((LIST, 4), (RIGHTS, 2)):
        desk.get(address)
        with CaptureQueriesContext(connection) as captured:
            desk.get(address)
        ours = [
            query["sql"]
            for query in captured
            if any(f'FROM "{table}' in query["sql"] for table in ("intake_", "training_media_", "limits_"))
        ]
        assert len(ours) == most, ours


def test_the_screen_of_a_recording_shows_it_and_where_it_is_used(desk, recording):
    course = make_course(parts=1)
    Part.objects.filter(course=course).update(recording=recording)
    page = desk.get(at("recording", recording))
    assert '<video class="intake-video" controls preload="none" src="/videos/files/' in page.text
    for words in ("受け入れの話　第1部", "動画（720p）", "音声だけ", "1分"):
        assert words in page.text


def test_a_recording_gets_another_title(desk, recording):
    address = at("title", recording)
    seen = as_shown(desk, address)
    assert desk.post(address, seen | {"title": "新しい題名"}).status_code == 303
    assert Recording.objects.get().title == "新しい題名"
    # Whoever opened the form before sees it first.
    late = desk.post(address, seen | {"title": "古い人の題名"})
    assert (late.status_code, Recording.objects.get().title) == (422, "新しい題名")


def test_rights_are_noted_and_listed_by_what_ends_first(desk, staff, recording):
    later, due, never = (make_ready(actor=staff, now=NOW, title=title) for title in ("あと", "確認", "なし"))
    today = timezone.localdate(NOW)
    address = at("rights", recording)
    typed = {
        "partner": "推進委員会",
        "until": f"{today + timedelta(days=30):%Y/%m/%d}",
        "holders": "講師　甲",
        "approved_by": "第2回の委員会",
        "host": "委員会の動画サイト",
        "review_on": f"{today + timedelta(days=20):%Y/%m/%d}",
    }
    assert desk.post(address, as_shown(desk, address) | typed).status_code == 303
    given = {"actor": staff, "now": NOW}
    note_rights(recording=later, noted=RightsNoted(until=today + timedelta(days=300)), **given)
    note_rights(recording=due, noted=RightsNoted(review_on=today), **given)
    rows = desk.get(RIGHTS).context["rows"]
    assert [(row.recording, row.state) for row in rows] == [
        (due, "due"),
        (recording, "ending"),
        (later, "lasting"),
        (never, "unknown"),
    ]
    noted = Rights.objects.get(recording=recording)
    assert (noted.until - noted.review_on, noted.noted_by) == (timedelta(days=10), staff)
    for page in (desk.get(at("recording", recording)).text, desk.get(RIGHTS).text):
        for words in ("推進委員会", "第2回の委員会", "講師 甲", "委員会の動画サイト"):
            assert words in page


def test_rights_that_end_before_they_were_given_are_refused(desk, recording):
    address = at("rights", recording)
    typed = {"approved_on": "2026/10/02", "until": "2026/10/01"}
    page = desk.post(address, as_shown(desk, address) | typed)
    assert page.status_code == 422
    assert "承認された日よりあと" in page.text
    assert Rights.objects.count() == 0


def test_the_start_page_tells_what_failed_and_whose_rights_end(staff, recording, rf):
    course = make_course(parts=1)
    Part.objects.filter(course=course).update(recording=recording)
    Rights.objects.create(recording=recording, until=date(2026, 1, 1), noted_at=NOW)
    failed(staff)
    request = rf.get("/cms/")
    request.user = staff
    rows = intake_rows(request)
    assert [(row.count, row.url, row.is_late) for row in rows] == [(1, LIST, False), (1, RIGHTS, True)]
    for days, count in (({"until": None}, 0), ({"review_on": timezone.localdate()}, 1)):
        Rights.objects.update(**days)
        assert [(row.count, row.is_late) for row in intake_rows(request)] == [(1, False), (count, False)]
    request.user = make_user(roles=[PublicRole.EDITOR])
    assert intake_rows(request) == []


def test_what_nobody_uses_is_deleted_with_its_files(desk, recording, django_capture_on_commit_callbacks):
    names = [each.file.name for each in recording.files.all()]
    assert all(default_storage.exists(name) for name in names)
    with django_capture_on_commit_callbacks(execute=True):
        assert desk.post(at("remove", recording)).url == LIST
    assert (Recording.objects.count(), Upload.objects.count()) == (0, 0)
    assert not any(default_storage.exists(name) for name in names)


@pytest.mark.parametrize("use", ["part", "coverage", "successor", "work"])
def test_what_is_used_stays(desk, staff, recording, use, django_capture_on_commit_callbacks):
    match use:
        case "part":
            Part.objects.filter(course=make_course(parts=1)).update(recording=recording)
        case "coverage":
            Coverage.objects.create(viewer=make_viewer(), recording=recording)
        case "successor":
            earlier = make_recording()
            earlier.replaced_by = recording
            earlier.save()
        case "work":
            Upload.objects.update(stage=Stage.CONVERTING)
    with django_capture_on_commit_callbacks(execute=True):
        page = desk.post(at("remove", recording), follow=True)
    assert "消せません" in page.text or "終わってから消して" in page.text
    assert Recording.objects.filter(pk=recording.pk).exists()
    assert all(default_storage.exists(each.file.name) for each in recording.files.all())


def test_a_failed_file_is_tried_again_or_dropped(desk, staff, folder, django_capture_on_commit_callbacks):
    upload = failed(staff)
    assert "もう一度取り込む" in desk.get(LIST).text
    desk.post(reverse("intake_desk:again", args=[upload.key]))
    upload.refresh_from_db()
    assert (upload.stage, upload.reason) == (Stage.WAITING, "")
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(reverse("intake_desk:drop", args=[upload.key]))
    assert Upload.objects.count() == 0
    assert list(folder.iterdir()) == []


def test_what_a_job_works_on_is_not_dropped_and_what_lost_its_source_not_tried(desk, staff):
    upload = failed(staff)
    Upload.objects.update(has_source=False)
    page = desk.post(reverse("intake_desk:again", args=[upload.key]), follow=True)
    assert "もう一度送ってください" in page.text
    Upload.objects.update(stage=Stage.PROBING)
    page = desk.post(reverse("intake_desk:drop", args=[upload.key]), follow=True)
    assert "終わってから消してください" in page.text
    assert Upload.objects.count() == 1


@pytest.mark.parametrize("role", [PublicRole.EDITOR, PublicRole.PARTNER, PublicRole.PREFECTURE])
def test_nobody_else_finds_the_desk(recording, role):
    stranger = sign_in(Client(), make_user(roles=[role]))
    names = ("recording", "title", "rights", "replace")
    for address in (LIST, RIGHTS, reverse("intake_desk:new"), *(at(name, recording) for name in names)):
        assert stranger.get(address).status_code in (302, 404)
    assert stranger.post(at("remove", recording)).status_code in (302, 404)
    assert Recording.objects.count() == 1


def test_the_list_goes_on_over_pages_and_says_how_many_there_are(desk, staff, monkeypatch):
    monkeypatch.setattr(queries, "RECORDINGS_ON_A_PAGE", 2)
    made = [make_ready(actor=staff, now=NOW, title=f"{number}回目の話") for number in (1, 2, 3)]
    first, second = desk.get(LIST).text, desk.get(LIST, {"page": "2"}).text
    assert [f"{each.title}</a>" in first for each in made] == [False, True, True]
    assert [f"{each.title}</a>" in second for each in made] == [True, False, False]
    assert "動画　3本" in first
