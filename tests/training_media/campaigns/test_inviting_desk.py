"""The desk makes cards for one agency, by its name, or for all that a campaign is for."""

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from tests.beside import Beside
from tests.factories.accounts import sign_in
from tests.factories.directory import make_agency
from tests.factories.shown import as_shown
from tests.factories.training_media import make_campaign, make_course
from training_media.campaigns.models import Campaign, Invitation
from training_media.campaigns.services.inviting import invite_in_transaction

pytestmark = pytest.mark.django_db(transaction=True)

LIST = "/cms/videos/campaigns/"
TODAY = timezone.localdate()


@pytest.fixture
def desk(staff):
    return sign_in(Client(), staff)


def test_a_card_for_all_is_made_for_those_that_were_read_and_for_nobody_else(desk, staff):
    campaign = make_campaign(make_course(), by=staff)
    make_agency(name="読んだ家")
    one = f"{LIST}{campaign.pk}/"
    read = as_shown(desk, f"{one}invite/everybody/")
    make_agency(name="あとから来た家")
    changed = desk.post(f"{one}invite/everybody/", read)
    assert (changed.status_code, Invitation.objects.count()) == (422, 0)
    for words in ("カードを作る事業所が変わりました", "あとから来た家", "2件のカードを作る"):
        assert words in changed.text
    read = {each.html_name: each.value() for each in changed.context["form"]}
    made = desk.post(f"{one}invite/everybody/", read, follow=True)
    assert "2件のカードを作りました。" in made.text
    # A second press of the same page, and the page itself once nobody is left.
    for again in (
        desk.post(f"{one}invite/everybody/", read, follow=True),
        desk.get(f"{one}invite/everybody/", follow=True),
    ):
        assert again.redirect_chain == [(one, 303)]
        assert ["新しく案内する事業所は、ありません。" in again.text, "0件の" in again.text] == [True, False]
    assert Invitation.objects.count() == 2


def test_of_two_who_make_all_cards_at_once_the_second_reads_that_nobody_is_left(desk, staff):
    campaign = make_campaign(make_course(), by=staff)
    agency, address = make_agency(name="見本の家"), f"{LIST}{campaign.pk}/invite/everybody/"
    read, answers = as_shown(desk, address), []
    with transaction.atomic():
        Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
        second = Beside(lambda: answers.append(desk.post(address, read, follow=True)))
        assert second.waits_for_a_lock()
        invite_in_transaction(campaign=campaign, agencies=[agency], now=timezone.now())
    second.join()
    assert "新しく案内する事業所は、ありません。" in answers[0].text
    assert "0件の" not in answers[0].text


@pytest.mark.parametrize("count", [1, 3])
def test_whoever_is_still_to_be_invited_is_read_once(desk, staff, count, django_assert_num_queries):
    campaign = make_campaign(make_course(), by=staff)
    for number in range(count):
        make_agency(name=f"見本の家 {number}")
    address = f"{LIST}{campaign.pk}/invite/everybody/"
    desk.get(address)
    with django_assert_num_queries(15):
        assert f"{count}件の事業所" in desk.get(address).text


def test_an_agency_is_invited_by_its_name_and_one_of_several_is_picked(desk, staff):
    campaign = make_campaign(make_course(), by=staff)
    first, _ = make_agency(name="グループホームやまなみ"), make_agency(name="見本の家")
    others = [make_agency(name="やまなみ作業所"), make_agency(name="やまなみ作業所")]
    shut = make_agency(name="やまなみ寮", closed_on=TODAY)
    one = f"{LIST}{campaign.pk}/"
    told = desk.post(f"{one}invite/", {"agency": "グループホームやまなみ"}, follow=True)
    assert "「グループホームやまなみ」のカードを作りました" in told.text
    several = desk.post(f"{one}invite/", {"agency": "やまなみ作業所"})
    assert several.status_code == 422
    assert "この中から選んでください" in several.text
    part = desk.post(f"{one}invite/", {"agency": "やまなみ"})
    assert part.status_code == 422
    assert all(f'value="{each.public_id}"' in part.text for each in (first, *others))
    assert shut.public_id not in part.text
    foreign = {"agency": "やまなみ", "picked": shut.public_id}
    assert desk.post(f"{one}invite/", foreign).status_code == 422
    sent = {"agency": "やまなみ", "picked": others[1].public_id}
    assert desk.post(f"{one}invite/", sent).status_code == 303
    assert {each.agency for each in Invitation.objects.all()} == {first, others[1]}


def test_a_name_corrected_until_it_is_ones_own_wins_over_what_was_picked_before(desk, staff):
    campaign = make_campaign(make_course(), by=staff)
    picked, meant = make_agency(name="やまなみ作業所"), make_agency(name="やまなみ作業所第二")
    sent = {"agency": meant.name, "picked": picked.public_id}
    assert desk.post(f"{LIST}{campaign.pk}/invite/", sent).status_code == 303
    assert [each.agency for each in Invitation.objects.all()] == [meant]
