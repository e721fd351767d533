"""A card that was made anew, or ended, says so to whoever holds the old paper, and names nobody."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory.services.agencies import merge_agencies
from tests.factories.directory import make_agency
from tests.factories.first_site import place_first_site
from tests.factories.training_media import make_card, name_people
from tests.factories.watching import begin
from training_media.campaigns.keys import code_of, pin_of
from training_media.campaigns.services import inviting
from training_media.watching.access import personal_token
from training_media.watching.models import OF_NO_ISSUE, PersonalCard
from training_media.watching.passes import COOKIE
from training_media.watching.services.coming_in import make_personal_cards, revoke_personal_card

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()
OWN_ENDED = "新しいカードを、事業所の担当の方にたずねてください"
REPLACED, MISSPELT, ENDED = "新しいカードに替わった", "書きまちがい", "カードは使えなくなりました"


@pytest.fixture
def card(staff, transactional_db):
    place_first_site()
    made = make_card(by=staff)
    name_people(made.agency, "見本 太郎", by=staff)
    return made


@pytest.fixture
def own(card, staff):
    names = list(card.agency.viewer_names.all())
    (made,) = make_personal_cards(invitation=card, names=names, actor=staff, now=NOW)
    return made


def test_the_code_of_a_card_that_was_made_anew_says_so_and_names_nobody(client, card, staff):
    first = code_of(card.seed)
    inviting.issue_anew(card=card, issue=card.issue, actor=staff, now=NOW)
    card.refresh_from_db()
    second = code_of(card.seed)
    inviting.issue_anew(card=card, issue=card.issue, actor=staff, now=NOW)
    for old in (first, second):
        shown = [
            client.post("/watch/", {"code": old}),
            client.get(reverse("watching:by_code", args=[old])),
            client.post("/watch/pin/", {"code": old, "pin": "000000"}),
        ]
        assert [page.status_code for page in shown] == [422, 404, 422]
        for page in shown:
            said = [words in page.text for words in (REPLACED, MISSPELT, card.agency.name)]
            assert (said, COOKIE in client.cookies) == ([True, False, False], False)
    unknown = client.post("/watch/", {"code": "AAAA-BBBB-CCCC"}).text
    assert (REPLACED in unknown, MISSPELT in unknown) == (False, True)


def test_an_old_code_sends_nobody_to_a_new_card_that_was_ended_too(client, card, staff):
    old = code_of(card.seed)
    inviting.issue_anew(card=card, issue=card.issue, actor=staff, now=NOW)
    inviting.revoke(card=card, reason="なくした", actor=staff, now=NOW)
    page = client.post("/watch/", {"code": old}).text
    assert (REPLACED in page, ENDED in page) == (False, True)
    card.refresh_from_db()
    ended = client.post("/watch/pin/", {"code": code_of(card.seed), "pin": pin_of(card.seed)})
    assert (ended.status_code, ENDED in ended.text) == (422, True)


def test_old_codes_are_tried_no_more_often_than_unknown_ones(client, card, staff, settings):
    settings.WATCHING_RATES = {"code": "2/h/ip"}
    old = code_of(card.seed)
    inviting.issue_anew(card=card, issue=card.issue, actor=staff, now=NOW)
    assert [client.post("/watch/", {"code": old}).status_code for _ in range(3)] == [422, 422, 429]


def test_a_card_of_ones_own_that_was_ended_says_so_and_a_forged_one_is_not_there(client, own, staff):
    path = reverse("watching:personal", args=[personal_token(own)])
    revoke_personal_card(card=own, actor=staff, now=NOW)
    ended, forged = client.get(path), client.get(f"{path[:-3]}xx/")
    assert (ended.status_code, OWN_ENDED in ended.text, "見本 太郎" in ended.text) == (404, True, False)
    assert (forged.status_code, OWN_ENDED in forged.text) == (404, False)
    assert (client.post(path).status_code, begin(client)) == (404, 403)


def test_a_card_of_ones_own_ends_with_the_card_of_the_agency_and_says_so(card, own, staff):
    inviting.issue_anew(card=card, issue=card.issue, actor=staff, now=NOW)
    client = Client()
    page = client.post(reverse("watching:personal", args=[personal_token(own)]))
    assert (page.status_code, OWN_ENDED in page.text, "見本 太郎" in page.text) == (404, True, False)
    assert begin(client) == 403


def test_a_card_of_ones_own_goes_on_by_the_card_of_the_agency_that_its_own_became(client, card, own, staff):
    kept = make_card(card.campaign, agency=make_agency(name="残る家"), by=staff)
    inviting.issue_anew(card=kept, issue=kept.issue, actor=staff, now=NOW)
    merge_agencies(kept=kept.agency, merged=card.agency, actor=staff, now=NOW)
    path = reverse("watching:personal", args=[personal_token(own)])
    assert "見本 太郎" in client.get(path).text
    assert client.post(path).status_code == 303
    assert begin(client) != 403
    own.refresh_from_db()
    assert (own.invitation, own.issue) == (kept, 2)


@pytest.mark.parametrize("because", ["replaced", "ended", "agency's ended", "has another"])
def test_a_card_of_ones_own_that_opens_nothing_after_a_merger_says_so(client, card, own, staff, because):
    kept = make_card(card.campaign, agency=make_agency(name="残る家"), by=staff)
    # Who was known to both has two cards of one's own, of which one stays.
    name_people(kept.agency, "見本 太郎" if because == "has another" else "見本 次郎", by=staff)
    other = make_personal_cards(
        invitation=kept, names=list(kept.agency.viewer_names.all()), actor=staff, now=NOW
    )
    match because:
        case "replaced":
            inviting.issue_anew(card=card, issue=card.issue, actor=staff, now=NOW)
            inviting.issue_anew(card=kept, issue=kept.issue, actor=staff, now=NOW)
        case "ended":
            revoke_personal_card(card=own, actor=staff, now=NOW)
        case "agency's ended":
            inviting.revoke(card=card, reason="なくした", actor=staff, now=NOW)
    merge_agencies(kept=kept.agency, merged=card.agency, actor=staff, now=NOW)
    page = client.post(reverse("watching:personal", args=[personal_token(own)]))
    assert (page.status_code, OWN_ENDED in page.text, "見本 太郎" in page.text) == (404, True, False)
    assert begin(client) == 403
    if because == "has another":
        still = client.get(reverse("watching:personal", args=[personal_token(other[0])]))
        assert (still.status_code, "見本 太郎" in still.text) == (200, True)


def test_only_cards_that_open_nothing_any_more_may_be_several_of_one_viewer(card, own):
    again = {"viewer": own.viewer, "invitation": card, "made_at": NOW}
    PersonalCard.objects.bulk_create([PersonalCard(issue=OF_NO_ISSUE, **again) for _ in range(2)])
    with pytest.raises(IntegrityError, match="watching_personalcard_once"), transaction.atomic():
        PersonalCard.objects.bulk_create([PersonalCard(issue=own.issue, **again)])
