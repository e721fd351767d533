"""What a reminder and the thanks say, whole, as they are read: why they came and how they stop."""

from datetime import timedelta

import pytest

from events import participant_links
from events.notices import letters
from events.notices.services.reminding import send_reminders
from events.paper.models import OwedLetter
from events.paper.wording import on_paper
from events.services.attendance import mark_attendance
from foundation.centre.models import CentreProfile
from foundation.centre.queries import current_centre
from foundation.mail.models import OutgoingMail
from foundation.mail.services import build_message
from tests.events.paper.test_owed import BY_FAX
from tests.factories.events import STARTS_AT, apply, make_session

pytestmark = pytest.mark.django_db
HOW = "来られなくなったときは、お電話ください。取り消すと、このお知らせも止まります。"


@pytest.fixture(autouse=True)
def centre():
    CentreProfile.objects.create(pk=1, name="見本センター", phone="099-000-1234")
    return current_centre()


def test_a_reminder_says_what_comes_why_and_how_it_stops():
    application = apply(make_session(), 2, agency_name="みなもの家")
    send_reminders(now=STARTS_AT - timedelta(days=1))
    mail = OutgoingMail.objects.get(cause__contains=":reminder-")
    text, own_page = build_message(mail).body.split("http", 1)
    assert text == (
        "みなもの家　ご担当者様\n\n"
        "明日の研修・行事のお知らせです（2人で申し込み）。\n\n"
        "　はじめての受け入れ ― 迎える前に知っておきたいこと\n"
        "　日時　令和8年12月11日（金）午後1時30分〜4時30分\n"
        "　場所　見本市民会館 2階 会議室2\n\n"
        f"{HOW}\n\n"
        "このお知らせは、席のある方に、開催日が近いので、お送りしています。\n\n"
        "申込内容を見る・変える・取り消す\n"
    )
    assert own_page.partition("\n\n")[2] == (
        f"受付番号　{application.number}\n"
        "心あたりのないときは、お手数ですがお電話ください。\n\n"
        "見本センター\n電話 099-000-1234（平日 午前8時30分〜午後5時）\n"
    )


def test_a_reminder_on_paper_says_the_same():
    apply(make_session(), 1, **BY_FAX)
    send_reminders(now=STARTS_AT - timedelta(days=1))
    words = OwedLetter.objects.get(cause__contains=":reminder-").words
    assert words.endswith(f"{HOW}\n\nこのお知らせは、席のある方に、開催日が近いので、お送りしています。")


def thanked(staff, centre, **fields):
    """Return an application of which two came, the two, and what the thanks say of two rooms."""
    session = make_session(starts_at=STARTS_AT - timedelta(days=1))
    application = apply(session, 2, **fields)
    people = list(application.participants.order_by("position"))
    marks = {each.pk: "attended" for each in people}
    mark_attendance(session=session, marks=marks, actor=staff, now=session.ends_at)
    return people, letters.thanks(application, people, ["アンケート", "資料"], centre=centre)


def test_thanks_by_mail_lead_to_the_page_of_each_and_come_once(staff, centre):
    people, letter = thanked(staff, centre, agency_name="みなもの家")
    first, second = (participant_links.address(each) for each in people)
    assert letter.subject == "【お礼】はじめての受け入れ"
    assert letter.text == (
        "みなもの家　ご担当者様\n\n"
        "はじめての受け入れ ― 迎える前に知っておきたいこと（令和8年12月10日（木）午後1時30分〜4時30分）に、"
        "2人の方にご参加いただき、ありがとうございました。\n\n"
        "参加した方のページに、アンケート、資料があります。次のアドレスを、それぞれの方に渡してください。\n"
        f"1番目の方\n{first}\n2番目の方\n{second}\n\n"
        "このお知らせは、参加した方がいるので、お送りしています。お礼は1回だけです。止める手続きはいりません。\n\n"
        f"受付番号　{people[0].application.number}\n\n"
        "見本センター\n電話 099-000-1234（平日 午前8時30分〜午後5時）\n"
    )


def test_thanks_on_paper_hold_no_address_that_is_a_key(staff, centre):
    _, letter = thanked(staff, centre, **BY_FAX)
    words = on_paper(letter.text)
    assert "参加した方に、アンケート、資料があります。受付番号をそえて、FAXか電話で" in words
    assert [word for word in ("http", "受付番号　", "見本センター") if word in words] == []


def test_a_centre_without_a_fax_names_none(centre):
    assert "FAX" not in letters.signature(centre)
    CentreProfile.objects.update(fax="099-000-5678")
    assert letters.signature(current_centre()).endswith("FAX 099-000-5678\n")
