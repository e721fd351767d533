"""Members talk on the board of their community; nobody else reads it, and titles alone leave it by mail."""

from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.enums import PublicRole
from foundation.mail.models import OutgoingMail
from outreach.study_groups.board.enums import TopicState
from outreach.study_groups.board.merging import move_posts
from outreach.study_groups.board.models import Agreement, DigestWish, Post, Report, Topic
from outreach.study_groups.board.services.digest import send_digests
from outreach.study_groups.board.services.writing import Written, answer
from outreach.study_groups.enums import Place
from outreach.study_groups.models import Delegate
from outreach.study_groups.services.making import adopt_promises
from tests.factories.accounts import make_user, sign_in
from tests.factories.directory import join, make_agency
from tests.factories.first_site import place_first_site
from tests.factories.groups import make_community, make_delegate, make_facilitation, make_member_of

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()
BOARD = "/groups/tobu/board/"
WRITTEN = {"kind": "talk", "title": "夜の電話", "text": "夜に電話が続くとき、どうしていますか。"}


@pytest.fixture
def community(transactional_db):
    place_first_site()
    return make_community()


def somebody(community, name, *, runs=False):
    agency = make_agency(name=f"{name}の家")
    user = make_user(
        name=name, roles=[PublicRole.PARTNER], email=f"p{make_agency.__name__}{agency.pk}@example.jp"
    )
    join(user.person, agency)
    make_delegate(make_member_of(community, agency), user.person, place=Place.DELEGATE)
    if runs:
        make_facilitation(community, user.person)
    return user


@pytest.fixture
def writer(community):
    return somebody(community, "書く人")


@pytest.fixture
def reader(community):
    return somebody(community, "読む人")


@pytest.fixture
def runner(community):
    return somebody(community, "世話する人", runs=True)


def test_whoever_runs_it_without_a_member_writes_for_their_own_agency_and_staff_for_the_centre(
    community, staff, reader
):
    outside = make_user(name="世話 太郎", roles=[PublicRole.PARTNER], email="sewa@example.jp")
    join(outside.person, agency := make_agency(name="会員でない家"))
    make_facilitation(community, outside.person)
    topic = begin(outside)
    assert (topic.agency, topic.posts.get().agency) == (agency, agency)
    assert begin(staff).agency is None
    # Acting for an agency that is no member, a member still writes for theirs.
    join(reader.person, elsewhere := make_agency(name="べつの家"))
    answer(topic=topic, written=Written("はい。", elsewhere.pk), actor=reader, now=NOW)
    page = sign_in(Client(), reader).get(f"{BOARD}{topic.pk}/").text
    assert ["会員でない家の方" in page, "世話 太郎" in page, "読む人の家　読む人さん" in page] == [
        True,
        False,
        True,
    ]
    assert "センター　" not in page


def test_other_agencies_read_the_names_of_those_alone_who_agreed(community, writer, reader, runner, staff):
    topic = begin(writer)
    sign_in(Client(), staff).post(page_of(topic), {"text": "センターです。"})
    colleague = make_user(name="同じ家の人", roles=[PublicRole.PARTNER], email="same@example.jp")
    member = writer.person.communities.get().member
    join(colleague.person, member.agency)
    make_delegate(member, colleague.person, place=Place.COLLEAGUE)

    def named():
        pages = {user: sign_in(Client(), user).get(page_of(topic)).text for user in readers}
        return ["書く人の家　書く人さん" in text for text in pages.values()], pages

    readers = (writer, colleague, staff, reader, runner)
    found, pages = named()
    assert found == [True, True, True, False, False]
    assert "書く人の家の方（代表）" in pages[reader]
    assert all(f"センター　{staff.person.name}さん" in text for text in pages.values())
    Delegate.objects.filter(person=writer.person).update(is_shown=True)
    assert named()[0] == [True] * 5
    # Who stands there no more is named no more.
    Delegate.objects.filter(person=writer.person).update(until=timezone.localdate())
    assert named()[0][1:] == [True, True, False, False]


def begin(user, **fields):
    client = sign_in(Client(), user)
    answer = client.post(f"{BOARD}new/", WRITTEN | fields)
    assert answer.status_code == 303, answer.context["form"].errors
    return Topic.objects.latest("pk")


def page_of(topic):
    return f"{BOARD}{topic.pk}/"


def test_members_talk_and_nobody_else_reads_it(community, writer, reader):
    topic = begin(writer)
    client = sign_in(Client(), reader)
    assert "夜の電話" in client.get(BOARD).text
    client.post(page_of(topic), {"text": "時間を決めています。"})
    page = client.get(page_of(topic)).text
    assert ["書く人の家" in page, "時間を決めています。" in page] == [True, True]
    assert "夜の電話" in client.get("/groups/tobu/").text
    other = make_user(roles=[PublicRole.PARTNER])
    join(other.person, make_agency(name="ほかの家"))
    outside = sign_in(Client(), other)
    for address in (BOARD, page_of(topic), f"{BOARD}new/"):
        assert (outside.get(address).status_code, Client().get(address).status_code) == (404, 302)
    assert outside.post(page_of(topic), {"text": "のぞきました"}).status_code == 404
    for public in ("/groups/tobu/", "/search/?q=夜の電話"):
        assert page_of(topic) not in Client().get(public).text


def test_what_may_say_who_is_asked_about_first_and_stands_once_it_was_read_again(community, writer):
    client = sign_in(Client(), writer)
    typed = WRITTEN | {"text": "花子さんの電話 090-1234-5678 のことです。"}
    page = client.post(f"{BOARD}new/", typed)
    assert page.status_code == 422
    told = ["花子さん」（人の名前）" in page.text, "電話番号" in page.text, typed["text"] in page.text]
    assert told == [True, True, True]
    assert Topic.objects.count() == 0
    assert client.post(f"{BOARD}new/", typed | {"is_sure": "on"}).status_code == 303


def test_whoever_writes_agrees_to_the_promises_once_and_anew_when_they_change(community, writer, staff):
    adopt_promises(community=community, text="名前を言わない", actor=staff, now=NOW)
    client = sign_in(Client(), writer)
    refused = client.post(f"{BOARD}new/", WRITTEN)
    assert (refused.status_code, "約束します" in refused.text, Topic.objects.count()) == (422, True, 0)
    assert client.post(f"{BOARD}new/", WRITTEN | {"agrees": "on"}).status_code == 303
    assert client.post(f"{BOARD}new/", WRITTEN).status_code == 303
    adopt_promises(community=community, text="外に持ち出さない", actor=staff, now=NOW)
    assert client.post(f"{BOARD}new/", WRITTEN).status_code == 422
    assert Agreement.objects.count() == 1


def test_a_question_to_the_centre_is_read_by_the_centre_and_who_asked_alone(
    community, writer, reader, runner, staff
):
    topic = begin(writer, kind="private", title="職員のことで")
    for user, status in ((writer, 200), (staff, 200), (reader, 404), (runner, 404)):
        client = sign_in(Client(), user)
        assert client.get(page_of(topic)).status_code == status
        assert ("職員のことで" in client.get(BOARD).text) is (status == 200)
    sign_in(Client(), staff).post(page_of(topic), {"text": "お電話します。"})
    assert "お電話します。" in sign_in(Client(), writer).get(page_of(topic)).text


def test_what_was_reported_is_hidden_with_a_reason_and_shown_again(community, writer, reader, runner):
    topic = begin(writer)
    client = sign_in(Client(), reader)
    client.post(page_of(topic), {"text": "ひどい話です。"})
    post = Post.objects.latest("pk")
    mine = sign_in(Client(), writer)
    mine.post(f"{BOARD}posts/{post.pk}/report/", {"reason": "hurts", "words": ""})
    again = mine.post(f"{BOARD}posts/{post.pk}/report/", {"reason": "other", "words": ""})
    assert (Report.objects.count(), "もう知らせてあります" in again.text) == (1, True)
    assert mine.get(f"{BOARD}reports/").status_code == 404
    assert mine.post(f"{BOARD}posts/{post.pk}/hide/", {"because": "わたしが"}).status_code == 404
    running = sign_in(Client(), runner)
    assert "ひどい話です。" in running.get(f"{BOARD}reports/").text
    assert running.post(f"{BOARD}posts/{post.pk}/hide/", {"because": ""}).status_code == 422
    running.post(f"{BOARD}posts/{post.pk}/hide/", {"because": "人を傷つけるため"})
    assert "ひどい話です。" not in mine.get(page_of(topic)).text
    assert "人を傷つけるため" in running.get(page_of(topic)).text
    assert Report.objects.get().outcome == "hidden"
    running.post(f"{BOARD}posts/{post.pk}/show/")
    assert "ひどい話です。" in mine.get(page_of(topic)).text


def test_whoever_wrote_what_was_hidden_reads_it_with_the_reason_and_no_other_member(
    community, writer, reader, runner
):
    topic = begin(writer)
    sign_in(Client(), reader).post(page_of(topic), {"text": "ひどい話です。"})
    first, answer_to_it = Post.objects.order_by("pk")
    running = sign_in(Client(), runner)
    running.post(f"{BOARD}posts/{answer_to_it.pk}/hide/", {"because": "人を傷つけるため"})
    pages = [sign_in(Client(), each).get(page_of(topic)).text for each in (reader, writer)]
    assert [["ひどい話です。" in each, "人を傷つけるため" in each] for each in pages] == [
        [True] * 2,
        [False] * 2,
    ]
    for user in (reader, writer):
        assert sign_in(Client(), user).get(f"{BOARD}posts/{answer_to_it.pk}/report/").status_code == 404
    running.post(f"{BOARD}posts/{first.pk}/hide/", {"because": "どこのことかがわかるため"})
    mine = sign_in(Client(), writer)
    assert "どこのことかがわかるため" in mine.get(page_of(topic)).text
    assert sign_in(Client(), reader).get(page_of(topic)).status_code == 404
    assert mine.post(page_of(topic), {"text": "つづけます。"}).status_code == 404


def test_whoever_asks_the_centre_alone_is_told_by_a_link_when_somebody_answers(community, writer, staff):
    topic = begin(writer, kind="private", title="職員のことで")
    OutgoingMail.objects.all().delete()
    sign_in(Client(), writer).post(page_of(topic), {"text": "つけたします。"})
    assert OutgoingMail.objects.count() == 0
    sign_in(Client(), staff).post(page_of(topic), {"text": "お電話します。"})
    letter = OutgoingMail.objects.get()
    assert (letter.to, page_of(topic) in letter.text) == (writer.email, True)
    said = letter.subject + letter.text
    assert [each in said for each in ("職員のことで", "お電話", "書く人")] == [False] * 3
    Delegate.objects.update(until=timezone.localdate())
    sign_in(Client(), staff).post(page_of(topic), {"text": "また電話します。"})
    assert OutgoingMail.objects.count() == 1


def test_an_answer_to_everybody_is_told_by_the_list_of_titles_alone(community, writer, reader):
    topic = begin(writer)
    OutgoingMail.objects.all().delete()
    sign_in(Client(), reader).post(page_of(topic), {"text": "はい。"})
    assert OutgoingMail.objects.count() == 0


def test_the_promises_stand_where_one_answers(community, writer, reader, staff):
    adopt_promises(community=community, text="ここで聞いた話は、外に出さない", actor=staff, now=NOW)
    topic = begin(writer, agrees="on")
    assert "ここで聞いた話は、外に出さない" in sign_in(Client(), reader).get(page_of(topic)).text


def test_a_topic_goes_with_its_first_post_and_comes_back_with_it(community, writer, reader, runner):
    topic = begin(writer)
    running, client = sign_in(Client(), runner), sign_in(Client(), reader)
    running.post(f"{BOARD}posts/{Post.objects.get().pk}/hide/", {"because": "どこのことかがわかるため"})
    assert client.get(page_of(topic)).status_code == 404
    running.post(f"{BOARD}posts/{Post.objects.get().pk}/show/")
    assert client.get(page_of(topic)).status_code == 200


def test_a_topic_that_was_moved_to_the_centre_is_gone_for_the_others(
    community, writer, reader, runner, staff
):
    topic = begin(writer)
    sign_in(Client(), runner).post(f"{BOARD}{topic.pk}/move/")
    found = [
        sign_in(Client(), each).get(page_of(topic)).status_code for each in (writer, reader, runner, staff)
    ]
    assert found == [200, 404, 404, 200]


def test_nobody_writes_where_a_topic_is_over(community, writer, reader):
    topic = begin(writer)
    assert sign_in(Client(), reader).post(
        f"{BOARD}{topic.pk}/state/", {"state": "closed"}
    ).status_code == 422 or (Topic.objects.get().state == TopicState.OPEN)
    sign_in(Client(), writer).post(f"{BOARD}{topic.pk}/state/", {"state": "closed"})
    assert Topic.objects.get().state == TopicState.CLOSED
    assert sign_in(Client(), reader).post(page_of(topic), {"text": "まだ話したい"}).status_code == 404


def test_titles_alone_go_out_on_the_day_that_was_chosen_and_once(community, writer, reader):
    day = timezone.localdate(NOW) + timedelta(days=(7 - timezone.localdate(NOW).weekday()) % 7 or 7)
    morning = timezone.make_aware(datetime.combine(day, time(8)))
    client = sign_in(Client(), reader)
    client.post(f"{BOARD}wish/", {"weekday": "0"})
    begin(writer, title="夜の電話", text="ないしょの内容")
    begin(writer, kind="private", title="センターだけの題")
    assert send_digests(now=morning + timedelta(days=1)) == 0
    assert (send_digests(now=morning), send_digests(now=morning)) == (1, 0)
    letter = OutgoingMail.objects.get()
    words = ["夜の電話" in letter.text, "ないしょの内容" in letter.text, "センターだけの題" in letter.text]
    assert [letter.to, *words] == [reader.email, True, False, False]
    begin(writer, title="その次の題")
    Topic.objects.update(last_at=morning + timedelta(days=1))
    Delegate.objects.filter(person=reader.person).update(until=day)
    assert send_digests(now=morning + timedelta(days=7)) == 0
    client.post(f"{BOARD}wish/", {"weekday": ""})
    assert OutgoingMail.objects.count() == 1


def test_whoever_wants_no_list_any_more_gets_none(community, writer):
    client = sign_in(Client(), writer)
    for weekday in ("2", "3", ""):
        client.post(f"{BOARD}wish/", {"weekday": weekday})
    assert DigestWish.objects.count() == 0


def test_what_was_written_for_a_merged_agency_stands_for_the_kept_one(community, writer):
    topic, kept = begin(writer), make_agency(name="残る家")
    move_posts(kept, topic.agency)
    topic.refresh_from_db()
    assert (topic.agency, topic.posts.get().agency) == (kept, kept)


def test_the_board_asks_as_often_for_three_topics_as_for_one(community, writer, reader):
    client, counts = sign_in(Client(), reader), []
    for _ in range(3):
        topic = begin(writer)
        sign_in(Client(), reader).post(page_of(topic), {"text": "はい。"})
        for address in (BOARD, "/groups/tobu/"):
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            counts.append(len(asked))
    assert counts[:2] == counts[2:4] == counts[4:]
    assert counts[:2] == [12, 15]
