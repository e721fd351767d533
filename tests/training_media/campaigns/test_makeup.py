"""補講: those of whom nobody has watched to the end get another period, and keep what they have watched."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from foundation.audit.models import Entry
from tests.factories.accounts import sign_in
from tests.factories.directory import make_agency
from tests.factories.training_media import make_campaign, make_card, make_course, make_viewer
from training_media.campaigns.enums import Progress
from training_media.campaigns.exceptions import CampaignRefused
from training_media.campaigns.models import Campaign
from training_media.campaigns.queries import not_through, progress
from training_media.campaigns.services.inviting import revoke
from training_media.campaigns.services.planning import Plan, plan_makeup
from training_media.viewing.enums import SittingKind
from training_media.viewing.services.ledger import Piece, begin_sitting, take_pieces

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
DAY = timedelta(days=1)
MINUTE = 60_000
PLAN = Plan("補講", TODAY, TODAY + 20 * DAY)


def watch(viewer, recording, *, minutes):
    began = NOW - timedelta(hours=2)
    sitting = begin_sitting(recording=recording, viewers=[viewer], kind=SittingKind.ALONE, now=began)
    piece = Piece(0, (0, minutes * MINUTE), (0, minutes * MINUTE), 1_000)
    take_pieces(key=sitting.key, pieces=[piece], now=NOW)


@pytest.fixture
def ended(staff):
    """A campaign that is over: one agency is through, one is half through, one has not begun, one is out."""
    course = make_course(parts=1)
    campaign = make_campaign(course, by=staff, since=40, days=30)
    recording = course.parts.get().recording
    cards = {name: make_card(campaign, by=staff, agency=make_agency(name=name)) for name in "見半未止"}
    watch(make_viewer(agency=cards["見"].agency), recording, minutes=45)
    watch(make_viewer(agency=cards["半"].agency), recording, minutes=20)
    revoke(card=cards["止"], reason="閉所した", actor=staff, now=NOW)
    return campaign


def test_whoever_is_not_through_gets_another_card_and_keeps_what_was_watched(ended, staff):
    made = plan_makeup(campaign=ended, plan=PLAN, actor=staff, now=NOW)
    agencies = {each.agency.name: each.agency_id for each in made.invitations.select_related("agency")}
    assert (set(agencies), made.makes_up_for, made.course) == ({"半", "未"}, ended, ended.course)
    how = progress(made.course, agencies.values(), today=TODAY)
    found = {name: how[key].progress for name, key in agencies.items()}
    assert found == {"半": Progress.UNDER_WAY, "未": Progress.NOT_STARTED}
    assert Entry.objects.filter(verb="campaigns.makeup_planned").count() == 1


def test_a_makeup_needs_somebody_who_is_not_through_and_a_campaign_that_has_begun(ended, staff):
    early = make_campaign(ended.course, by=staff, since=-5)
    make_card(early, by=staff, agency=make_agency(name="早"))
    with pytest.raises(CampaignRefused, match="始まってから"):
        plan_makeup(campaign=early, plan=PLAN, actor=staff, now=NOW)
    for card, _ in not_through(ended, today=TODAY):
        last = make_viewer(name="さいごの人", agency=card.agency)
        watch(last, ended.course.parts.get().recording, minutes=45)
    with pytest.raises(CampaignRefused, match="補講は、いりません"):
        plan_makeup(campaign=ended, plan=PLAN, actor=staff, now=NOW)
    assert Campaign.objects.count() == 2


def test_a_campaign_does_not_make_up_for_itself(ended):
    with pytest.raises(IntegrityError, match="campaigns_campaign_makes_up_for_another"), transaction.atomic():
        Campaign.objects.update(makes_up_for=F("pk"))


def test_the_desk_opens_a_makeup_and_keeps_what_was_typed(ended, staff, client):
    sign_in(client, staff)
    address = reverse("campaign_desk:makeup", args=[ended.pk])
    assert address in client.get(reverse("campaign_desk:campaign", args=[ended.pk])).text
    wrong = client.post(address, {"name": "冬の補講", "opens_on": "2027/02/01", "closes_on": "2027/01/01"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["closes_on"])
    assert "視聴期限は、視聴を始める日より前にできません。" in wrong.text
    assert "冬の補講" in wrong.text
    days = {"opens_on": TODAY.strftime("%Y/%m/%d"), "closes_on": (TODAY + 20 * DAY).strftime("%Y/%m/%d")}
    done = client.post(address, {"name": "冬の補講", **days})
    made = Campaign.objects.get(makes_up_for=ended)
    assert done.headers["Location"] == reverse("campaign_desk:campaign", args=[made.pk])
    page = client.get(done.headers["Location"]).text
    assert f'もとの案内 <a href="{reverse("campaign_desk:campaign", args=[ended.pk])}">' in page


def test_the_screen_asks_as_much_for_three_agencies_as_for_one(staff, client, django_assert_num_queries):
    sign_in(client, staff)
    campaign = make_campaign(make_course(parts=1), by=staff, since=5)
    address = reverse("campaign_desk:makeup", args=[campaign.pk])
    for name in "あいう":
        make_card(campaign, by=staff, agency=make_agency(name=name))
        if name == "い":
            continue
        client.get(address)
        with django_assert_num_queries(21):
            client.get(address)
