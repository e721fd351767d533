"""The demo world of the public door: its data, that it is made once, and that nobody else gets one."""

import re
from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.enums import PrivateRole, PublicRole
from accounts.models import User
from content.tags.models import Tag
from directory.demo import fill
from directory.kinds import KINDS
from directory.models import Agency, Membership, MunicipalityInArea
from foundation import demo_places
from foundation.audit.models import Entry
from foundation.demo import World
from foundation.mail.models import OutgoingMail
from foundation.mail.services import deliver
from portal.demo.news import publish_demo_news
from portal.demo.people import CAST, cast_of
from portal.digest.models import Subscription
from portal.models import NewsPage
from tests.directory.demo_alive import the_directory_is_alive
from tests.factories.digest import ADDRESS
from tests.factories.first_site import place_first_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings):
    settings.DEMO = True


def make_world(capsys):
    call_command("demo_world")
    return capsys.readouterr().out


def empty_world(door="public"):
    return World(door=door, now=datetime(2026, 11, 23, 9, tzinfo=UTC), cast=())


def rows():
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


def test_outside_the_demo_no_world_is_made():
    before = rows()
    with pytest.raises(CommandError, match="ここには作りません。"):
        call_command("demo_world")
    assert rows() == before


def test_the_world_is_whole_and_made_twice_it_is_as_once(demo, capsys, rf, client, settings, tmp_path):
    # One world for all: making it takes seconds.
    place_first_site()
    first = make_world(capsys)
    made = rows()
    every_login_opens_and_has_its_roles(rf)
    partners_act_for_their_agency_and_staff_for_none()
    the_directory_is_alive(rf)
    assert make_world(capsys) == first == "見本の世界ができました（10 人、68 機関）。\n"
    assert rows() == made
    news_has_readers_and_the_mailbox_shows_the_question(client, settings, tmp_path)
    each_tag_leads_to_news_and_one_was_begun_from_an_event(client)


def test_what_somebody_changed_in_the_demo_stays():
    fill(empty_world())
    Agency.objects.filter(name="グループホームみなも").update(phone="000-999-0000")
    fill(empty_world())
    assert Agency.objects.get(name="グループホームみなも").phone == "000-999-0000"


def every_login_opens_and_has_its_roles(rf):
    for member in cast_of("public"):
        user = authenticate(rf.post("/"), email=member.email, password=member.password)
        assert user == User.objects.get(email=member.email)
        assert user.role_names == set(member.roles)
        assert sorted(user.authenticator_set.values_list("type", flat=True)) == ["recovery_codes", "totp"]


def partners_act_for_their_agency_and_staff_for_none():
    roles = Membership.objects.filter(person__user__isnull=False).order_by("person__user__email")
    assert list(roles.values_list("person__user__email", "agency__name", "role")) == [
        ("editor@example.jp", "見本地域生活定着支援センター", "colleague"),
        ("facilitator@example.jp", "南加賀基幹相談支援センターつむぎ", "partner"),
        ("manager@example.jp", "見本地域生活定着支援センター", "colleague"),
        ("municipality@example.jp", "輪島市 見本福祉課", "partner"),
        ("outsider@example.jp", "就労継続支援B型とまり木", "partner"),
        ("partner-admin@example.jp", "グループホームみなも", "partner_admin"),
        ("partner@example.jp", "グループホームみなも", "partner"),
        ("prefecture@example.jp", "石川県 見本福祉課", "colleague"),
        ("staff@example.jp", "見本地域生活定着支援センター", "colleague"),
        ("system-admin@example.jp", "見本地域生活定着支援センター", "colleague"),
    ]


def news_has_readers_and_the_mailbox_shows_the_question(client, settings, tmp_path):
    backend = "django.core.mail.backends.filebased.EmailBackend"
    options = {"file_path": str(tmp_path / "mail")}
    settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": options}}
    assert Subscription.objects.active().count() == 3
    answer = client.post(
        "/news/mail/", {"email": ADDRESS, "cadence": "weekly", "topics": ["news"]}, follow=True
    )
    assert "確認のメールを送りました" in answer.text
    deliver(mail_id=OutgoingMail.objects.latest("id").pk, now=timezone.now())
    assert "お知らせのメールの確認（まだ始まっていません）" in client.get("/demo/mail/").text


def each_tag_leads_to_news_and_one_was_begun_from_an_event(client):
    now = timezone.now()
    assert publish_demo_news(now=now) == 3
    for tag in Tag.objects.all():
        page = client.get(f"/tags/{tag.slug}/").content.decode()
        assert re.findall(r'href="/news/[^"]+/"', page), tag
    report = NewsPage.objects.get(title="「支援する人の心を守る」を開きました")
    assert Entry.objects.filter(verb="portal.report_begun", subject_id=str(report.pk)).count() == 1
    html = client.get(report.address).content.decode()
    assert ("持ち帰ったこと" in html, report.participant_count > 4) == (True, True)
    assert publish_demo_news(now=now) == 0
    assert NewsPage.objects.live().count() == 3


def test_every_municipality_lies_in_one_area():
    fill(empty_world())
    placed = MunicipalityInArea.objects.values_list("municipality__name", flat=True)
    assert sorted(placed) == sorted(name for _, name, _ in demo_places.MUNICIPALITIES)


@pytest.mark.parametrize("code", [code for code, _, _ in demo_places.MUNICIPALITIES])
def test_a_municipality_bears_its_national_code(code):
    """全国地方公共団体コード: the last figure is a check digit over the five before it."""
    weighed = sum(int(figure) * weight for figure, weight in zip(code, range(6, 1, -1), strict=False))
    assert code == f"{code[:5]}{(11 - weighed % 11) % 10}"


def test_every_kind_of_agency_has_a_sample():
    assert {sample.kind for sample in demo_places.AGENCIES} == {kind.code for kind in KINDS}


# Who signs in with a role that somebody else shows already.
BESIDE_ROLES = frozenset({"municipality", "outsider"})


def test_every_role_of_both_doors_has_exactly_one_login():
    keys = [(member.door, member.key) for member in CAST if member.key not in BESIDE_ROLES]
    assert sorted(keys) == sorted(
        [*(("public", str(role)) for role in PublicRole), *(("private", str(role)) for role in PrivateRole)]
    )


@pytest.mark.parametrize("member", CAST, ids=lambda member: f"{member.door}-{member.key}")
def test_a_password_of_the_demo_would_be_accepted(member):
    validate_password(member.password)


def test_no_secret_is_shared_by_two_logins():
    assert len({member.totp_secret for member in CAST}) == len(CAST)


def test_an_agency_has_the_same_public_id_at_both_doors():
    public, private = empty_world("public"), empty_world("private")
    assert public.public_id("minamo") == private.public_id("minamo") == "87E6748E"


def test_a_seed_draws_the_same_numbers_whatever_ran_before_it():
    world = empty_world()
    world.begin("events")
    first = world.rng.random()
    world.rng.random()
    world.begin("events")
    assert world.rng.random() == first
