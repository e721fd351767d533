"""A manager changes a record: jobs, notices and the public page follow at once."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.enums import PublicRole
from foundation.limits.declared import every_limit
from foundation.limits.models import LimitValue
from foundation.limits.queries import limit
from foundation.mail.models import OutgoingMail
from foundation.public_pages import version
from foundation.ui.context import VIEWING_COOKIE
from portal.contact_desk.limits import ANSWERED_WITHIN, KEPT_AFTER_ANSWER
from portal.contact_desk.models import ContactMessage
from portal.contact_desk.services.erasing import erase_due_messages
from portal.limits import CENTRES_CHECK_HOLDS, VIEWING_KEPT
from portal.models import NetworkPage
from portal.models.network import NetworkCentre
from portal.privacy_requests.limits import ANSWERED_WITHIN as REQUEST_ANSWERED_WITHIN
from portal.privacy_requests.models import PrivacyRequest
from tests.factories.accounts import make_user, sign_in
from tests.factories.contact_desk import answered_message, make_reader, send_message
from tests.factories.events import NOW
from tests.factories.limits import put_limit
from tests.factories.shown import as_shown

LIST, KEPT = "/cms/limits/", "/privacy/kept/"
ONE = f"{LIST}{KEPT_AFTER_ANSWER}/"
CHANGE = f"{ONE}change/"
NEW = {"value": "10", "first_day": "", "source": "センター会議", "note": ""}


@pytest.fixture
def desk(centre, manager):
    return sign_in(Client(), manager)


@pytest.fixture
def clock(centre):
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def save(desk, django_capture_on_commit_callbacks):
    """A function that lets a limit have a new value from today, as its form does."""

    def change(key, value, **fields):
        address = f"{LIST}{key}/change/"
        typed = NEW | {"value": str(value), "first_day": f"{timezone.localdate():%Y/%m/%d}"} | fields
        with django_capture_on_commit_callbacks(execute=True):
            answer = desk.post(address, as_shown(desk, address) | typed)
        assert answer.status_code == 303
        version.forget()
        return answer

    return change


def test_the_list_shows_every_limit_with_its_value_day_and_source(desk, manager):
    today = timezone.localdate()
    put_limit(ANSWERED_WITHIN, 3, by=manager)
    put_limit(KEPT_AFTER_ANSWER, 20, by=manager, since=today + timedelta(days=9))
    page = desk.get(LIST)
    rows = {row.standing.limit.key: row for _, listed in page.context["kinds"] for row in listed}
    assert set(rows) == {each.key for each in every_limit()}
    assert (rows[ANSWERED_WITHIN].standing.text, rows[ANSWERED_WITHIN].standing.source) == (
        "3営業日",
        "センター会議",
    )
    kept = rows[KEPT_AFTER_ANSWER]
    assert (kept.standing.text, kept.next_text, kept.next_day) == ("30日", "20日", today + timedelta(days=9))
    assert "令和8年4月1日" in page.text


def test_a_value_set_today_counts_today_and_its_past_stays_to_be_read(desk, save, manager):
    put_limit(KEPT_AFTER_ANSWER, 60, by=manager)
    save(KEPT_AFTER_ANSWER, "１０", note="見直し")
    assert limit(KEPT_AFTER_ANSWER, on=timezone.localdate()) == 10
    page = desk.get(ONE)
    assert [(row.text, row.phase.value) for row in page.context["rows"]] == [
        ("10日", "いまの値"),
        ("60日", "前の値"),
        ("30日", "前の値"),
    ]
    assert "見直し" in page.text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"value": "0"}, "1日から365日までの数にしてください。"),
        ({"value": "366"}, "1日から365日までの数にしてください。"),
        ({"value": "三十"}, "数字だけを書いてください。"),
        ({"first_day": "令和8年4月1日"}, "これまでの日の値は変えられません。"),
        ({"first_day": "いつか"}, "日付として読み取れません。"),
        ({"source": ""}, "根拠を書いてください。"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_stored(desk, typed, told):
    day = f"{timezone.localdate():%Y/%m/%d}"
    page = desk.post(CHANGE, as_shown(desk, CHANGE) | NEW | {"first_day": day} | typed)
    assert page.status_code == 422
    assert told in page.text
    assert page.context["form"].errors
    assert LimitValue.objects.count() == 0


def test_a_coming_value_is_taken_back_and_one_that_counts_is_not(desk, manager):
    today = timezone.localdate()
    counting = put_limit(KEPT_AFTER_ANSWER, 60, by=manager, to=today + timedelta(days=1))
    coming = put_limit(KEPT_AFTER_ANSWER, 20, by=manager, since=today + timedelta(days=1))
    assert desk.get(ONE).text.count("取りやめる<") == 1
    told = desk.post(f"{ONE}{coming.pk}/withdraw/", follow=True)
    assert "これからの値を、取りやめました。" in told.text
    assert "この値は、もうありません。" in desk.post(f"{ONE}{coming.pk}/withdraw/", follow=True).text
    assert "もう使われています" in desk.post(f"{ONE}{counting.pk}/withdraw/", follow=True).text
    assert LimitValue.objects.values_list("value", "valid_to").get() == (60, None)


def test_staff_see_limits_and_only_the_manager_sets_them(centre, staff, manager, partner):
    put_limit(KEPT_AFTER_ANSWER, 60, by=manager)
    coming = put_limit(ANSWERED_WITHIN, 3, by=manager, since=timezone.localdate() + timedelta(days=1))
    editor = make_user(roles=[PublicRole.EDITOR])
    screens = [("get", LIST), ("get", ONE), ("get", CHANGE), ("post", CHANGE)]
    screens.append(("post", f"{LIST}{ANSWERED_WITHIN}/{coming.pk}/withdraw/"))
    answers = {}
    for user in (manager, staff, editor, partner):
        client = sign_in(Client(), user)
        answers[user.pk] = [getattr(client, method)(address).status_code for method, address in screens]
    assert answers == {
        manager.pk: [200, 200, 200, 422, 303],
        staff.pk: [200, 200, 404, 404, 404],
        editor.pk: [404] * 5,
        partner.pk: [302] * 5,  # nothing of the admin is theirs
    }
    page = sign_in(Client(), staff).get(ONE).text
    assert "変えられるのは、センター長です。" in page
    assert "change/" not in page
    assert Client().get(LIST).status_code == 302


def test_an_unknown_limit_is_not_found(desk):
    answers = [
        desk.get(f"{LIST}none/"),
        desk.get(f"{LIST}none/change/"),
        desk.post(f"{LIST}none/1/withdraw/"),
    ]
    assert [each.status_code for each in answers] == [404, 404, 404]


def test_the_desk_takes_as_many_queries_for_three_values_as_for_one(desk, manager):
    def counted(address):
        desk.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(address).status_code == 200
        return len([each for each in queries if "limits_limitvalue" in each["sql"]])

    today = timezone.localdate()
    put_limit(KEPT_AFTER_ANSWER, 60, by=manager, to=today)
    one = {address: counted(address) for address in (LIST, ONE)}
    put_limit(KEPT_AFTER_ANSWER, 50, by=manager, since=today, to=today + timedelta(days=3))
    put_limit(KEPT_AFTER_ANSWER, 40, by=manager, since=today + timedelta(days=3))
    put_limit(ANSWERED_WITHIN, 3, by=manager)
    assert {address: counted(address) for address in (LIST, ONE)} == one == {LIST: 2, ONE: 1}


def test_the_public_page_tells_what_is_kept_and_follows_at_once(site, save):
    page = Client().get(KEPT)
    told = {row.retention.records: row.standing.text for row in page.context["kept"]}
    assert told == {
        "見やすさの設定（読む人の機械の中のクッキー）": "365日",
        "問い合わせの文章・名前・連絡先": "30日",
        "見つからなかったことばと回数": "180日",
        "送ったメールの本文と予定ファイル": "90日",
        "お知らせのメールの、確認がすんでいない宛先": "3日",
        "送ったお知らせのメールの宛先と本文": "14日",
        "ログインの登録を申し込んだ方の名前・連絡先、お断りしたわけ": "180日",
        "取り入れた公表データのファイル": "400日",
        "任期を終えた地域のキーパーソンと、お休みの専門職の記録": "1096日",
        "センターの表で、取り込んでいないもの": "30日",
        "センターの表を取り込んだときの、行ごとの「前」と「あと」": "183日",
        "関係機関とのやりとりの「相手（係・役職）」": "1096日",
        "FAX・郵送で届いた紙の画像": "180日",
        "FAX・電話・郵送で送ったものの控え": "365日",
        "研修・行事に申し込んだ方と参加した方の、お名前、連絡先、仕事、配慮、連絡": "1827日",
        "研修・行事と研修動画の修了証に書いたこと（お名前、所属、研修）": "3653日",
        "研修・行事のアンケートに、だれが答えたかの印": "400日",
        "研修・行事のアンケートに、文で書かれた答え": "1096日",
        "出前講座を頼んだ方の名前・連絡先と、書かれた連絡": "365日",
        "会で、機関の代表・代理・会員だった方の記録と、入会の申し込み": "1827日",
        "会の資料のファイル（いつまで開けるかを書いたもの）": "1日",
        "会の掲示板の話題と書きこみ、書いた方のお名前": "1096日",
        "会の掲示板の「くわしい人」の一覧（お名前と、くわしいこと）": "1827日",
        "はじめて受け入れる事業所の質問と、その答え": "1096日",
        "研修・行事の申し込みで、おたずねしたことへの答えと、送られたファイル": "365日",
        "研修・行事の申し込みで、事業所に1回だけおたずねした答え": "1096日",
        "研修・行事の当日に、だれが何時に来て何時に帰ったか、どのグループだったか": "366日",
        "研修の動画の、確かめの質問への一つひとつの答え": "366日",
        "研修の動画を修了した人の名前・フリガナ・所属": "3653日",
        "研修の動画を、だれがいつ、どこからどこまで再生したかの細かい記録": "366日",
        "はじめての道すじを、だれがどこまで進めたか": "365日",
        (
            "研修の動画を見て「話を聞きたい」と送った方の名前・連絡先・ことばと、"
            "「受け入れを、いまは考えていない」に書かれたことば"
        ): "365日",
        "研修動画のアンケートに、だれが答えたかの印": "400日",
        "研修動画のアンケートに、文で書かれた答え": "1096日",
        "研修の動画を見る人として、事業所が前もって登録した名前・フリガナ・職種": "180日",
        "研修の動画を見る人として書かれ、何も見なかった人のお名前": "30日",
        "研修の動画を見た方の、お名前・フリガナ・職種": "1827日",
        "研修の動画を「見ました」と知らせた方が、書いたひとこと": "1096日",
        "会議に、だれが出たか": "1827日",
        "議事要旨の案への意見": "1827日",
        "会議の番号をつけた資料を、だれにわたしたか": "1096日",
        "会議の日程の調整への、一人ひとりの返事": "365日",
        "会の回への、欠席の返事": "365日",
        "事例検討の会の、名前を消した事例シートの文": "1日",
        "事例シートを、だれがいつ開いたか": "365日",
        "委員会の委員に払った謝金・旅費の記録": "2557日",
        "任意団体の、事務局の人だった方の記録": "3653日",
        "会議で、議題のときに席を外した方の記録": "3653日",
        "役割分担表の前の版に合意した人のお名前": "1096日",
        "市町村が印をつけた、準備の手引き（機関の名前と日にち。人の名前は残りません）": "1827日",
        "しるしから作った様式のファイルと、数のもとになった記録の一覧": "731日",
    }
    assert "返事をした日から<b>30日</b>" in page.text
    told = sorted(each.text for each in page.context["promises"])
    assert told == ["2営業日", "2営業日", "30日", "30日", "30日", "366日", *["5営業日"] * 2, "90日", "90日"]
    assert Client().get(KEPT).headers == page.headers  # kept at the front
    save(KEPT_AFTER_ANSWER, 10, source="第3回センター会議")
    after = Client().get(KEPT).text
    assert "返事をした日から<b>10日</b>" in after
    assert "第3回センター会議" in after


def test_the_public_page_takes_few_queries_however_many_values_there_are(site, manager, count_queries):
    before = count_queries(KEPT)
    for number, key in enumerate((KEPT_AFTER_ANSWER, ANSWERED_WITHIN, VIEWING_KEPT), start=1):
        put_limit(key, number, by=manager)
    assert count_queries(KEPT) == before <= 8


def test_the_privacy_page_leads_to_what_is_kept_and_names_no_number_of_its_own(site):
    page = Client().get("/privacy/").text
    assert f'href="{KEPT}"' in page
    assert not any(f"{days}日で消します" in page for days in (30, 90, 180))


def test_a_shorter_time_to_keep_reaches_the_job_and_the_screen_at_once(clock, save, desk, staff, manager):
    make_reader(staff, by=manager)
    message = answered_message(reader=staff, now=NOW - timedelta(days=10))
    address = f"/cms/contact/{message.pk}/"
    assert "令和8年12月14日" in desk.get(address).text
    assert erase_due_messages(now=NOW) == 0
    save(KEPT_AFTER_ANSWER, 10)
    assert "令和8年11月24日" in desk.get(address).text
    assert erase_due_messages(now=NOW) == 1
    assert ContactMessage.objects.get().state == "erased"


def test_a_longer_time_to_keep_breaks_no_promise(clock, save, staff, manager):
    make_reader(staff, by=manager)
    early = answered_message(reader=staff, now=NOW - timedelta(days=30))
    before = send_message(now=NOW - timedelta(days=1))
    save(KEPT_AFTER_ANSWER, 60)
    assert erase_due_messages(now=NOW) == 1
    early.refresh_from_db()
    assert early.state == "erased"
    assert ContactMessage.objects.get(pk=before.pk).state == "new"
    later = answered_message(reader=staff, now=NOW)
    assert later.erase_due == NOW.date() + timedelta(days=60)


def test_the_form_the_mail_and_the_late_ones_follow_the_promise_of_their_day(clock, save, desk, manager):
    assert "11月26日（木）までに、お返事します" in Client().get("/contact/form/").text
    old = send_message(now=NOW - timedelta(days=7))
    save(ANSWERED_WITHIN, 10)
    save(KEPT_AFTER_ANSWER, 14)
    form = Client().get("/contact/form/").text
    assert "12月8日（火）までに、お返事します" in form
    assert "お返事から14日たったら" in form
    send_message(reply_way="mail")
    receipt = OutgoingMail.objects.get(cause__startswith="contact_desk:received")
    assert "12月8日（火）までに" in receipt.text
    rows = desk.get("/cms/contact/").context["rows"]
    assert [(row.message.pk == old.pk, row.is_late) for row in rows] == [(True, True), (False, False)]


def test_the_register_of_requests_follows(clock, save, desk):
    save(REQUEST_ANSWERED_WITHIN, 14)
    page = desk.get("/cms/privacy-requests/new/")
    assert "届いた日から14日です" in page.text
    typed = {"kind": "disclosure", "way": "letter", "received_on": "2026/11/24", "due_on": ""}
    desk.post("/cms/privacy-requests/new/", typed | {"answered_on": "", "outcome": ""})
    assert f"{PrivacyRequest.objects.get().due_on}" == "2026-12-08"


def test_a_readers_settings_are_remembered_for_as_long_as_is_set(site, save):
    save(VIEWING_KEPT, 31)
    answer = Client().post("/viewing/furigana/", {"furigana": "on", "next": "/"})
    assert answer.cookies[VIEWING_COOKIE]["max-age"] == 31 * 24 * 60 * 60


def test_a_centre_is_old_after_the_time_that_is_set(site, save):
    checked_on = timezone.localdate() - timedelta(days=40)
    page = NetworkPage.objects.get()
    row = {"prefecture": "見本県", "name": "見本センター", "operator_kind": "npo"}
    page.centres = [NetworkCentre(checked_on=checked_on, **row)]
    page.save_revision().publish()
    assert "日より前です" not in Client().get(page.url).text
    save(CENTRES_CHECK_HOLDS, 30)
    assert "30日より前です" in Client().get(page.url).text
