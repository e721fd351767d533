"""Two people open one form of the desk: the second sees what the first wrote, and overwrites nothing."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from foundation.centre.queries import current_centre
from foundation.limits.models import LimitValue
from portal.contact_desk.limits import KEPT_AFTER_ANSWER
from portal.figures import queries
from tests.directory.coverage.test_desk import make_expert, make_window
from tests.factories.accounts import make_user, sign_in
from tests.factories.directory import make_municipality
from tests.factories.shown import as_shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("centre")]
YEAR = 2026


def centre_screen():
    return reverse("content_centre_profile")


def expert_screen():
    return reverse("coverage_desk:expert", args=[make_expert().pk])


def window_screen():
    city = make_municipality(prefecture=current_centre().prefecture)
    make_window(city)
    return reverse("coverage_desk:window", args=[YEAR, city.code])


# The screen, and two fields with what each of two people writes there.
SCREENS = {
    "centre": (centre_screen, {"route": "Bの道"}, {"operator": "Aの会"}),
    "expert": (expert_screen, {"topics": "Bの話"}, {"availability": "Aの日"}),
    "window": (window_screen, {"note": "Bのメモ"}, {"window_name": "Aの窓口"}),
}
screens = pytest.mark.parametrize("name", SCREENS)


@pytest.fixture
def desks():
    return [sign_in(Client(), make_user(name=name, roles=["manager"])) for name in ("佐藤 一", "鈴木 二")]


def as_shown_again(answer):
    """Return what a form sends that was shown once more."""
    form = answer.context["form"]
    sent = {bound.html_name: bound.value() for bound in form if bound.value()}
    return sent | {"seen": answer.context["seen"]}


def shown(client, address):
    return {name: value for name, value in as_shown(client, address).items() if value is not None}


@screens
def test_what_a_colleague_wrote_meanwhile_stays_and_so_does_what_was_typed(name, desks, settings, tmp_path):
    settings.VAR = tmp_path
    screen, typed, theirs = SCREENS[name]
    (first, second), address = desks, screen()
    opened = shown(second, address)
    assert first.post(address, shown(first, address) | theirs).status_code == 303
    refused = second.post(address, opened | typed)
    assert refused.status_code == 422
    text = refused.content.decode()
    assert "まだ保存していません" in text
    assert "書きかえていないので、いまの内容を入れました。" in text
    assert shown(first, address).items() >= theirs.items()
    assert second.post(address, as_shown_again(refused)).status_code == 303
    assert shown(first, address).items() >= (typed | theirs).items()


@screens
def test_a_form_that_nobody_else_touched_is_saved_at_once(name, desks, settings, tmp_path):
    settings.VAR = tmp_path
    screen, typed, _ = SCREENS[name]
    address = screen()
    assert desks[1].post(address, shown(desks[1], address) | typed).status_code == 303
    assert shown(desks[0], address).items() >= typed.items()


def test_the_smallest_number_that_is_shown_is_not_set_over_a_colleagues(desks):
    (first, second), address = desks, reverse("figures_desk:small_counts")
    opened = shown(second, address)
    assert first.post(address, shown(first, address) | {"threshold": "8"}).status_code == 303
    refused = second.post(address, opened | {"threshold": "6"})
    assert (refused.status_code, queries.small_counts_threshold()) == (422, 8)
    assert [(each.now, each.typed) for each in refused.context["meanwhile"].differences] == [("8", "6")]
    assert second.post(address, as_shown_again(refused)).status_code == 303
    assert queries.small_counts_threshold() == 6


def test_a_limit_that_a_colleague_has_changed_is_looked_at_before_it_is_changed_again(desks):
    first, second = desks
    address = reverse("limits_desk_admin:change", args=[KEPT_AFTER_ANSWER])
    today = f"{timezone.localdate():%Y/%m/%d}"
    typed = {"value": "40", "first_day": today, "source": "Bの会議"}
    opened = shown(second, address)
    theirs = {"value": "50", "first_day": today, "source": "Aの会議"}
    assert first.post(address, shown(first, address) | theirs).status_code == 303
    refused = second.post(address, opened | typed)
    assert (refused.status_code, LimitValue.objects.get().value) == (422, 50)
    [difference] = refused.context["meanwhile"].differences
    assert "50日" in difference.now
    assert "50日" not in difference.typed
    again = second.post(address, as_shown_again(refused))
    assert "meanwhile" not in again.context or not again.context["meanwhile"]


def test_a_limit_is_set_where_nothing_has_changed_meanwhile(desks):
    address = reverse("limits_desk_admin:change", args=[KEPT_AFTER_ANSWER])
    typed = {"value": "40", "first_day": f"{timezone.localdate():%Y/%m/%d}", "source": "会議"}
    assert desks[0].post(address, shown(desks[0], address) | typed).status_code == 303
    assert desks[0].post(address, typed).status_code == 422
    assert LimitValue.objects.get().value == 40
