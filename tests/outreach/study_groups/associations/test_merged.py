"""When two agencies become one, the kept one stands in open general meetings; closed ones stay."""

import pytest
from django.utils import timezone

from outreach.study_groups.associations import queries
from outreach.study_groups.associations.enums import Presence
from outreach.study_groups.associations.merging import move_associations
from outreach.study_groups.associations.models import (
    Assembly,
    Proxy,
    Recusal,
    Resolution,
    SecretariatTerm,
    Vote,
    Voter,
)
from tests.factories.associations import make_assembly, make_association, make_rules, make_voter
from tests.factories.first_site import place_first_site

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()
TODAY = timezone.localdate(NOW)


@pytest.fixture
def community(transactional_db):
    place_first_site()
    found = make_association()
    make_rules(found)
    return found


def test_open_meetings_follow_and_closed_ones_stay(community, manager):
    kept, merged, third = (make_voter(community, name).agency for name in ("のこる", "うつる", "ほか"))
    assembly = make_assembly(community, by=manager, now=NOW)
    resolution = Resolution.objects.get()
    for agency in (kept, merged):
        Voter.objects.create(assembly=assembly, agency=agency, presence=Presence.DELEGATE)
        Vote.objects.create(resolution=resolution, agency=agency, choice="yes", way="there", recorded_at=NOW)
    Recusal.objects.create(resolution=resolution, agency=merged)
    paper = {"assembly": assembly, "way": "paper", "given_on": TODAY, "recorded_at": NOW}
    Proxy.objects.create(giver=third, holder=merged, **paper)
    Proxy.objects.create(giver=merged, holder=kept, **paper)
    SecretariatTerm.objects.create(community=community, agency=merged, since=TODAY, decided_by="総会")
    Assembly.objects.update(chair=merged)
    move_associations(kept, merged)
    assert [each.agency for each in Voter.objects.all()] == [kept]
    assert [each.agency for each in Vote.objects.all()] == [kept]
    assert (Recusal.objects.get().agency, Assembly.objects.get().chair) == (kept, kept)
    assert [(each.giver, each.holder) for each in Proxy.objects.all()] == [(third, kept)]
    assert SecretariatTerm.objects.get().agency == kept
    counting = queries.counting_of(Assembly.objects.get())
    assert counting.meeting.there == {kept.pk}
