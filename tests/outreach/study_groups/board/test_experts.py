"""Questions to those who know much: who stands on the list, who keeps it, who is asked and told by mail."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.enums import PublicRole
from directory.enums import MembershipRole
from directory.models import Agency, Membership
from foundation.mail.models import OutgoingMail
from outreach.study_groups.access import standing_in
from outreach.study_groups.board import queries
from outreach.study_groups.board.enums import TopicKind
from outreach.study_groups.board.models import Expert, Topic
from outreach.study_groups.board.services.experts import name_expert, remove_expert
from outreach.study_groups.board.services.forgetting import forget_experts
from outreach.study_groups.board.services.writing import Written, begin_topic
from outreach.study_groups.enums import Action, Place
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.models import Delegate, MemberAgency
from tests.factories.accounts import make_user, sign_in
from tests.factories.directory import join, make_agency
from tests.factories.first_site import place_first_site
from tests.factories.groups import make_community, make_delegate, make_facilitation, make_member_of

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
BOARD = "/groups/tobu/board/"
LIST = f"{BOARD}experts/"
ASKED = {"kind": "expert", "title": "家賃のたまった方", "text": "家賃がたまったとき、どこに聞きますか。"}


@pytest.fixture
def community(transactional_db):
    place_first_site()
    return make_community()


def somebody(community, name, *, place=Place.COLLEAGUE, shown=True, role=MembershipRole.PARTNER):
    """Make somebody who stands for a member of their own; None as a place makes one who does not."""
    agency = make_agency(name=f"{name}の機関")
    user = make_user(name=name, roles=[PublicRole.PARTNER])
    join(user.person, agency, role=role)
    member = make_member_of(community, agency)
    if place is not None:
        make_delegate(member, user.person, place=place, is_shown=shown)
    return user


@pytest.fixture
def writer(community):
    return somebody(community, "書く人")


@pytest.fixture
def lawyer(community, staff):
    return expert(community, "法律の人", "法律", by=staff)


def expert(community, name, field, *, by):
    user = somebody(community, name)
    user.row = name_expert(community=community, person=user.person, field=field, actor=by, now=NOW)
    return user


def begin(user, **fields):
    return sign_in(Client(), user).post(f"{BOARD}new/", ASKED | fields)


def test_who_is_picked_alone_gets_the_title_by_mail_and_the_page_says_who_was_asked(
    community, writer, lawyer, staff
):
    doctor = expert(community, "病気の人", "病気のこと", by=staff)
    form = sign_in(Client(), writer).get(f"{BOARD}new/").text
    for words in ("法律の人さん（法律の人の機関、法律）", "病気の人さん（病気の人の機関、病気のこと）"):
        assert words in form
    assert begin(writer, asked=lawyer.row.pk).status_code == 303
    letter, topic = OutgoingMail.objects.get(), Topic.objects.get()
    assert letter.to == lawyer.email
    told = [each in letter.text for each in (ASKED["title"], f"{BOARD}{topic.pk}/", ASKED["text"], "書く人")]
    assert told == [True, True, False, False]
    page = sign_in(Client(), doctor).get(f"{BOARD}{topic.pk}/").text
    assert "くわしい人：法律の人の機関（法律）" in page
    assert "法律の人さん" not in page


def test_who_picks_nobody_asks_all_but_themselves(community, writer, lawyer, staff):
    doctor = expert(community, "病気の人", "病気のこと", by=staff)
    name_expert(community=community, person=writer.person, field="家賃", actor=staff, now=NOW)
    assert begin(writer, asked="").status_code == 303
    assert {each.to for each in OutgoingMail.objects.all()} == {lawyer.email, doctor.email}
    page = sign_in(Client(), lawyer).get(f"{BOARD}{Topic.objects.get().pk}/").text
    assert "くわしい人：だれでもくわしい人" in page


def test_other_kinds_of_topics_ask_nobody(community, writer, lawyer):
    assert begin(writer, kind="talk", asked=lawyer.row.pk).status_code == 303
    assert (OutgoingMail.objects.count(), Topic.objects.get().asked) == (0, None)


def test_where_nobody_stands_on_the_list_nobody_can_be_asked(community, writer):
    client = sign_in(Client(), writer)
    assert "くわしい人にきく" not in client.get(f"{BOARD}new/").text
    assert client.post(f"{BOARD}new/", ASKED).status_code == 422
    assert "まだいません" in client.get(LIST).text


# What takes somebody off the list, with the rows that say it.
LEAVING = {
    "stands for it no more": lambda user: Delegate.objects.filter(person=user.person).update(until=TODAY),
    "member no more": lambda user: MemberAgency.objects.filter(delegates__person=user.person).update(
        until=TODAY
    ),
    "works there no more": lambda user: Membership.objects.filter(person=user.person).update(valid_to=TODAY),
    "acts for it no more": lambda user: Membership.objects.filter(person=user.person).update(
        role=MembershipRole.COLLEAGUE
    ),
    "agency closed": lambda user: Agency.objects.filter(name=f"{user.person.name}の機関").update(
        closed_on=TODAY - timedelta(days=1)
    ),
    "no account": lambda user: type(user).objects.filter(pk=user.pk).update(is_active=False),
}


@pytest.mark.parametrize("leave", LEAVING.values(), ids=LEAVING.keys())
def test_whoever_may_not_read_the_board_any_more_is_gone_from_the_list(
    leave, community, writer, lawyer, staff
):
    """The door of the board says the same: the list's own question lets nobody in whom it keeps out."""
    assert begin(writer, asked=lawyer.row.pk).status_code == 303
    leave(lawyer)
    lawyer.refresh_from_db()
    assert not standing_in(lawyer, community, today=TODAY).may(Action.READ_BOARD)
    client = sign_in(Client(), writer)
    assert "法律の人" not in client.get(LIST).text
    assert "くわしい人：だれでもくわしい人" in client.get(f"{BOARD}{Topic.objects.get().pk}/").text
    assert begin(writer, asked=lawyer.row.pk).status_code == 422
    question = {"community": community, "kind": TopicKind.EXPERT, "title": "題", "actor": writer, "now": NOW}
    with pytest.raises(GroupRefused, match="もう一覧にいません"):
        begin_topic(written=Written("？", asked=lawyer.row.pk), **question)
    begin_topic(written=Written("？"), **question)
    assert OutgoingMail.objects.count() == 1
    with pytest.raises(GroupRefused, match="一覧にのせられません"):
        name_expert(community=community, person=lawyer.person, field="法律", actor=staff, now=NOW)


def test_whoever_wants_not_to_be_named_to_others_is_not_on_the_list(community, writer, lawyer):
    Delegate.objects.filter(person=lawyer.person).update(is_shown=False)
    assert "法律の人" not in sign_in(Client(), writer).get(LIST).text


def somebody_as(capacity, community):
    """Return somebody who stands as this in the community."""
    if capacity in ("staff", "manager"):
        return make_user(roles=[PublicRole(capacity)])
    if capacity == "facilitator":
        user = make_user(roles=[PublicRole.PARTNER])
        join(user.person, make_agency(name="世話する機関"))
        make_facilitation(community, user.person)
        return user
    if capacity == "partner":
        user = make_user(roles=[PublicRole.PARTNER])
        join(user.person, make_agency(name="ほかの機関"))
        return user
    if capacity == "agency_admin":
        return somebody(community, "管理の人", place=None, role=MembershipRole.PARTNER_ADMIN)
    return somebody(community, "会員の人", place=Place(capacity))


@pytest.mark.parametrize(
    ("capacity", "reads", "keeps"),
    [
        ("partner", 404, False),
        ("agency_admin", 404, False),
        ("colleague", 200, False),
        ("deputy", 200, False),
        ("delegate", 200, False),
        ("facilitator", 200, True),
        ("staff", 200, True),
        ("manager", 200, True),
    ],
)
def test_whoever_looks_after_the_board_keeps_the_list_and_nobody_else(
    capacity, reads, keeps, community, writer, lawyer
):
    user = somebody_as(capacity, community)
    client = sign_in(Client(), user)
    assert client.get(LIST).status_code == reads
    named = client.post(LIST, {"person": writer.person_id, "field": "お金"})
    removed = client.post(f"{LIST}{lawyer.row.pk}/remove/")
    assert [named.status_code, removed.status_code] == ([303, 303] if keeps else [404, 404])
    left = list(Expert.objects.values_list("person", "field"))
    assert left == ([(writer.person_id, "お金")] if keeps else [(lawyer.person_id, "法律")])
    if not keeps:
        for act in (
            lambda: name_expert(community=community, person=writer.person, field="金", actor=user, now=NOW),
            lambda: remove_expert(expert=lawyer.row, actor=user, now=NOW),
        ):
            with pytest.raises(GroupRefused):
                act()
    assert Client().get(LIST).status_code == 302


def test_what_cannot_be_put_on_the_list_is_said_and_what_was_typed_stays(community, writer, lawyer, staff):
    client = sign_in(Client(), staff)
    outside = make_user(roles=[PublicRole.PARTNER])
    for typed, words in (
        ({"person": "", "field": "お金"}, 'value="お金"'),
        ({"person": writer.person_id, "field": ""}, "selected"),
        ({"person": writer.person_id, "field": "あ" * 41}, "あ" * 41),
        ({"person": outside.person_id, "field": "お金"}, 'value="お金"'),
    ):
        page = client.post(LIST, typed)
        assert (page.status_code, words in page.text) == (422, True)
        told = "".join(word for words in page.context["form"].errors.values() for word in words)
        assert any(each in told for each in ("出ている方から選んで", "くわしいことを書いて", "40字までで"))
    again = {"person": lawyer.person_id, "field": "お金のこと"}
    assert client.post(LIST, again).status_code == 303
    assert Expert.objects.get().field == "お金のこと"


def test_a_topic_that_asks_somebody_taken_off_asks_all_and_one_moved_to_the_centre_nobody(
    community, writer, lawyer, staff
):
    begin(writer, asked=lawyer.row.pk)
    topic = Topic.objects.get()
    sign_in(Client(), staff).post(f"{BOARD}{topic.pk}/move/")
    topic.refresh_from_db()
    assert (topic.kind, topic.asked) == ("private", None)
    begin(writer, asked=lawyer.row.pk)
    remove_expert(expert=lawyer.row, actor=staff, now=NOW)
    assert Topic.objects.latest("pk").asked is None


def test_rows_go_once_it_is_forgotten_that_somebody_was_there(community, lawyer):
    Delegate.objects.filter(person=lawyer.person).update(until=TODAY)
    assert (forget_experts(now=NOW), Expert.objects.count()) == (0, 1)
    Delegate.objects.filter(person=lawyer.person).delete()
    assert (forget_experts(now=NOW), Expert.objects.count()) == (1, 0)


def test_the_database_refuses_a_second_row_an_empty_field_and_who_is_asked_elsewhere(
    community, writer, lawyer
):
    begin(writer, asked=lawyer.row.pk)
    again = Expert(community=community, person=lawyer.person, field="税", named_at=NOW)
    for rule, act in (
        ("expert_once", lambda: Expert.objects.bulk_create([again])),
        ("expert_knows_something", lambda: Expert.objects.update(field="")),
        ("topic_asks_who_knows", lambda: Topic.objects.update(kind="talk")),
    ):
        with pytest.raises(IntegrityError, match=f"group_board_{rule}"), transaction.atomic():
            act()


def test_the_list_and_the_topic_ask_as_often_for_three_as_for_one(community, writer, staff):
    reading, keeping, counts = sign_in(Client(), writer), sign_in(Client(), staff), []
    for number in range(3):
        row = expert(community, f"人{number}", "法律", by=staff).row
        begin(writer, asked=row.pk)
        topic = f"{BOARD}{Topic.objects.latest('pk').pk}/"
        for client, page in ((reading, LIST), (keeping, LIST), (reading, f"{BOARD}new/"), (reading, topic)):
            client.get(page)
            with CaptureQueriesContext(connection) as asked:
                client.get(page)
            counts.append(len(asked))
    assert counts[:4] == counts[4:8] == counts[8:]
    assert counts[:4] == [10, 11, 12, 16]
    assert queries.experts(community, today=TODAY).count() == 3
