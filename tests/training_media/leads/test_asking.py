"""Whoever has seen a course asks to hear more: by card, by account, or as a stranger of a facility."""

import re

import pytest
from django.test import Client

from content.stranger_forms import TRAP
from directory.enums import MembershipRole
from foundation.security import without_keys
from tests.factories.accounts import sign_in
from tests.factories.completion import own_card
from tests.factories.directory import join, make_agency
from tests.factories.first_site import place_first_site
from tests.factories.training_media import make_card, make_course, name_people
from tests.factories.watching import WATCH, come_in
from training_media.enums import CourseState, Watchers
from training_media.leads.models import Lead, NotNow
from training_media.models import Chapter, Course
from training_media.viewing.models import Viewer

pytestmark = pytest.mark.django_db(transaction=True)

ASK, NOT_NOW = "/videos/ukeire/talk/", "/videos/ukeire/not-now/"
SAID = {"wish": "accept", "contact_name": "見本 花子", "phone": "０９９−０００−４５６７"}
STRANGER = SAID | {"organisation": "みほんの家"}


@pytest.fixture(autouse=True)
def site(transactional_db):
    place_first_site()


@pytest.fixture
def card(staff):
    made = make_card(by=staff)
    name_people(made.agency, "見本 花子", "見本 太郎", by=staff)
    return made


@pytest.fixture
def chapter(card):
    part = card.campaign.course.parts.get(number=2)
    return Chapter.objects.create(part=part, start=60_000, title="第3の利用方法")


def send(client, said, *, address=ASK):
    """Open the form and send it with what it holds already."""
    context = client.get(address).context
    known = {"form_key": context["form_key"], "about": context["form"]["about"].value() or ""}
    if context["agency"]:
        known |= {context["speaks_for"]: context["agency"].public_id}
    return client.post(ASK, known | said)


def test_whoever_watches_by_a_card_asks_for_their_agency_about_one_chapter(client, card, chapter):
    come_in(client, card)
    player = client.get(f"{WATCH}2/").text
    (address,) = set(re.findall(rf'href="({ASK}\?about=c{chapter.pk})"', player))
    page = client.get(address)
    assert 'value="見本 花子"' in page.text
    assert ("no-store" in page.headers["Cache-Control"], "organisation" in page.text) == (True, False)
    answer = send(client, SAID | {"words": "登録のこと"}, address=address)
    lead = Lead.objects.get()
    assert (lead.agency, lead.agency_name, lead.way) == (card.agency, "見本の家", "card")
    assert (lead.part.number, lead.chapter, lead.about) == (2, chapter, "第2部　第3の利用方法")
    assert (lead.phone, lead.words, lead.wish) == ("099-000-4567", "登録のこと", "accept")
    assert lead.number in client.get(answer.headers["Location"]).text


def test_a_partner_asks_with_what_the_account_knows(partner):
    make_course()
    agency = make_agency(name="働く家", phone="099-000-1111")
    join(partner.person, agency, role=MembershipRole.PARTNER)
    client = sign_in(Client(), partner)
    page = client.get(ASK).text
    assert ("働く家" in page, partner.person.name in page, "099-000-1111" in page) == (True, True, True)
    assert send(client, SAID).status_code == 303
    lead = Lead.objects.get()
    assert (lead.agency, lead.way, lead.course.slug) == (agency, "account", "ukeire")


def test_a_stranger_of_a_facility_finds_it_in_the_directory_or_types_it(client):
    make_course(watchers=Watchers.EVERYBODY)
    page = client.get("/videos/ukeire/").text
    assert f'href="{ASK}"' in page
    assert send(client, STRANGER).status_code == 303
    lead = Lead.objects.get()
    assert (lead.agency, lead.agency_name, lead.way, lead.about) == (None, "みほんの家", "nobody", "")


def test_looking_a_facility_up_keeps_what_was_typed_and_sends_nothing(client):
    make_course()
    page = client.post(ASK, STRANGER | {"lookup": "organisation", "words": "途中まで"})
    assert (page.status_code, "途中まで" in page.text, "この中にない" in page.text) == (200, True, True)
    assert Lead.objects.count() == 0


def test_a_facility_that_nobody_may_find_cannot_be_chosen(client):
    make_course()
    hidden = make_agency(name="名簿にない家")
    answer = send(client, STRANGER | {"agency": hidden.public_id})
    assert (answer.status_code, Lead.objects.count()) == (422, 0)


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("ご希望を選んで", {"wish": ""}),
        ("ご希望を選んで", {"wish": "x"}),
        ("どちらかを書いて", {"phone": ""}),
        ("電話番号が必要です", {"wish": "phone", "phone": "", "email": "a@example.jp"}),
        ("300字まで", {"words": "あ" * 301}),
        ("お名前を書いて", {"contact_name": ""}),
        ("事業所の名前を書いて", {"organisation": ""}),
        ("どの内容についてか", {"about": "c999"}),
        ("自動で送られた", {TRAP: "http://example.jp"}),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(client, words, wrong):
    make_course()
    page = send(client, STRANGER | {"good_time": "朝のうち"} | wrong)
    assert (page.status_code, words in page.text, "朝のうち" in page.text) == (422, True, True)
    assert Lead.objects.count() == 0


def test_a_double_press_is_one_lead_and_another_wish_or_a_new_form_another(client):
    make_course()
    key = str(client.get(ASK).context["form_key"])
    for _ in range(2):
        assert client.post(ASK, STRANGER | {"form_key": key}).status_code == 303
    assert Lead.objects.count() == 1
    again = client.post(ASK, STRANGER | {"form_key": key, "wish": "visit"})
    assert list(Lead.objects.values_list("wish", flat=True)) == ["accept", "visit"]
    assert Lead.objects.last().number in client.get(again.headers["Location"]).text
    send(client, STRANGER)
    assert Lead.objects.count() == 3


def test_strangers_are_counted_by_address_and_a_card_by_itself(client, card, settings):
    settings.LEAD_RATES = {"sender": "1/h/ip", "known": "2/h/key", "not_now": "1/h/key"}
    assert [send(client, STRANGER).status_code for _ in range(2)] == [303, 429]
    watcher = Client()
    come_in(watcher, card)
    assert [send(watcher, SAID).status_code for _ in range(3)] == [303, 303, 429]
    assert Lead.objects.count() == 3


def test_a_form_for_an_agency_does_not_speak_for_another_one(partner):
    make_course()
    first, second = (make_agency(name=name) for name in ("前の家", "次の家"))
    membership = join(partner.person, first, role=MembershipRole.PARTNER)
    client = sign_in(Client(), partner)
    client.get(ASK)
    membership.delete()
    join(partner.person, second, role=MembershipRole.PARTNER)
    page = client.post(ASK, SAID | {"speaks_for": first.public_id, "organisation": "次の家"})
    assert (page.status_code, "事業所が変わりました" in page.text, Lead.objects.count()) == (422, True, 0)


def test_a_switch_of_the_frame_keeps_what_was_typed_and_judges_nothing(client):
    make_course()
    page = client.post(ASK, {"words": "途中まで", "wish": "visit", "set-furigana": "on"})
    assert (page.status_code, "途中まで" in page.text, "has-error" in page.text) == (200, True, False)
    assert re.search(r'value="visit"[^>]* checked', page.text)
    assert '<button form="typed-form" name="set-furigana" value="off">' in page.text


@pytest.mark.parametrize("state", [CourseState.DRAFT, CourseState.CHECKED, CourseState.ARCHIVED])
def test_nobody_asks_about_a_course_that_is_not_public(client, state):
    make_course(state=state)
    assert client.get(ASK).status_code == 404
    assert client.post(ASK, STRANGER).status_code == 404


def test_the_number_is_shown_to_whoever_holds_the_token_and_no_log_shows_it(client):
    make_course()
    where = send(client, STRANGER).headers["Location"]
    page = Client().get(where)
    assert (Lead.objects.get().number in page.text, "no-store" in page.headers["Cache-Control"]) == (
        True,
        True,
    )
    assert ("花子" in page.text, "みほんの家" in page.text) == (False, False)
    assert client.get(f"{ASK}done/forged/").status_code == 404
    make_course(slug="betsu")
    assert client.get(where.replace("ukeire", "betsu")).status_code == 404
    token = where.split("/")[-2]
    assert token not in without_keys(f"GET {where} 200")


# Why not now


def test_a_switch_of_the_frame_keeps_the_ticks_of_reasons(client, card):
    come_in(client, card)
    page = client.post(NOT_NOW, {"reasons": ["full", "other"], "words": "", "set-furigana": "on"})
    assert (page.status_code, len(re.findall(" checked", page.text))) == (200, 2)
    assert NotNow.objects.count() == 0


def test_whoever_watches_says_why_not_now_and_may_change_it(client, card):
    come_in(client, card)
    assert f'href="{NOT_NOW}"' in client.get(WATCH).text
    assert client.post(NOT_NOW, {"reasons": ["full", "staff"], "words": ""}).headers["Location"] == WATCH
    client.post(NOT_NOW, {"reasons": ["other"], "words": "建てかえ中"})
    said = NotNow.objects.get()
    assert (said.viewer.name, said.reasons, said.words) == ("見本 花子", ["other"], "建てかえ中")


def test_what_was_said_is_shown_again_to_who_signed_in_and_never_to_a_name_at_a_card(client, card, partner):
    join(partner.person, card.agency, role=MembershipRole.PARTNER)
    own = sign_in(Client(), partner)
    come_in(client, card)
    shown = []
    for each in (own, client):
        each.post(NOT_NOW, {"reasons": ["full", "staff"], "words": ""})
        page = each.get(NOT_NOW).text
        shown.append(("前に答えて" in page, len(re.findall(" checked", page))))
    assert shown == [(True, 2), (False, 0)]


def test_a_name_said_at_a_card_and_a_group_change_nothing_that_its_owner_said(client, card):
    come_in(client, card)
    viewer, own = Viewer.objects.get(), Client()
    own_card(own, card, viewer)
    own.post(NOT_NOW, {"reasons": ["full"], "words": ""})
    client.post(NOT_NOW, {"reasons": ["policy"], "words": ""})
    named = [each.pk for each in card.agency.viewer_names.order_by("pk")]
    client.post(f"{WATCH}together/", {"names_of": named, "others": ""})
    client.post(NOT_NOW, {"reasons": ["staff"], "words": ""})
    said = NotNow.objects.filter(viewer=viewer).order_by("-is_sure")
    assert [(each.reasons, each.is_sure) for each in said] == [(["full"], True), (["staff"], False)]
    page = own.get(NOT_NOW).text
    assert len(re.findall(r'value="full"[^>]* checked', page)) == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"reasons": [], "words": ""}, "選んでください"),
        ({"reasons": ["other"], "words": ""}, "その他"),
        ({"reasons": ["full"], "words": "建てかえ中"}, "その他"),
    ],
)
def test_what_does_not_go_together_is_said(client, card, wrong, words):
    come_in(client, card)
    page = client.post(NOT_NOW, wrong)
    assert (page.status_code, words in page.text, NotNow.objects.count()) == (422, True, 0)


def test_a_partner_who_has_not_watched_yet_is_made_known_by_it(card, partner):
    join(partner.person, card.agency, role=MembershipRole.PARTNER)
    client = sign_in(Client(), partner)
    assert client.post(NOT_NOW, {"reasons": ["policy"], "words": ""}).status_code == 303
    assert (NotNow.objects.get().viewer.person, Viewer.objects.count()) == (partner.person, 1)


def test_nobody_else_says_why_not(client, card, outsider):
    Course.objects.update(watchers=Watchers.EVERYBODY)
    assert client.get(NOT_NOW).status_code == 404
    assert NOT_NOW not in client.get(WATCH).text
    assert client.post(NOT_NOW, {"reasons": ["full"], "words": ""}).status_code == 404
    Course.objects.update(watchers=Watchers.INVITED)
    join(outsider.person, make_agency(name="別の家"), role=MembershipRole.PARTNER)
    assert sign_in(Client(), outsider).get(NOT_NOW).status_code == 404


def test_those_who_watch_together_answer_together_and_not_too_often(client, card, settings):
    settings.LEAD_RATES = {"not_now": "1/h/key"}
    come_in(client, card)
    named = [each.pk for each in card.agency.viewer_names.order_by("pk")]
    client.post(f"{WATCH}together/", {"names_of": named, "others": ""})
    said = [client.post(NOT_NOW, {"reasons": ["full"], "words": ""}).status_code for _ in range(2)]
    assert (said, NotNow.objects.count()) == ([303, 429], 2)
    assert "見本 花子、見本 太郎の2人の答えとして" in client.get(NOT_NOW).text


def test_the_public_page_is_the_same_for_all_strangers_and_leads_to_each_chapter(client, card, chapter):
    page = client.get("/videos/ukeire/").text
    assert f"{ASK}?about=c{chapter.pk}" in page
    come_in(client, card)
    assert NOT_NOW not in client.get("/videos/ukeire/").text


def test_the_form_asks_as_often_for_three_chapters_as_for_one(client, card, django_assert_num_queries):
    part = card.campaign.course.parts.get(number=1)
    come_in(client, card)
    for count in (1, 2):
        for number in range(count):
            Chapter.objects.create(part=part, start=count * 10_000 + number, title=f"章{count}{number}")
        client.get(ASK)
        with django_assert_num_queries(12):
            client.get(ASK)
