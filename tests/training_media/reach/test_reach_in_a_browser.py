"""Every screen of how far trainings reach, in a real browser: nothing that a screen reader misses."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from directory.enums import MembershipRole
from tests.factories.accounts import sign_in
from tests.factories.directory import make_agency, make_partner
from tests.factories.reach import add_chapters, watched_campaign
from tests.factories.training_media import make_course, make_viewer
from training_media.intake.services.recordings import RightsNoted, note_rights

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()


def signed_in(page, user, live_server):
    """Let this browser bear the session of somebody who has signed in."""
    cookie = sign_in(Client(), user).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    return page


@pytest.fixture
def campaign(transactional_db, live_server, staff):
    course = make_course()
    add_chapters(course)
    agencies = [make_agency(name=f"見本の家{each}") for each in range(3)]
    return watched_campaign(course, agencies, each=5, by=staff, now=NOW)


@pytest.fixture
def card(campaign):
    """Give the card of an agency of which two bear names that are alike."""
    card = campaign.invitations.order_by("pk").first()
    person = make_partner(agency=card.agency, name="見本　花子").person
    viewer = make_viewer(name="見本　花子", agency=card.agency)
    viewer.person = person
    viewer.save()
    make_viewer(name="見本 花子", agency=card.agency)
    return card


@pytest.fixture
def screens(campaign, card, staff):
    """Return the address of every screen of the desk about whom trainings reach."""
    part = campaign.course.parts.first()
    soon = (NOW + timedelta(days=30)).date()
    note_rights(recording=part.recording, noted=RightsNoted(until=soon), actor=staff, now=NOW)
    desk = "/cms/videos/"
    reach = f"{desk}campaigns/{campaign.pk}/reach/"
    return [
        f"{desk}campaigns/",
        f"{desk}campaigns/{campaign.pk}/",
        f"{desk}campaigns/{campaign.pk}/change/",
        f"{desk}campaigns/{campaign.pk}/makeup/",
        f"{desk}campaigns/new/{campaign.course_id}/",
        f"{desk}campaigns/{campaign.pk}/remind/?whom=not_started&whom=stuck",
        f"{desk}campaigns/cards/{card.pk}/",
        f"{desk}campaigns/cards/{card.pk}/same/",
        reach,
        f"{reach}?by=agency",
        f"{reach}?by=job",
        f"{reach}chapters/",
        f"{desk}{campaign.course_id}/reach/",
        f"{desk}{campaign.course_id}/reach/agencies/{card.agency.public_id}/",
        f"{desk}recordings/rights/",
        f"{desk}recordings/{part.recording_id}/rights/",
        "/cms/history/",
    ]


def test_every_screen_of_the_desk_about_whom_trainings_reach_is_accessible(
    screens, page, staff, axe, live_server
):
    signed_in(page, staff, live_server)
    for number, address in enumerate(screens):
        page.emulate_media(color_scheme="dark" if number % 2 else "light")
        assert page.goto(address).status == 200, address
        axe(page)
    assert page.goto(f"{screens[8]}?kind=nonsense").status == 422
    axe(page)


def test_the_proof_is_accessible_to_whoever_runs_the_agency(campaign, card, page, axe, live_server):
    chief = make_partner(agency=card.agency, name="管理者", role=MembershipRole.PARTNER_ADMIN)
    signed_in(page, chief, live_server)
    for address in ("/my/videos/", "/my/videos/records/", f"/my/videos/records/{campaign.course.slug}/"):
        assert page.goto(address).status == 200
        axe(page)
