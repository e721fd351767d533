"""What lies on the shelf for whom; who is told of a session, and that nobody is told twice."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pypdf import PdfWriter

from accounts.enums import PublicRole
from directory.models import Membership
from events.enums import Attendance, Channel, ReplyWay, Way
from events.models import Participant, Session
from events.services.applying import ApplicationRequest, PersonRequest, apply_for_event
from events.services.attendance import mark_attendance
from foundation.mail.models import OutgoingMail
from outreach.study_groups.enums import CommunityKind, Place, ShelfReader
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.handover import write_pack
from outreach.study_groups.models import Guest, MemberAgency, ShelfItem
from outreach.study_groups.services.shelf import put_on_shelf
from tests.factories.accounts import make_user, sign_in
from tests.factories.directory import join, make_agency
from tests.factories.first_site import place_first_site
from tests.factories.groups import hold, make_community, make_delegate, make_member_of, make_plan

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
DAY = timedelta(days=1)
SHELF = "/groups/tobu/shelf/"


@pytest.fixture
def community(transactional_db):
    place_first_site()
    return make_community()


@pytest.fixture
def row(community, manager):
    return make_plan(community, by=manager, now=NOW).rows.get()


@pytest.fixture
def desk(manager):
    return sign_in(Client(), manager)


def member(community, name, *, place=Place.DELEGATE, email=None):
    agency = make_agency(name=name)
    user = make_user(name=f"{name}の人", roles=[PublicRole.PARTNER], email=email)
    join(user.person, agency)
    make_delegate(make_member_of(community, agency), user.person, place=place)
    return user


def test_whoever_takes_over_gets_the_files_that_are_still_open(community, manager):
    for title, until in (("開いている資料", TODAY), ("閉じた資料", TODAY - DAY), ("ずっとの資料", None)):
        item = ShelfItem(
            community=community,
            title=title,
            size=3,
            reader=ShelfReader.MEMBERS,
            open_until=until,
            added_at=NOW,
        )
        item.file.save("aaaa.pdf", ContentFile(b"pdf"))
    into = BytesIO()
    write_pack(community, into, now=NOW)
    with ZipFile(into) as pack:
        contents = pack.read("00_目次.txt").decode("utf-8-sig")
        assert len([each for each in pack.namelist() if each.startswith("5_資料")]) == 2
    assert ["開いている資料" in contents, "閉じた資料" in contents] == [True, False]


def paper(name="住まいの資料"):
    writer, content = PdfWriter(), BytesIO()
    writer.add_blank_page(100, 100)
    writer.write(content)
    return SimpleUploadedFile(f"{name}.pdf", content.getvalue(), "application/pdf")


def put(desk, **fields):
    return desk.post(
        SHELF, {"reader": "members", "papers": [paper()], "open_until": "", "event": ""} | fields
    )


def file_of(item):
    return f"{SHELF}{item.pk}/{item.file_name}"


def attend(event, agency, *, by):
    session = Session.objects.get(event=event)
    request = ApplicationRequest(
        form_key=uuid4(),
        people=[PersonRequest(Way.VENUE, "見本 一郎")],
        contact_name="見本 一郎",
        phone="000-000-2000",
        reply_way=ReplyWay.PHONE,
        agency=agency,
        channel=Channel.PHONE,
    )
    apply_for_event(session_id=session.pk, request=request, actor=by, by_staff=True, now=NOW)
    people = Participant.objects.filter(session=session).values_list("pk", flat=True)
    marks = dict.fromkeys(people, Attendance.ATTENDED)
    mark_attendance(session=session, marks=marks, actor=by, now=session.ends_at)


def test_members_open_what_lies_on_the_shelf_until_its_day_and_nobody_else(community, desk):
    user, outside = member(community, "会員の家"), make_user(roles=[PublicRole.PARTNER])
    assert put(desk, open_until=f"{TODAY:%Y/%m/%d}").status_code == 303
    item, client = ShelfItem.objects.get(), sign_in(Client(), user)
    assert (item.title, "住まい" in item.file.name) == ("住まいの資料", False)
    assert item.title in client.get(SHELF).text
    answer = client.get(file_of(item))
    assert (answer.status_code, "no-store" in answer.headers["Cache-Control"]) == (200, True)
    assert sign_in(Client(), outside).get(file_of(item)).status_code == 404
    assert Client().get(file_of(item)).status_code == 302
    ShelfItem.objects.update(open_until=TODAY - DAY)
    assert [client.get(file_of(item)).status_code, item.title in client.get(SHELF).text] == [404, False]


def test_a_file_whose_name_looks_like_somebody_is_asked_about(community, desk):
    asked = put(desk, papers=[paper("花子さんの記録")])
    told = ["花子さん" in asked.text, 'name="is_sure"' in asked.text]
    assert (asked.status_code, told, ShelfItem.objects.count()) == (422, [True, True], 0)
    assert put(desk, papers=[paper("花子さんの記録")], is_sure="on").status_code == 303


def test_what_is_for_those_who_came_is_opened_by_their_agencies_alone(community, row, desk, manager):
    came, stayed_away = member(community, "来た家"), member(community, "来なかった家")
    event = hold(row, by=manager, now=NOW)
    attend(event, MemberAgency.objects.get(agency__name="来た家").agency, by=manager)
    assert put(desk, reader=ShelfReader.ATTENDEES).status_code == 422
    put(desk, reader=ShelfReader.ATTENDEES, event=event.pk)
    item = ShelfItem.objects.get()
    found = [sign_in(Client(), each).get(file_of(item)).status_code for each in (came, stayed_away)]
    assert [*found, desk.get(file_of(item)).status_code] == [200, 404, 200]


def test_what_is_no_paper_is_refused_and_members_put_nothing_there(community, desk):
    text = SimpleUploadedFile("資料.pdf", b"not a paper", "application/pdf")
    assert (put(desk, papers=[text]).status_code, put(desk, papers=[]).status_code) == (422, 422)
    client = sign_in(Client(), member(community, "会員の家"))
    put(client)
    assert ShelfItem.objects.count() == 0
    put(desk)
    item = ShelfItem.objects.get()
    assert client.post(f"{SHELF}{item.pk}/off/").status_code == 404
    desk.post(f"{SHELF}{item.pk}/off/")
    assert ShelfItem.objects.count() == 0
    assert not item.file.storage.exists(item.file.name)


def test_who_stands_for_a_member_is_told_once_and_nobody_else(community, row, manager):
    told = member(community, "代表の家", email="daihyo@example.jp")
    member(community, "代理の家", place=Place.DEPUTY, email="dairi@example.jp")
    member(community, "職員の家", place=Place.COLLEAGUE, email="shokuin@example.jp")
    left = member(community, "やめた家", email="yameta@example.jp")
    MemberAgency.objects.filter(agency__name="やめた家").update(until=TODAY)
    moved = member(community, "移った家", email="utsutta@example.jp")
    Membership.objects.filter(person=moved.person).update(valid_to=TODAY)
    make_user(roles=[PublicRole.PARTNER], email="yoso@example.jp")
    event = hold(row, by=manager, now=NOW)
    assert (
        sorted(OutgoingMail.objects.values_list("to", flat=True))
        == ["dairi@example.jp", "daihyo@example.jp"][::-1]
    )
    letter = OutgoingMail.objects.first()
    assert f"/events/{event.slug}/" in letter.text
    assert "お送りしています" in letter.text
    assert [name in letter.text for name in (told.person.name, left.person.name)] == [False, False]


def test_a_guest_is_invited_from_the_page_of_the_plan(community, row, desk, manager):
    make_agency(name="青空法律事務所")
    address = f"/groups/tobu/rows/{row.pk}/guests/"
    assert desk.get(address).status_code == 404
    hold(row, by=manager, now=NOW)
    for _ in range(2):
        assert (
            desk.post(address, {"agency": "青空法律事務所", "words": "お金のことを聞きたい"}).status_code
            == 303
        )
    assert Guest.objects.get().agency.name == "青空法律事務所"
    assert "お金のことを聞きたい" in desk.get(address).text
    wrong = desk.post(address, {"agency": "ない事務所"})
    assert (wrong.status_code, "この名前の機関はありません" in wrong.text) == (422, True)
    client = sign_in(Client(), member(community, "会員の家"))
    assert client.get(address).status_code == 404


def test_a_review_committee_takes_no_files_and_a_steering_committee_does(community, staff):
    desk = sign_in(Client(), staff)
    type(community).objects.update(kind=CommunityKind.REVIEW_COMMITTEE)
    assert [desk.get(SHELF).status_code, put(desk).status_code, ShelfItem.objects.count()] == [404, 404, 0]
    with pytest.raises(GroupRefused, match="資料を置く"):
        put_on_shelf(
            community=community,
            uploads=[],
            event=None,
            reader=ShelfReader.MEMBERS,
            open_until=None,
            actor=staff,
            now=NOW,
        )
    home = desk.get("/groups/tobu/").text
    assert [f'href="{SHELF}"' in home, "専用エリアの委員会室" in home] == [False, True]
    type(community).objects.update(kind=CommunityKind.STEERING_COMMITTEE)
    assert [put(desk).status_code, ShelfItem.objects.count()] == [303, 1]
