"""The desk's screens of the register: staff complete, the manager checks and locks, the prefecture reads."""

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from accounts.enums import PublicRole
from foundation.activities.enums import ActivityKind
from foundation.japanese.dates import fiscal_year
from outreach.activities.models import Activity, Evidence, YearLock
from outreach.activities.services.pulling import pull
from outreach.activities.services.writing import change
from tests.factories.accounts import make_user, sign_in
from tests.factories.activities import make_came, make_held_event
from tests.factories.directory import make_agency
from tests.factories.first_site import place_first_site

pytestmark = pytest.mark.django_db(transaction=True)

DESK = "/cms/activities/"


@pytest.fixture
def desk(staff):
    place_first_site()
    return sign_in(Client(), staff)


@pytest.fixture
def activity(staff):
    """An activity of yesterday, pulled from an event, with two people of one agency."""
    now = timezone.now()
    session = make_held_event(timezone.localdate(now) - timedelta(days=1), title="受け入れの研修")
    make_came(session, make_agency(name="みなもの家"), 2)
    pull(year=fiscal_year(timezone.localdate(now) - timedelta(days=1)), now=now)
    return Activity.objects.get()


def detail(activity, word=""):
    return f"{DESK}{activity.pk}/{word}"


def values(**fields):
    day = timezone.localdate() - timedelta(days=2)
    return {
        "day": f"{day:%Y/%-m/%-d}",
        "kind": ActivityKind.STUDY_MEETING,
        "title": "東部の検討会",
        "place": "",
        "area": "",
        "organisers": "",
        "minutes": "90",
        "staff_minutes": "",
        "cost": "12000",
        "result": "",
        "issues": "夜の相談先",
        "resources": "",
        "next_steps": "",
    } | fields


def rows(*lines, initial=0):
    said = {"rows-TOTAL_FORMS": str(len(lines)), "rows-INITIAL_FORMS": str(initial)}
    said["seen"] = timezone.now().isoformat()
    for number, line in enumerate(lines):
        blank = {"agency": "", "name": "", "sector": "", "people": ""}
        said |= {f"rows-{number}-{name}": value for name, value in (blank | line).items()}
    return said


def test_the_register_shows_the_year_and_its_sums(desk, activity):
    page = desk.get(f"{DESK}?year={activity.fiscal_year}").text
    assert "受け入れの研修" in page
    assert "実施（記録はこれから）" in page
    book = openpyxl.load_workbook(
        BytesIO(desk.get(f"{DESK}years/{activity.fiscal_year}/activities.xlsx").content)
    )
    assert "受け入れの研修" in [cell.value for row in book.active.iter_rows() for cell in row]


def test_staff_write_record_and_the_manager_checks(desk, manager):
    answer = desk.post(f"{DESK}new/", values())
    made = Activity.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, detail(made))
    assert (made.cost, made.minutes, made.issues) == (12_000, 90, "夜の相談先")
    desk.post(detail(made, "presences/"), rows({"name": "町内会", "people": "５人"}))
    assert made.presences.get().people == 5
    assert "記録ずみにする" in desk.get(detail(made)).text
    desk.post(detail(made, "recorded/"))
    assert desk.post(detail(made, "checked/")).status_code == 404
    head = sign_in(Client(), manager)
    assert "確かめました" in head.get(detail(made)).text
    waiting = f"{DESK}?year={made.fiscal_year}&state=recorded"
    seen = head.get(waiting).context["seen"]
    assert f'value="{made.pk}"' in head.get(waiting).text
    head.post(f"{DESK}years/{made.fiscal_year}/check/", {"activity": [made.pk], "seen": seen})
    made.refresh_from_db()
    assert made.checked_by == manager


def test_what_was_typed_stays_and_says_what_to_mend(desk):
    answer = desk.post(f"{DESK}new/", values(day="あした", cost="たくさん", title=""))
    assert answer.status_code == 422
    for words in ("あした", "たくさん", "夜の相談先", "金額を、数字で書いてください。"):
        assert words in answer.text
    assert Activity.objects.count() == 0


def test_a_line_without_a_number_or_with_two_names_is_asked_for(desk, activity):
    answer = desk.post(
        detail(activity, "presences/"),
        rows(
            {"name": "町内会"},
            {"agency": "みなもの家", "name": "別の名", "people": "2"},
            {"agency": "どこか", "people": "1"},
        ),
    )
    assert answer.status_code == 422
    for words in (
        "人数を書いてください。",
        "どちらか1つを書いてください。",
        "この名前の機関はありません。",
        "町内会",
    ):
        assert words in answer.text
    assert activity.presences.get().people == 2


def test_proofs_are_files_photographs_or_places_of_papers(desk, activity):
    address = detail(activity, "evidence/")
    desk.post(address, {"kind": "roster", "title": "名簿", "folder": "書庫2"})
    pdf = SimpleUploadedFile("x.pdf", b"%PDF-1.7 named", "application/pdf")
    desk.post(address, {"kind": "agenda", "title": "次第", "folder": "", "paper": pdf})
    kept = Evidence.objects.get(title="次第")
    answer = desk.get(detail(activity, f"evidence/{kept.pk}/file/"))
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 named"
    assert "attachment" in answer["Content-Disposition"]
    page = SimpleUploadedFile("x.pdf", b"<script>", "application/pdf")
    refused = desk.post(address, {"kind": "agenda", "title": "わるい", "folder": "", "paper": page})
    assert refused.status_code == 422
    desk.post(detail(activity, f"evidence/{kept.pk}/remove/"))
    assert not Evidence.objects.filter(title="次第").exists()
    assert not kept.file.storage.exists(kept.file.name)
    linked = Evidence.objects.exclude(address="").first()
    desk.post(detail(activity, f"evidence/{linked.pk}/remove/"))
    assert Evidence.objects.filter(pk=linked.pk).exists()


def test_the_manager_locks_and_unlocks_a_year(desk, manager):
    year = fiscal_year(timezone.localdate()) - 1
    closing = f"{DESK}years/{year}/closing/"
    assert "センター長が確定します" in desk.get(closing).text
    assert desk.post(f"{DESK}years/{year}/lock/").status_code == 404
    head = sign_in(Client(), manager)
    head.post(f"{DESK}years/{year}/lock/")
    assert "確定しています" in desk.get(closing).text
    assert head.post(f"{DESK}years/{year}/unlock/", {"because": ""}).status_code == 422
    head.post(f"{DESK}years/{year}/unlock/", {"because": "人数の直し"})
    assert YearLock.objects.get().unlocked_because == "人数の直し"
    assert "人数の直し" in head.get(closing).text


def test_nobody_else_finds_the_register(activity):
    place_first_site()
    for role in (PublicRole.PARTNER, PublicRole.EDITOR, PublicRole.PREFECTURE, PublicRole.SYSTEM_ADMIN):
        other = sign_in(Client(), make_user(name="ほか", roles=[role]))
        for word in ("", f"{activity.pk}/", f"years/{activity.fiscal_year}/closing/"):
            assert other.get(f"{DESK}{word}").status_code in {302, 404}, (role, word)
        assert other.post(detail(activity, "recorded/")).status_code in {302, 404}


def test_lists_ask_as_often_for_three_as_for_one(desk, activity, django_assert_num_queries):
    address = f"{DESK}?year={activity.fiscal_year}"
    desk.get(address)
    with django_assert_num_queries(24):
        desk.get(address)
    for number in range(2):
        session = make_held_event(timezone.localdate() - timedelta(days=1), title=f"研修{number}")
        make_came(session, make_agency(name=f"家{number}"), 1)
    pull(year=activity.fiscal_year, now=timezone.now())
    with django_assert_num_queries(24):
        desk.get(address)


def test_nobody_checks_or_overwrites_what_they_have_not_seen(desk, activity, manager, staff):
    head = sign_in(Client(), manager)
    desk.post(detail(activity, "recorded/"))
    page = head.get(detail(activity)).context["activity"]
    before = rows({"name": "町内会", "people": "5"})
    form = desk.get(detail(activity, "edit/"))
    change(activity=activity, details={"result": "直しました"}, actor=staff, now=timezone.now())
    answer = head.post(detail(activity, "checked/"), {"seen": page.changed_at.isoformat()}, follow=True)
    assert "だれかが直しました" in answer.text
    assert "だれかが直しました" in head.post(detail(activity, "checked/"), follow=True).text
    refused = desk.post(detail(activity, "presences/"), before)
    assert (refused.status_code, "町内会" in refused.text) == (422, True)
    sent = form.context["form"].initial | {"seen": form.context["seen"], "result": "わたしの言葉", "area": ""}
    late = desk.post(detail(activity, "edit/"), {name: value or "" for name, value in sent.items()})
    assert (late.status_code, "わたしの言葉" in late.text, "直しました" in late.text) == (422, True, True)
    activity.refresh_from_db()
    assert (activity.checked_at, activity.result, activity.presences.get().people) == (None, "直しました", 2)


def test_a_photograph_is_kept_without_where_and_when_it_was_taken(desk, activity):
    exif = Image.Exif()
    exif[0x010E] = "東経137度"
    taken = BytesIO()
    Image.new("RGB", (40, 30), "white").save(taken, "JPEG", exif=exif)
    assert b"137" in taken.getvalue()
    photo = SimpleUploadedFile("IMG.jpg", taken.getvalue(), "image/jpeg")
    desk.post(detail(activity, "evidence/"), {"kind": "photo", "title": "会場", "folder": "", "paper": photo})
    kept = Evidence.objects.get(title="会場")
    with kept.file.open("rb") as file:
        content = file.read()
    assert not Image.open(BytesIO(content)).getexif()
    assert b"137" not in content
