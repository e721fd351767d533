"""The desk plans a campaign, makes cards, prints them, extends, ends and reminds."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from accounts.enums import PublicRole
from directory.enums import MembershipRole
from foundation.audit.models import Entry
from foundation.japanese.dates import long_date
from foundation.mail.models import OutgoingMail
from tests.factories.accounts import make_user, sign_in
from tests.factories.directory import join, make_agency, make_municipality
from tests.factories.shown import as_shown
from tests.factories.training_media import make_campaign, make_card, make_course
from training_media.campaigns.keys import code_of, pin_of
from training_media.campaigns.models import Campaign, Invitation, RosterName
from training_media.campaigns.queries import rights_that_end_during
from training_media.campaigns.services.inviting import extend
from training_media.campaigns.services.naming import Named, write_names
from training_media.campaigns.views import planning
from training_media.intake.services.recordings import RightsNoted, note_rights

pytestmark = pytest.mark.django_db(transaction=True)

LIST = "/cms/videos/campaigns/"
TODAY = timezone.localdate()
FAX = "000-000-0112"


@pytest.fixture
def desk(staff):
    return sign_in(Client(), staff)


@pytest.fixture
def card(staff):
    return make_card(by=staff)


def day(days):
    return f"{TODAY + timedelta(days=days):%Y/%m/%d}"


PLAN = {
    "name": "秋の案内",
    "opens_on": day(0),
    "closes_on": day(60),
    "grace_days": "7",
    "audience_by": "invitation",
}


def pdf_text(answer):
    pages = PdfReader(BytesIO(answer.getvalue())).pages
    return len(pages), "".join(page.extract_text() for page in pages)


def test_a_campaign_is_planned_for_a_course_and_its_agencies_get_cards(desk):
    course, agency = make_course(), make_agency(name="見本の家")
    make_agency(name="別の家")
    plan = f"{LIST}new/{course.pk}/"
    wrong = desk.post(plan, PLAN | {"closes_on": day(-1)})
    assert (wrong.status_code, "秋の案内" in wrong.text) == (422, True)
    assert wrong.context["form"].errors == {"closes_on": ["視聴期限は、視聴を始める日より前にできません。"]}
    long_grace = desk.post(plan, PLAN | {"grace_days": "61"}).context["form"].errors
    assert long_grace == {"grace_days": ["60日までにしてください。"]}
    where = desk.post(plan, PLAN | {"kinds": [agency.kind_id]}).headers["Location"]
    campaign = Campaign.objects.get()
    assert where == f"{LIST}{campaign.pk}/"
    assert desk.post(f"{where}invite/", {"agency": ""}).status_code == 422
    assert desk.post(f"{where}invite/", {"agency": "どこにもない"}).status_code == 422
    desk.post(f"{where}invite/", {"agency": agency.public_id.lower()})
    assert Invitation.objects.get().agency == agency
    assert "1件すべてのカードを作る" in desk.get(where).text
    page = desk.get(f"{where}invite/everybody/").text
    assert ["別の家" in page, "見本の家" in page, Invitation.objects.count()] == [True, False, 1]
    desk.post(f"{where}invite/everybody/", as_shown(desk, f"{where}invite/everybody/"))
    assert Invitation.objects.count() == 2


def test_from_a_course_its_own_campaigns_are_seen_and_planned(desk, staff):
    course, other = make_course(), make_course(slug="other")
    make_campaign(course, by=staff)
    Campaign.objects.filter(pk=make_campaign(other, by=staff).pk).update(name="冬の案内")
    where = f"{LIST}?course={course.pk}"
    assert where in desk.get(f"/cms/videos/{course.pk}/").text
    page = desk.get(where).text
    assert ("秋の案内" in page, "冬の案内" in page) == (True, False)
    assert (f"{LIST}new/{course.pk}/" in page, f"{LIST}new/{other.pk}/" in page) == (True, False)
    assert "冬の案内" in desk.get(f"{LIST}?course=x").text
    assert (course.title in page, f'href="{LIST}">すべての研修動画の案内を見る' in page) == (True, True)
    assert "すべての研修動画の案内を見る" not in desk.get(LIST).text
    assert desk.get(f"{LIST}?course=999999").status_code == 404
    editor = sign_in(Client(), make_user(name="編集者E", roles=[PublicRole.EDITOR]))
    assert LIST not in editor.get(f"/cms/videos/{course.pk}/").text


def test_a_course_without_campaigns_says_so_of_itself_and_an_archived_one_cannot_be_planned(desk, staff):
    make_campaign(make_course(), by=staff)
    course = make_course(slug="other", state="archived")
    page = desk.get(f"{LIST}?course={course.pk}").text
    assert "この研修動画の案内は、まだありません" in page
    assert "保管した研修動画は、新しく案内できません。" in page
    assert "研修動画が、まだありません" not in page
    assert "視聴の案内を見る</a>" in desk.get(f"/cms/videos/{course.pk}/").text


def test_code_and_pin_leave_on_papers_of_their_own_and_that_is_written_down(desk, card):
    address = f"{LIST}{card.campaign_id}/paper/"
    pages, cards = pdf_text(desk.post(address, {"paper": "cards"}))
    _, slips = pdf_text(desk.post(address, {"paper": "slips"}))
    assert (pages, code_of(card.seed) in cards, pin_of(card.seed) in cards) == (1, True, False)
    assert (code_of(card.seed) in slips, pin_of(card.seed) in slips) == (False, True)
    printed = Entry.objects.filter(verb="campaigns.printed").order_by("id")
    assert [each.fields for each in printed] == [["cards:1"], ["slips:1"]]
    assert desk.get(address).status_code == 405
    assert desk.post(address, {"paper": "x"}).status_code == 404


def test_ones_own_card_names_the_agency_and_the_way_in_six_on_a_sheet(desk, card):
    names = [Named(f"見本 {number}", "ミホン", "介護職員") for number in range(7)]
    write_names(agency=card.agency, names=names, actor=make_user(roles=["staff"]), now=timezone.now())
    pages, text = pdf_text(desk.post(f"{LIST}cards/{card.pk}/personal/"))
    assert (pages, text.count(card.agency.name), text.count(reverse("watching:enter"))) == (2, 7, 7)


def test_a_card_is_extended_ended_and_made_anew_with_a_reason(desk, card):
    one = f"{LIST}cards/{card.pk}/"
    assert desk.post(f"{one}extend/", {"until": day(90), "reason": ""}).status_code == 422
    assert desk.post(f"{one}extend/", {"until": day(1), "reason": "夜勤"}).status_code == 422
    assert desk.post(f"{one}extend/", {"until": day(90), "reason": "夜勤"}).status_code == 303
    same = desk.post(f"{one}extend/", {"until": day(90), "reason": "夜勤"})
    assert same.status_code == 422
    assert same.context["form"].errors == {"until": ["期限もわけも、変わっていません。"]}
    other_reason = desk.post(f"{one}extend/", {"until": day(90), "reason": "夜勤の交代"}, follow=True).text
    assert "延ばしたわけを書きなおしました。" in other_reason
    desk.post(f"{one}revoke/", {"reason": "なくした"})
    page = desk.get(one).text
    assert "このカードは止めました" in page
    assert "なくした" in page
    assert "みな使えなくなります" in desk.get(f"{one}again/").text
    # A second press of the same page makes no third card.
    said = [desk.post(f"{one}again/", {"issue": 1}).status_code for _ in range(2)]
    assert said == [303, 422]
    card.refresh_from_db()
    assert (card.issue, card.revoked_at) == (2, None)


def test_names_are_written_one_a_line_and_not_over_a_colleagues(desk, card):
    address = f"{LIST}agencies/{card.agency_id}/names/"
    shown = as_shown(desk, address)
    assert (
        desk.post(address, shown | {"names": "見本 花子、ミホン ハナコ、介護職員\n見本 太郎"}).status_code
        == 303
    )
    assert desk.post(address, shown | {"names": "見本 次郎"}).status_code == 422
    assert list(RosterName.objects.values_list("name", flat=True)) == ["見本 太郎", "見本 花子"]
    assert "1行目" in desk.post(address, as_shown(desk, address) | {"names": "a、b、c、d"}).text


def test_reminding_says_how_many_by_which_way(desk, card):
    where = f"{LIST}{card.campaign_id}/remind/"
    assert desk.get(where).status_code == 422
    page = desk.post(f"{where}?whom=not_started", follow=True)
    assert "送れない（メールもFAXもない、または断られている） 1件。" in page.text
    assert "「送るもの」に入りました" not in page.text


@pytest.mark.parametrize(
    ("reached", "is_on_paper"), [({"email": "a@example.jp"}, False), ({"fax": FAX}, True)]
)
def test_reminding_speaks_of_fax_only_where_one_was_written(desk, staff, reached, is_on_paper):
    campaign = make_campaign(make_course(), by=staff)
    make_card(campaign, agency=make_agency(name="見本の家", **reached), by=staff)
    page = desk.post(f"{LIST}{campaign.pk}/remind/?whom=not_started", follow=True).text
    assert "同じ日に2度は送りません。" in page
    assert ("「送るもの」に入りました" in page) == is_on_paper


def test_who_gets_a_mail_and_who_a_fax_is_read_before_anything_is_sent(desk, staff):
    campaign = make_campaign(make_course(), by=staff)
    for name, reached in (
        ("メールの家", {"email": "a@example.jp"}),
        ("FAXの家", {"fax": FAX}),
        ("何もない家", {}),
    ):
        make_card(campaign, by=staff, agency=make_agency(name=name, **reached))
    where = f"{LIST}{campaign.pk}/remind/?whom=not_started"
    page = desk.get(where)
    ways = [(way.value, count, names) for way, count, names in page.context["ways"]]
    assert ways == [("mail", 1, "メールの家"), ("fax", 1, "FAXの家"), ("none", 1, "何もない家")]
    assert "2件に知らせる" in page.text
    assert OutgoingMail.objects.count() == 0
    nobody = desk.get(f"{LIST}{campaign.pk}/remind/?whom=stuck").text
    assert ("知らせる相手は、いません" in nobody, "件に知らせる" in nobody) == (True, False)
    told = desk.post(where, follow=True).text
    assert "メール 1件、FAX 1件、" in told
    assert OutgoingMail.objects.count() == 1
    page = desk.get(where)
    assert [(way.value, count) for way, count, _ in page.context["ways"]] == [("today", 2), ("none", 1)]
    assert ("きょう、もう知らせた" in page.text, "件に知らせる" in page.text) == (True, False)
    told = desk.post(where, follow=True).text
    assert "きょう、もう知らせた（2度は送らない） 2件、" in told
    assert ("メール 1件" in told, OutgoingMail.objects.count()) == (False, 1)


@pytest.mark.parametrize("count", [1, 3])
def test_whoever_is_reminded_is_read_once(desk, staff, count):
    campaign = make_campaign(make_course(), by=staff)
    for number in range(count):
        agency = make_agency(name=f"家{number}", email=f"ie{number}@example.jp")
        make_card(campaign, by=staff, agency=agency)
    assert own_queries(desk, f"{LIST}{campaign.pk}/remind/?whom=not_started") == 6


def test_rights_that_end_before_a_campaign_are_told_before_it_is_saved_and_on_its_page(desk, staff):
    campaign = make_campaign(make_course(), by=staff, days=30, grace_days=7)
    card, part = make_card(campaign, by=staff), campaign.course.parts.get(number=2)
    pages = [f"{LIST}{each}" for each in (f"new/{campaign.course_id}/", f"{campaign.pk}/change/")]
    told, title = f"「{part.title}」の動画を使えるのは、", "見られる期間の途中で、使えなくなる動画があります"
    assert not any(told in desk.get(each).text for each in pages)
    for days, is_told in ((36, True), (37, False)):
        until = TODAY + timedelta(days=days)
        note_rights(recording=part.recording, noted=RightsNoted(until=until), actor=staff, now=timezone.now())
        assert all(f"{told}{long_date(until)}まで" in desk.get(each).text for each in pages)
        assert (title in desk.get(f"{LIST}{campaign.pk}/").text) == is_told
    extend(card=card, until=TODAY + timedelta(days=40), reason="夜勤", actor=staff, now=timezone.now())
    assert title in desk.get(f"{LIST}{campaign.pk}/").text
    card.refresh_from_db()
    days = [card.period.last_day + timedelta(days=each) for each in (0, 1)]
    assert [len(rights_that_end_during(campaign, [card], today=each)) for each in days] == [1, 0]


@pytest.mark.parametrize(
    "address", ["", "new/{course}/", "{campaign}/", "cards/{card}/", "agencies/{agency}/names/"]
)
def test_others_find_nothing_here(card, partner, address):
    words = {"course": card.campaign.course_id, "campaign": card.campaign_id}
    path = LIST + address.format(**words, card=card.pk, agency=card.agency_id)
    editor = make_user(name="編集者E", roles=[PublicRole.EDITOR])
    assert sign_in(Client(), editor).get(path).status_code == 404
    assert sign_in(Client(), partner).get(path).status_code == 302


def test_an_agency_without_a_card_has_no_names_here(desk, card):
    other = make_agency(name="別の家")
    assert desk.get(f"{LIST}agencies/{other.pk}/names/").status_code == 404


def own_queries(desk, address):
    """Return how often a screen asks our tables; what the admin's own frame asks is left out."""
    desk.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert desk.get(address).status_code == 200
    ours = ("campaigns_", "training_media_", "viewing_", "directory_", "watching_")
    return sum(any(f'FROM "{app}' in query["sql"] for app in ours) for query in captured)


def test_screens_ask_as_often_for_three_rows_as_for_one(desk, staff):
    course = make_course()
    campaign = make_campaign(course, by=staff)
    make_card(campaign, agency=make_agency(name="家0"), by=staff)
    one = f"{LIST}{campaign.pk}/"
    assert (own_queries(desk, LIST), own_queries(desk, one)) == (2, 10)
    for number in (1, 2):
        make_campaign(make_course(slug=f"x{number}"), by=staff)
        make_card(campaign, agency=make_agency(name=f"家{number}"), by=staff)
    assert (own_queries(desk, LIST), own_queries(desk, one)) == (2, 10)


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("", ["やまなみ", "やまなみ", "見本の家"]),
        ("ﾔﾏﾅﾐ", ["やまなみ", "やまなみ"]),
        ("やまなみ　金沢", ["やまなみ"]),
        ("七尾市", ["やまなみ"]),
        ("どこにもない", []),
    ],
)
def test_agencies_of_one_name_are_found_and_told_apart_by_their_municipality(desk, staff, typed, names):
    campaign = make_campaign(make_course(), by=staff)
    towns = [make_municipality(), make_municipality(name="七尾市", code="172022")]
    for town in towns:
        make_card(campaign, by=staff, agency=make_agency(name="やまなみ", municipality=town))
    last = make_agency(name="見本の家")
    make_card(campaign, by=staff, agency=last)
    page = desk.get(f"{LIST}{campaign.pk}/", {"q": typed})
    assert [each.agency.name for each, _ in page.context["rows"]] == names
    assert [count for _, count in page.context["counts"]] == [3, 0, 0, 0]
    if not typed:
        assert all(f"<small>{town.name}　" in page.text for town in towns)
        by_number = desk.get(f"{LIST}{campaign.pk}/", {"q": last.public_id.lower()})
        assert [each.agency for each, _ in by_number.context["rows"]] == [last]


def test_many_agencies_stand_on_pages_and_what_is_looked_for_stays(desk, staff, monkeypatch):
    monkeypatch.setattr(planning, "CARDS_ON_A_PAGE", 2)
    campaign = make_campaign(make_course(), by=staff)
    for number in range(3):
        make_card(campaign, by=staff, agency=make_agency(name=f"家{number}"))
    one = f"{LIST}{campaign.pk}/"
    first, last = desk.get(one), desk.get(one, {"page": 2, "q": "家"})
    assert [len(each.context["rows"]) for each in (first, last)] == [2, 1]
    assert "案内した事業所（3件）" in first.text
    assert f'href="{one}?q=%E5%AE%B6#agencies"' in last.text


def test_an_agencys_own_people_write_its_names_and_nobody_elses(card, partner):
    join(partner.person, card.agency, role=MembershipRole.PARTNER)
    client = sign_in(Client(), partner)
    page = client.get("/my/videos/")
    assert "受け入れの話" in page.text
    sent = {"speaks_for": card.agency.public_id, "names": "見本 花子"}
    assert client.post("/my/videos/", sent).status_code == 303
    assert RosterName.objects.get().agency == card.agency
    other = make_agency(name="別の家")
    assert client.post("/my/videos/", sent | {"speaks_for": other.public_id}).status_code == 404


def test_an_agency_tells_two_campaigns_of_one_course_apart(partner, card, staff):
    """The second one is for the same course, later, with another name."""
    join(partner.person, card.agency, role=MembershipRole.PARTNER)
    later = make_campaign(card.campaign.course, by=staff, since=-40)
    Campaign.objects.filter(pk=later.pk).update(name="冬の案内")
    make_card(later, agency=card.agency, by=staff)
    page = sign_in(Client(), partner).get("/my/videos/").text
    told = ["秋の案内", "冬の案内", *(f"{long_date(TODAY + timedelta(days=days))}から" for days in (0, 40))]
    assert [words in page for words in told] == [True] * 4
    assert '/watch/record/"' in page


def test_an_agency_reads_of_all_lines_that_are_wrong_and_keeps_what_it_wrote(partner, card):
    join(partner.person, card.agency, role=MembershipRole.PARTNER)
    client = sign_in(Client(), partner)
    sent = {"speaks_for": card.agency.public_id, "names": "a、b、c、d\n見本 花子\n、ミホン"}
    page = client.post("/my/videos/", sent)
    assert (page.status_code, sent["names"] in page.text) == (422, True)
    assert ["1行目：" in page.text, "2行目：" in page.text, "3行目：" in page.text] == [True, False, True]


def test_an_agency_reads_in_the_days_of_grace_until_when_it_may_still_watch(partner, staff):
    """The deadline was two days ago, and seven days of grace follow it."""
    late = make_card(make_campaign(by=staff, since=5, days=3, grace_days=7), by=staff)
    join(partner.person, late.agency, role=MembershipRole.PARTNER)
    page = sign_in(Client(), partner).get("/my/videos/").text
    days = (TODAY - timedelta(days=2), TODAY + timedelta(days=5))
    assert [f"{long_date(each)}まで" in page for each in days] == [False, True]
