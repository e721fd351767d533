"""The desk writes forms into the library, adds versions, publishes empty ones and looks at them again."""

from datetime import date, timedelta
from pathlib import PurePath

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.enums import PublicRole
from foundation.decision import NotAllowed
from foundation.reviews import everything_due
from outreach.role_sheets.form_library.due import versions_due
from outreach.role_sheets.form_library.models import FormKind, FormVersion
from outreach.role_sheets.form_library.services.library import add_version, remove_version, say_checked
from tests.factories.accounts import make_user, sign_in
from tests.factories.forms import document, make_kind, make_version, sheet
from tests.factories.shown import as_shown

pytestmark = pytest.mark.django_db(transaction=True)

DESK = "/cms/form-library/"
KIND = {
    "title": "福祉サービス等調整計画",
    "origin": "official",
    "duty": "",
    "used_for": "要る支援をまとめます。",
    "source": "国の様式（令和3年度）",
    "code": "welfare-plan",
    "is_listed": "on",
}
VERSION = {
    "name": "第1版",
    "valid_from": "2026/4/1",
    "source": "国の通知（令和8年3月）",
    "guide": "ゆっくり書きます。",
    "responsible": "連携担当",
}


@pytest.mark.parametrize(
    "page", ["", "new/", "marks/", "1/", "1/versions/new/", "versions/1/", "filled/1/", "filled/1/file/"]
)
def test_others_find_nothing_here(desk, page, partner):
    editor = sign_in(Client(), make_user(name="編集者E", roles=[PublicRole.EDITOR]))
    assert editor.get(f"{DESK}{page}").status_code == 404
    assert sign_in(Client(), partner).get(f"{DESK}{page}").status_code == 302
    assert Client().get(f"{DESK}{page}").status_code == 302


def test_a_form_gets_a_version_that_is_published_withdrawn_and_checked(desk):
    assert desk.post(f"{DESK}new/", KIND | {"code": "だめ"}).status_code == 422
    desk.post(f"{DESK}new/", KIND)
    kind = FormKind.objects.get()
    again = desk.post(f"{DESK}new/", KIND)
    assert (again.status_code, "もうあります" in again.text) == (422, True)
    page = f"{DESK}{kind.pk}/versions/new/"
    assert "どちらか1つは" in desk.post(page, VERSION).text
    answer = desk.post(page, VERSION | {"blank": SimpleUploadedFile("空.xlsx", sheet("名前"))})
    version = FormVersion.objects.get()
    assert answer.url == f"{DESK}versions/{version.pk}/"
    assert [version.blank_suffix, version.published_at, version.reviewed_on] == [
        "xlsx",
        None,
        timezone.localdate(),
    ]
    desk.post(f"{answer.url}publish/")
    assert "空の様式を公開しました" in desk.get(answer.url).text
    assert "公開をやめる" in desk.get(answer.url).text
    desk.post(f"{answer.url}withdraw/")
    assert FormVersion.objects.get().published_at is None
    desk.post(f"{answer.url}checked/")
    assert "内容を確かめたことを書きました" in desk.get(answer.url).text
    file = desk.get(f"{answer.url}blank/file/")
    assert (file["X-Content-Type-Options"], file.content[:2]) == ("nosniff", b"PK")
    assert [desk.get(f"{answer.url}{each}/file/").status_code for each in ("marked", "other")] == [404, 404]
    assert f"{answer.url}remove/" not in desk.get(answer.url).text
    assert "この版は、消せません" in desk.get(f"{answer.url}remove/").text
    refused = desk.post(f"{answer.url}remove/", follow=True)
    assert "公開したことのある版と" in refused.text
    assert FormVersion.objects.count() == 1


def test_a_version_that_was_added_by_mistake_goes_after_a_page_that_asks(desk, staff, now):
    kind = make_kind(by=staff, now=now)
    page = f"{DESK}versions/{make_version(kind, by=staff, now=now).pk}/"
    assert f'href="{page}remove/"' in desk.get(page).text
    assert "空の様式のファイルもいっしょに消します" in desk.get(f"{page}remove/").text
    assert FormVersion.objects.count() == 1
    assert desk.post(f"{page}remove/").url == f"{DESK}{kind.pk}/"
    assert FormVersion.objects.count() == 0


def test_of_a_form_outside_the_library_nobody_says_that_it_was_made_public(desk, staff, now):
    kind = make_kind(by=staff, now=now, is_listed=False)
    page = f"{DESK}versions/{make_version(kind, by=staff, now=now).pk}/"
    desk.post(f"{page}publish/")
    desk.get(page)  # the message of the press
    assert "様式集に出すと、だれでも使えます" in desk.get(page).text
    assert "に公開しました" not in desk.get(page).text
    FormKind.objects.update(is_listed=True)
    assert "に公開しました" in desk.get(page).text


@pytest.mark.parametrize(
    ("field", "file", "told"),
    [
        ("blank", ("a.xlsx", b"hello"), "だけを使えます"),
        ("blank", ("a.pdf", b"hello"), "だけを使えます"),
        ("blank", ("a.xlsx", sheet("【研修.開催数】")), "しるし（【研修.開催数】など）が入っています"),
        ("marked", ("a.xlsx", sheet("しるしなし")), "しるしがありません"),
        ("marked", ("a.pdf", b"%PDF-1.7 x"), "使えないファイルです"),
        ("marked", ("a.docx", document("").replace(b"PK\x03\x04", b"PK\x03\x05", 1)), "だけを使えます"),
        ("marked", ("a.docx", document("", **{"word/vbaProject.bin": b"x"})), "マクロ"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_and_nothing_is_kept(desk, staff, now, field, file, told):
    kind = make_kind(by=staff, now=now)
    page = desk.post(f"{DESK}{kind.pk}/versions/new/", VERSION | {field: SimpleUploadedFile(*file)})
    assert (page.status_code, told in page.text) == (422, True)
    assert FormVersion.objects.count() == 0


def test_files_lie_under_names_that_say_nothing_and_go_with_their_version(staff, now):
    version = make_version(make_kind(by=staff, now=now), by=staff, now=now, marked=sheet("【研修.開催数】"))
    names = [version.blank.name, version.marked.name]
    assert [len(PurePath(name).stem) for name in names] == [16, 16]
    remove_version(version=version, actor=staff, now=now)
    assert [default_storage.exists(name) for name in names] == [False, False]


def test_a_day_and_a_name_stand_once_among_the_versions_of_a_form(staff, now):
    kind = make_kind(by=staff, now=now)
    make_version(kind, by=staff, now=now)
    for details, told in (({"valid_from": date(2027, 4, 1)}, "同じ名前"), ({"name": "第2版"}, "同じ日")):
        with pytest.raises(NotAllowed, match=told):
            make_version(kind, by=staff, now=now, **details)
    with pytest.raises(NotAllowed, match="1つ以上"):
        add_version(
            kind=kind,
            details={"name": "x", "valid_from": date(2028, 1, 1)},
            blank=None,
            marked=None,
            actor=staff,
            now=now,
        )


def test_the_version_in_use_is_the_last_that_has_begun(desk, staff):
    with time_machine.travel("2026-11-24T10:00+09:00", tick=False):
        now, kind = timezone.now(), make_kind(by=staff, now=timezone.now())
        for name, day in (
            ("古い版", date(2025, 4, 1)),
            ("いまの版", date(2026, 4, 1)),
            ("次の版", date(2027, 4, 1)),
        ):
            make_version(kind, by=staff, now=now, name=name, valid_from=day)
        lines = desk.get(f"{DESK}{kind.pk}/").context["lines"]
        assert [(each.version.name, each.state.label) for each in lines] == [
            ("次の版", "これから使う版"),
            ("いまの版", "いま使う版"),
            ("古い版", "前の版"),
        ]
        assert desk.get(DESK).context["shelves"][0].lines[0].current.name == "いまの版"


def test_what_is_due_stands_in_the_list_of_all_reviews_until_somebody_looked(staff, now):
    kind = make_kind(by=staff, now=now)
    make_version(kind, by=staff, now=now, name="古い版", valid_from=date(2025, 4, 1))
    version = make_version(kind, by=staff, now=now)
    today = timezone.localdate(now)
    assert versions_due(today) == []
    next_year = today + timedelta(days=365)
    [due] = [each for each in everything_due(next_year) if each.kind == "様式"]
    assert (due.title, due.address, due.due_on) == (
        "実績報告（第1版）",
        f"{DESK}versions/{version.pk}/",
        next_year,
    )
    say_checked(version=version, actor=staff, now=now + timedelta(days=365))
    assert versions_due(next_year) == []


def test_whoever_changes_a_form_that_changed_meanwhile_is_told(desk, staff, now):
    kind = make_kind(by=staff, now=now)
    page = f"{DESK}{kind.pk}/edit/"
    typed = as_shown(desk, page) | {"title": "新しい名前"}
    FormKind.objects.update(title="ほかの人の名前")
    answer = desk.post(page, typed)
    assert (answer.status_code, "まだ保存していません" in answer.text) == (422, True)
    desk.post(page, as_shown(desk, page) | {"title": "新しい名前", "origin": "own"})
    assert FormKind.objects.get().title == "新しい名前"


def test_the_words_of_a_version_change_and_its_files_stay(desk, staff, now):
    version = make_version(make_kind(by=staff, now=now), by=staff, now=now)
    page = f"{DESK}versions/{version.pk}/edit/"
    assert desk.post(page, as_shown(desk, page) | {"guide": "新しい書き方"}).status_code == 303
    changed = FormVersion.objects.get()
    assert (changed.guide, changed.blank.name) == ("新しい書き方", version.blank.name)


def test_lists_ask_as_often_for_three_rows_as_for_one(desk, staff, now):
    counts = []
    for number in range(3):
        kind = make_kind(by=staff, now=now, code=f"report-{number}")
        version = make_version(kind, by=staff, now=now)
        make_version(
            FormKind.objects.get(code="report-0"),
            by=staff,
            now=now,
            name=f"もう1つ{number}",
            valid_from=date(2020 + number, 4, 1),
        )
        for page in ("", f"{FormKind.objects.get(code='report-0').pk}/", f"versions/{version.pk}/"):
            desk.get(f"{DESK}{page}")
            with CaptureQueriesContext(connection) as asked:
                desk.get(f"{DESK}{page}")
            counts.append(len(asked))
    assert counts[:3] == counts[3:6] == counts[6:]
    assert counts[:3] == [14, 14, 14]
