from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from content.contact_card import ContactCard, read_contact_card
from content.forms import CentreProfileForm, MonthDayField, read_days
from content.services import save_centre_profile
from foundation.audit.models import Entry
from foundation.centre.models import CentreProfile
from foundation.centre.queries import current_centre
from tests.factories.accounts import sign_in
from tests.factories.shown import mark

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
ADDRESS = "/cms/centre/"
TYPED = {
    "name": "見本県地域生活定着支援センター",
    "name_kana": "みほんけん",
    "operator": "社会福祉法人 見本会",
    "director": "見本 太郎",
    "prefecture": "見本県",
    "opened_on": "平成30年4月1日",
    "postal_code": "９９０００００",
    "address": "見本市赤坂町2-6",
    "route": "",
    "phone": "０９９－０００－１２３４",
    "fax": "",
    "email": "",
    "opens_at": "午前8時30分",
    "closes_at": "17:00",
    "closed_weekdays": ["5", "6"],
    "year_end_from": "12/29",
    "year_end_until": "1月3日",
    "closed_dates": "令和8年8月14日\n2026/5/1",
}


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.VAR = tmp_path


@pytest.fixture
def profile(db):
    return CentreProfile.objects.create(pk=1, name="旧センター", phone="099-000-1234", closed_weekdays=[6])


def test_the_form_reads_what_staff_write(db):
    form = CentreProfileForm(TYPED)
    assert form.errors == {}
    read = form.cleaned_data
    assert (read["opened_on"], read["opens_at"], read["closes_at"]) == (
        date(2018, 4, 1),
        time(8, 30),
        time(17),
    )
    assert (read["phone"], read["postal_code"], read["name_kana"]) == (
        "099-000-1234",
        "990-0000",
        "ミホンケン",
    )
    assert (read["year_end_from"], read["year_end_until"]) == ("12-29", "01-03")
    assert read["closed_dates"] == [date(2026, 5, 1), date(2026, 8, 14)]
    assert read["closed_weekdays"] == [5, 6]


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("opened_on", "平成30年13月1日", "13月1日という日付はその年にありません。"),
        ("opens_at", "あさ", "時刻として読み取れません。"),
        ("closes_at", "8:00", "閉じる時刻は、開く時刻よりあとにしてください。"),
        ("closed_weekdays", list("0123456"), "開く曜日を、一つは残してください。"),
        ("closed_weekdays", ["9"], "正しく選択してください。"),
        ("year_end_from", "13月1日", "「12月29日」のように、月と日で書いてください。"),
        ("year_end_from", "", "年末年始の休み（初日）を書いてください。"),
        ("closed_dates", "令和8年8月14日\nお盆", "「お盆」：日付として読み取れません。"),
        ("phone", "", "電話番号を書いてください。"),
        ("phone", "でんわ", "電話番号として読み取れません。"),
        ("name", "", "名称を書いてください。"),
    ],
)
def test_the_form_says_what_to_write_instead(db, field, typed, words):
    form = CentreProfileForm(TYPED | {field: typed})
    assert words in str(form.errors)


def test_stored_values_are_shown_as_staff_would_write_them(profile):
    profile.opened_on, profile.closed_dates = date(2018, 4, 1), [date(2026, 8, 14)]
    shown = str(CentreProfileForm(instance=profile))
    for words in ("平成30年4月1日（日）", "午前8時30分", "12月29日", "1月3日", "令和8年8月14日（金）"):
        assert words in shown


def test_what_is_shown_can_be_sent_back_unchanged(profile):
    form = CentreProfileForm(instance=profile)
    sent = {field.html_name: field.value() for field in form}
    again = CentreProfileForm(sent, instance=profile)
    assert again.errors == {}
    stored = CentreProfile.objects.values(*CentreProfileForm.Meta.fields).get()
    assert again.cleaned_data == stored


@pytest.mark.parametrize("typed", ["12月29日", "12/29", "１２－２９", "12-29"])
def test_a_day_of_every_year_is_read_in_any_form(typed):
    assert MonthDayField().clean(typed) == "12-29"


def test_no_days_are_no_days():
    assert read_days("\n  \n") == []


def test_saving_records_who_changed_which_fields_and_no_value(
    profile, manager, django_capture_on_commit_callbacks
):
    values = {"name": "見本センター", "phone": "099-000-1234", "closed_weekdays": [5, 6]}
    with django_capture_on_commit_callbacks(execute=True):
        save_centre_profile(values=values, actor=manager, now=NOW)
    entry = Entry.objects.latest("id")
    assert (entry.verb, entry.actor_id, entry.at) == ("content.centre_profile_saved", manager.pk, NOW)
    assert entry.fields == ["closed_weekdays", "name"]
    assert "見本センター" not in entry.body
    assert current_centre().name == "見本センター"
    assert read_contact_card() == ContactCard("見本センター", "099-000-1234", "平日 午前8時30分〜午後5時")


def test_the_first_profile_can_be_saved(manager):
    save_centre_profile(values={"name": "見本センター", "phone": "1"}, actor=manager, now=NOW)
    assert CentreProfile.objects.get().pk == 1


def test_a_card_is_written_only_when_the_change_is_committed(
    profile, manager, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks():
        save_centre_profile(values={"name": "見本センター"}, actor=manager, now=NOW)
    assert read_contact_card() == ContactCard()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"name": "x", "unknown": 1}', "null"])
def test_a_broken_card_is_an_empty_card(text, settings):
    (settings.VAR / "contact-card.json").write_text(text)
    assert read_contact_card() == ContactCard()


def test_the_manager_changes_the_profile_on_one_screen(client, profile, manager):
    sign_in(client, manager)
    assert "センターの情報" in client.get(ADDRESS).content.decode()
    response = client.post(ADDRESS, TYPED | mark(client, ADDRESS))
    assert (response.status_code, response.headers["Location"]) == (303, ADDRESS)
    assert current_centre().name == "見本県地域生活定着支援センター"


def test_a_mistake_keeps_what_was_typed_and_changes_nothing(client, profile, manager):
    sign_in(client, manager)
    response = client.post(ADDRESS, TYPED | {"phone": "でんわ"} | mark(client, ADDRESS))
    assert response.status_code == 422
    assert 'value="でんわ"' in response.content.decode()
    assert current_centre().name == "旧センター"


def test_staff_may_not_change_the_profile(client, profile, staff):
    sign_in(client, staff)
    assert client.post(ADDRESS, TYPED).headers["Location"] == "/cms/"
    assert current_centre().name == "旧センター"
    assert ADDRESS not in client.get("/cms/").content.decode()


def test_strangers_are_asked_to_sign_in(client, profile):
    assert client.get(ADDRESS).headers["Location"].startswith("/staff/")
