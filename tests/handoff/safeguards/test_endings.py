"""What ends soon: who is told when, once; the list above the register; who may confirm which kind."""

from datetime import timedelta

import pytest
from django.db.utils import ProgrammingError
from django.http import Http404
from django.urls import reverse

from accounts.enums import PrivateRole
from foundation.audit.models import Entry
from foundation.mail.models import OutgoingMail
from handoff.access import opened
from handoff.actors import CLOCK
from handoff.disclosure.enums import Part, SafeguardKind
from handoff.endings import step_reached
from handoff.exceptions import Refused
from handoff.safeguards.models import Confirmers, EndingNotice, Safeguard
from handoff.safeguards.rules import CONFIRMERS, TOLD_BEFORE
from handoff.safeguards.services import end_safeguard, settle_confirmers, tell_of_endings
from tests.factories.cases import (
    NOW,
    TODAY,
    acting,
    make_safeguard,
    rows,
    staff_of_agency,
)
from tests.factories.handoff import make_agency, make_enrolled_user
from tests.handoff.clients import as_

pytestmark = pytest.mark.django_db
# How many days a safeguard of the factory still has.
WHOLE = 365


@pytest.fixture
def agency():
    return make_agency(name="グループホームみなも")


def in_days(left):
    """Return the moment at which a safeguard of the factory has so many days left."""
    return NOW + timedelta(days=WHOLE - left)


def mails():
    return OutgoingMail.objects.filter(cause__startswith="safeguards.ending")


@pytest.mark.parametrize(
    ("left", "step"),
    [(61, None), (60, 60), (31, 60), (30, 30), (8, 30), (7, 7), (0, 7), (-1, None)],
)
def test_a_step_is_reached_on_its_day_and_lasts_until_the_next(left, step):
    assert step_reached(left, TOLD_BEFORE) == step


def test_who_leads_and_who_wrote_it_are_told_once_a_step(centre, agency):
    make_safeguard(agency, centre)
    counts = []
    for left in (61, 60, 60, 59, 30, 29, 7, 0, -1):
        tell_of_endings(now=in_days(left))
        counts.append(mails().count())
    assert counts == [0, 2, 2, 2, 4, 4, 6, 6, 6]
    assert {mail.to for mail in mails()} == {centre["lead"].email, centre["worker"].email}
    assert not any(agency.name in mail.subject + mail.text for mail in mails())


def test_after_a_pause_it_is_told_as_what_it_is_today_and_once(centre, agency):
    make_safeguard(agency, centre)
    for left in (90, 5, 4, 3):
        tell_of_endings(now=in_days(left))
    (notice,) = rows(EndingNotice.objects.all())
    assert notice.days_before == 7
    assert mails().count() == 2


def test_who_gets_many_on_a_day_gets_one_mail(centre, agency):
    for _ in range(3):
        make_safeguard(make_agency(), centre)
    assert tell_of_endings(now=in_days(30)) == 3
    assert mails().count() == 2
    assert len(rows(EndingNotice.objects.all())) == 3


def test_what_ended_and_what_another_follows_is_not_told(centre, agency):
    ended = make_safeguard(make_agency(), centre)
    end_safeguard(safeguard_id=ended.pk, actor=acting(centre["lead"]), now=NOW)
    make_safeguard(agency, centre)
    make_safeguard(agency, centre, now=NOW + timedelta(days=300))
    assert tell_of_endings(now=in_days(30)) == 0


@pytest.mark.parametrize("change", [{"covers": [Part.NEED]}, {"only_for": "H8-AAAAA"}, {"confirmed": None}])
def test_what_follows_binds_to_no_less(centre, agency, change):
    make_safeguard(agency, centre)
    after = make_safeguard(agency, centre, now=NOW + timedelta(days=300))
    if "confirmed" in change:
        change = {"confirmed_at": None, "confirmed_by": None}
    with opened(CLOCK, now=NOW):
        Safeguard.objects.filter(pk=after.pk).update(**change)
    assert tell_of_endings(now=in_days(30)) == 1


def test_nobody_but_the_clock_says_that_somebody_was_told(centre, agency):
    made = EndingNotice(safeguard=make_safeguard(agency, centre), days_before=7, told_at=NOW)
    with pytest.raises(ProgrammingError, match="row-level security"), opened(acting(centre["lead"]), now=NOW):
        made.save(force_insert=True)


def end_in(safeguard, days):
    with opened(CLOCK, now=NOW):
        Safeguard.objects.filter(pk=safeguard.pk).update(until=TODAY + timedelta(days=days))


def test_the_register_begins_with_what_ends_soon_and_leads_to_what_follows(centre, agency):
    soon, later = make_safeguard(agency, centre), make_safeguard(make_agency(name="しおかぜ荘"), centre)
    end_in(soon, 20)
    answer = as_(centre["worker"]).get(reverse("handoff:safeguards"))
    assert [(each.safeguard, each.words) for each in answer.context["endings"]] == [(soon, "あと20日")]
    assert reverse("handoff:renew_safeguard", args=[soon.pk]) in answer.text
    assert reverse("handoff:renew_safeguard", args=[later.pk]) not in answer.text
    assert (
        "もうすぐ終わる取り決め"
        not in as_(staff_of_agency(agency)["hand"]).get(reverse("handoff:safeguards")).text
    )


def test_what_follows_begins_the_day_after_and_says_the_same(centre, agency):
    soon = make_safeguard(agency, centre)
    end_in(soon, 20)
    answer = as_(centre["worker"]).get(reverse("handoff:renew_safeguard", args=[soon.pk]))
    form = answer.context["form"]
    assert form["since"].value() == TODAY + timedelta(days=21)
    assert (form["kind"].value(), form["agency"].value(), form["until"].value()) == (
        soon.kind,
        agency.pk,
        None,
    )
    assert f'action="{reverse("handoff:new_safeguard")}"' in answer.text


def settle(user, **chosen):
    settle_confirmers(
        chosen={SafeguardKind(kind): frozenset(roles) for kind, roles in chosen.items()},
        actor=acting(user),
        now=NOW,
    )


def test_the_lead_says_who_confirms_which_kind(centre):
    client = as_(centre["lead"])
    address = reverse("handoff:confirmers")
    form = client.get(address).context["form"]
    assert {kind: set(form[kind].value()) for kind in SafeguardKind} == CONFIRMERS
    chosen = {kind.value: ["lead", "deputy_lead"] for kind in SafeguardKind}
    none = client.post(address, chosen | {"pledge": []})
    assert none.status_code == 422
    assert "「この件限りの誓約書」を確かめる人を、1つ以上選んでください。" in none.text
    assert client.post(address, chosen).url == reverse("handoff:safeguards")
    settled = {row.kind: set(row.roles) for row in rows(Confirmers.objects.all())}
    assert settled == {kind: {"lead", "deputy_lead"} for kind in SafeguardKind}
    assert Entry.objects.filter(verb="safeguards.confirmers_settled").count() == len(SafeguardKind)


def test_only_what_changed_is_written_down(centre):
    settle(centre["lead"], agreement=CONFIRMERS[SafeguardKind.AGREEMENT], pledge={"lead"})
    assert [row.kind for row in rows(Confirmers.objects.all())] == [SafeguardKind.PLEDGE]


@pytest.mark.parametrize("roles", [set(), {"auditor"}, {"lead", "agency_worker"}])
def test_only_roles_of_the_centre_confirm(centre, roles):
    with pytest.raises(Refused, match="センターの役割"):
        settle(centre["lead"], agreement=roles)


def test_nobody_but_who_leads_says_so(centre):
    for user in (centre["worker"], make_enrolled_user(role=PrivateRole.PRIVACY_OFFICER)):
        with pytest.raises(Http404):
            settle(user, agreement={"lead"})
