"""The deadline of proxies and what they came in for are guarded."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from outreach.study_groups.associations.enums import ResolutionKind
from outreach.study_groups.associations.models import Resolution
from outreach.study_groups.associations.services.agenda import change_resolution, set_deadline
from outreach.study_groups.exceptions import GroupRefused
from tests.factories.accounts import sign_in
from tests.factories.associations import make_assembly, make_association, make_rules, make_voter
from tests.factories.first_site import place_first_site

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()
DAY = timedelta(days=1)


@pytest.fixture
def community(transactional_db):
    place_first_site()
    found = make_association()
    make_rules(found)
    return found


@pytest.fixture
def voter(community):
    return make_voter(community, "いち")


@pytest.fixture
def assembly(community, voter, manager):
    return make_assembly(community, by=manager, now=NOW)


def page(assembly, rest=""):
    return f"/groups/tobu/assemblies/{assembly.pk}/{rest}"


def test_the_deadline_lies_between_now_and_the_start_of_the_meeting(assembly, manager):
    starts_at = assembly.row.event.sessions.get().starts_at
    client, day = sign_in(Client(), manager), timezone.localdate(starts_at)
    wrong = {"2020/1/1": "もう過ぎた日時です", f"{day + DAY:%Y/%m/%d}": "総会が始まる前の日時"}
    for typed, words in wrong.items():
        answer = client.post(page(assembly, "deadline/"), {"day": typed, "clock": ""})
        assert (answer.status_code, words in answer.text) == (422, True), typed
    for until in (NOW - DAY, NOW, starts_at + timedelta(minutes=1)):
        with pytest.raises(GroupRefused):
            set_deadline(assembly=assembly, until=until, actor=manager, now=NOW)
    assert (
        client.post(page(assembly, "deadline/"), {"day": f"{day:%Y/%m/%d}", "clock": ""}).status_code == 303
    )
    assembly.refresh_from_db()
    assert assembly.proxies_until == starts_at


@pytest.mark.parametrize("way", ["chair", "written"])
def test_a_resolution_for_which_something_came_in_is_never_deleted(assembly, voter, manager, way):
    resolution, client = Resolution.objects.get(), sign_in(Client(), manager)
    remove = page(assembly, f"resolutions/{resolution.pk}/remove/")
    assert remove in client.get(page(assembly)).text
    sent = {"giver": voter.agency.pk, "way": way, f"vote-{resolution.pk}": "yes"}
    assert sign_in(Client(), voter).post(page(assembly, "send/"), sent).status_code == 303
    assert remove not in client.get(page(assembly)).text
    refused = client.post(remove, follow=True)
    assert "委任状か賛否が届いているので、議案は消せません" in refused.text
    assert Resolution.objects.get() == resolution


@pytest.mark.parametrize("way", ["chair", "written"])
def test_a_resolution_for_which_something_came_in_says_what_it_said(assembly, voter, manager, way):
    resolution, client = Resolution.objects.get(), sign_in(Client(), manager)
    change = page(assembly, f"resolutions/{resolution.pk}/change/")
    assert change in client.get(page(assembly)).text
    sent = {"giver": voter.agency.pk, "way": way, f"vote-{resolution.pk}": "yes"}
    assert sign_in(Client(), voter).post(page(assembly, "send/"), sent).status_code == 303
    assert change not in client.get(page(assembly)).text
    refused = client.post(change, {"title": "別の議案", "text": "", "kind": "ordinary", "target": ""})
    words = "議案の中身は変えられません" if way == "chair" else "議案は変えられません"
    assert (refused.status_code, words in refused.text) == (422, True)
    assert Resolution.objects.get().title == resolution.title


def test_after_a_proxy_only_what_nobody_answered_to_changes(assembly, voter, manager):
    resolution = Resolution.objects.get()
    sent = {"giver": voter.agency.pk, "way": "chair"}
    assert sign_in(Client(), voter).post(page(assembly, "send/"), sent).status_code == 303
    kept = {"title": resolution.title, "text": resolution.text, "kind": ResolutionKind.SPECIAL}
    change_resolution(resolution=resolution, details=kept, actor=manager, now=NOW)
    assert Resolution.objects.get().kind == ResolutionKind.SPECIAL
    for details in ({"title": "別の議案"}, {"text": "別の提案"}):
        with pytest.raises(GroupRefused):
            change_resolution(resolution=resolution, details=details, actor=manager, now=NOW)
