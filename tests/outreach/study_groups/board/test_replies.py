"""A member answers by mail: at the address that came to them alone, in time, once, without a name."""

import io
import sys
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone

from accounts.enums import PublicRole
from accounts.models import Person
from foundation.mail.models import OutgoingMail
from outreach.study_groups.board.enums import Reply, TopicKind
from outreach.study_groups.board.limits import REPLIES_OPEN
from outreach.study_groups.board.models import DigestWish, MailedReply, Post, Topic
from outreach.study_groups.board.replies import opened, reply_address, reply_to, words_of
from outreach.study_groups.board.services.digest import send_digests
from outreach.study_groups.board.services.replying import take_reply
from outreach.study_groups.models import Delegate
from outreach.study_groups.services.making import adopt_promises
from tests.factories.accounts import make_user
from tests.factories.directory import join, make_agency
from tests.factories.groups import make_community, make_delegate, make_member_of
from tests.factories.limits import put_limit

pytestmark = pytest.mark.django_db(transaction=True)

# In office hours: an hour later it is still the same day. Lists of titles come on weekdays.
_TODAY = timezone.localtime(timezone.now()).replace(hour=10, minute=0, second=0, microsecond=0)
NOW = _TODAY - timedelta(days=max(0, _TODAY.weekday() - 4))
MAILBOX = "talk@example.jp"


@pytest.fixture(autouse=True)
def mailbox(settings):
    settings.REPLY_ADDRESS = MAILBOX


def member_of(community, name="家"):
    agency, user = make_agency(name=name), make_user(roles=[PublicRole.PARTNER])
    join(user.person, agency)
    make_delegate(make_member_of(community, agency), user.person)
    return user


@pytest.fixture
def community():
    return make_community()


@pytest.fixture
def member(community):
    return member_of(community)


@pytest.fixture
def topic(community, member):
    made = Topic.objects.create(
        community=community,
        kind=TopicKind.TALK,
        title="夜の電話",
        writer=member.person,
        began_at=NOW,
        last_at=NOW,
    )
    Post.objects.create(topic=made, writer=member.person, text="どうしていますか。", written_at=NOW)
    return made


def address_of(topic, user, settings, *, day=None):
    right = reply_to(topic.pk, user.person_id, today=day or timezone.localdate(NOW), days=30)
    return reply_address(right, MAILBOX, key=settings.SECRET_KEY)


def mail(to, user, text="わたしは、朝にかけ直します。", *, number="1", **headers):
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = f"人 <{user.email}>", to, "Re: 夜の電話"
    message["Message-ID"] = f"<{number}@example.jp>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return bytes(message)


def wish_of(community, user):
    return DigestWish.objects.create(
        community=community,
        person=user.person,
        weekday=timezone.localdate(NOW).weekday(),
        told_until=NOW - timedelta(days=7),
    )


def said(topic):
    return list(topic.posts.order_by("pk").values_list("text", flat=True))[1:]


def test_the_address_in_the_list_of_titles_takes_an_answer(topic, member, community):
    wish_of(community, member)
    put_limit(REPLIES_OPEN, 12, by=member)
    assert send_digests(now=NOW + timedelta(hours=1)) == 1
    letter = OutgoingMail.objects.get()
    assert "12日のあいだ使えます" in letter.text
    (address,) = [word for word in letter.text.split() if word.startswith("talk+")]
    assert len(address.partition("@")[0]) <= 64
    assert take_reply(mail(address.upper(), member), now=NOW) == Reply.POSTED
    assert said(topic) == ["わたしは、朝にかけ直します。"]
    assert topic.posts.last().agency == member.person.memberships.get().agency


def test_the_same_mail_twice_is_one_answer(topic, member, settings):
    raw = mail(address_of(topic, member, settings), member)
    assert [take_reply(raw, now=NOW) for _ in range(3)] == [Reply.POSTED, Reply.KNOWN, Reply.KNOWN]
    assert take_reply(mail(address_of(topic, member, settings), member, number="2"), now=NOW) == Reply.POSTED
    assert len(said(topic)) == 2


def test_nobody_else_can_use_it_and_nothing_made_up_opens(topic, member, community, settings):
    other = member_of(community, "ほかの家")
    address = address_of(topic, member, settings)
    name, token = address.partition("@")[0].split("+")
    forged = f"{name}+{'a' if token[0] != 'a' else 'b'}{token[1:]}@example.jp"
    assert take_reply(mail(address, other), now=NOW) == Reply.IGNORED
    assert take_reply(mail(forged, member), now=NOW) == Reply.IGNORED
    assert take_reply(mail("talk@example.jp", member), now=NOW) == Reply.IGNORED
    assert said(topic) == []
    assert not MailedReply.objects.exists()


def test_it_ends_after_its_days_and_when_the_member_belongs_there_no_more(topic, member, settings):
    address = address_of(topic, member, settings)
    last = NOW + timedelta(days=30)
    assert take_reply(mail(address, member), now=last + timedelta(days=1)) == Reply.IGNORED
    assert take_reply(mail(address, member, number="2"), now=last) == Reply.POSTED
    Delegate.objects.update(until=timezone.localdate(NOW))
    assert take_reply(mail(address, member, number="3"), now=NOW) == Reply.IGNORED
    assert len(said(topic)) == 1


def test_a_topic_that_went_to_the_centre_alone_takes_no_reply_of_others(topic, member, community, settings):
    other = member_of(community, "ほかの家")
    Topic.objects.filter(pk=topic.pk).update(kind=TopicKind.PRIVATE)
    assert take_reply(mail(address_of(topic, other, settings), other), now=NOW) == Reply.IGNORED
    assert said(topic) == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("山田さんの話です。", "人の名前に見えます"),
        ("099-000-1234に電話を。", "電話番号に見えます"),
        ("> 前の文だけ", "文字がありませんでした"),
        ("あ" * 3_001, "長すぎました"),
    ],
)
def test_what_cannot_stand_there_is_told_by_mail_and_kept_nowhere(topic, member, settings, text, why):
    assert take_reply(mail(address_of(topic, member, settings), member, text), now=NOW) == Reply.REFUSED
    letter = OutgoingMail.objects.get()
    assert letter.to == member.email
    assert why in letter.text
    assert said(topic) == []


def test_who_has_not_promised_yet_is_sent_to_the_page(topic, member, community, settings, manager):
    adopt_promises(community=community, text="名前を言わない", actor=manager, now=NOW)
    assert take_reply(mail(address_of(topic, member, settings), member), now=NOW) == Reply.REFUSED
    assert "約束" in OutgoingMail.objects.get().text


@pytest.mark.parametrize(
    "headers", [{"Auto_Submitted": "auto-replied"}, {"Precedence": "bulk"}, {"Return_Path": "<>"}]
)
def test_machines_are_not_answered(topic, member, settings, headers):
    raw = mail(address_of(topic, member, settings), member, "不在です。", **headers)
    assert take_reply(raw, now=NOW) == Reply.IGNORED
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize(
    "rest",
    [
        "2026年11月27日(金) 8:00 つなぐ <talk@example.jp>:\n> 夜の電話",
        "-----Original Message-----\nFrom: つなぐ",
        "________________________________\n差出人: つなぐ",
        "On Fri, Nov 27, 2026 at 8:00 AM talk@example.jp wrote:\n\n> 夜の電話",
        "-- \n見本の家　人",
        "> 夜の電話\n> どうしていますか。",
    ],
)
def test_what_is_quoted_and_a_signature_are_left_out(rest):
    message = EmailMessage()
    message.set_content(f"朝に、かけ直します。\n\n{rest}\n")
    assert words_of(message) == "朝に、かけ直します。"


def test_a_mail_handed_over_on_the_standard_input_is_taken(topic, member, settings, monkeypatch, capsys):
    raw = mail(address_of(topic, member, settings), member)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    call_command("take_reply")
    assert "掲示板に書きました" in capsys.readouterr().out
    assert len(said(topic)) == 1


def test_without_a_mailbox_no_address_is_offered(topic, member, community, settings):
    settings.REPLY_ADDRESS = ""
    wish_of(community, member)
    send_digests(now=NOW + timedelta(hours=1))
    assert "メールで答える" not in OutgoingMail.objects.get().text


@pytest.mark.parametrize("owes", ["staff", "own factor", "nothing"])
def test_whoever_owes_a_second_factor_gets_titles_without_addresses_and_answers_on_the_page(
    topic, member, community, settings, owes
):
    address = address_of(topic, member, settings)
    if owes == "staff":
        member.groups.add(Group.objects.get(name=PublicRole.STAFF))
    elif owes == "own factor":
        Authenticator.objects.create(user=member, type=Authenticator.Type.TOTP, data={})
    taken = take_reply(mail(address, member), now=NOW)
    assert taken == (Reply.POSTED if owes == "nothing" else Reply.IGNORED)
    wish_of(community, member)
    send_digests(now=NOW + timedelta(hours=1))
    letter = OutgoingMail.objects.get()
    assert ("talk+" in letter.text, "30日のあいだ" in letter.text) == ((owes == "nothing",) * 2)


def test_an_address_that_several_read_gets_no_addresses_and_answers_nothing(
    topic, member, community, settings
):
    Person.objects.filter(pk=member.person_id).update(contact_email="all@example.jp")
    wish_of(community, member)
    send_digests(now=NOW + timedelta(hours=1))
    letter = OutgoingMail.objects.get()
    assert (letter.to, "talk+" in letter.text) == ("all@example.jp", False)
    raw = mail(address_of(topic, member, settings), member)
    shared = raw.replace(member.email.encode(), b"all@example.jp")
    assert [take_reply(each, now=NOW) for each in (shared, raw)] == [Reply.IGNORED, Reply.POSTED]


@pytest.mark.parametrize(
    "senders",
    [
        "From: {0}, evil@example.com",
        "From: evil@example.com\r\nFrom: {0}",
        'From: "{0}" <evil@example.com>',
        "",
    ],
)
def test_a_mail_that_names_not_exactly_one_sender_is_nobodys(topic, member, settings, senders):
    raw = mail(address_of(topic, member, settings), member).decode()
    head, _, rest = raw.partition("\r\n")
    assert head.startswith("From:")
    forged = "\r\n".join(filter(None, [senders.format(member.email), rest])).encode()
    assert take_reply(forged, now=NOW) == Reply.IGNORED
    assert said(topic) == []


@pytest.mark.parametrize("charset", ["x-unknown", "hex", "idna"])
def test_a_character_set_that_nobody_knows_is_told_by_mail(topic, member, settings, charset):
    raw = mail(address_of(topic, member, settings), member).replace(b"utf-8", charset.encode())
    assert take_reply(raw, now=NOW) == Reply.REFUSED
    assert "読み取れません" in OutgoingMail.objects.get().text


def test_signs_that_nobody_sees_do_not_reach_the_board(topic, member, settings):
    raw = mail(address_of(topic, member, settings), member, "朝に\x00かけ直します。\u202e")
    assert take_reply(raw, now=NOW) == Reply.POSTED
    assert said(topic) == ["朝にかけ直します。"]


def test_a_mail_with_the_identifier_of_another_one_keeps_nothing_away(topic, member, community, settings):
    other = member_of(community, "ほかの家")
    mails = [
        mail(address_of(topic, member, settings), member),
        mail(address_of(topic, member, settings), member, "昼にかけ直します。"),
        mail(address_of(topic, other, settings), other),
    ]
    assert [take_reply(each, now=NOW) for each in mails] == [Reply.POSTED] * 3


def test_an_address_of_another_key_opens_nothing():
    right = reply_to(1, 2, today=timezone.localdate(NOW), days=30)
    address = reply_address(right, MAILBOX, key="one")
    assert opened(address, key="one") == right
    assert opened(address, key="two") is None
