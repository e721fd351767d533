"""Materials reach people with a seat and their agency until a day, and nobody else."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from events import participant_links
from events.materials import desk_urls
from events.materials.models import Material
from events.materials.services import add_materials
from events.models import Participant
from events.services.attachments import Upload
from foundation.audit.models import Entry
from tests.factories.accounts import sign_in
from tests.factories.afterwards import add_people, make_held_event, mark, people_of
from tests.factories.directory import make_agency, make_partner
from tests.factories.events import NOW

pytestmark = pytest.mark.django_db
UNTIL = date(2026, 11, 30)
PDF = b"%PDF-1.7 handed out"


@pytest.fixture(autouse=True)
def somewhere_else(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def event(staff):
    event = make_held_event(people=2)
    mark(event, actor=staff, attended={"参加 1"})
    return event


@pytest.fixture
def material(event, staff):
    upload = Upload("当日の資料", "pdf", ContentFile(PDF))
    [made] = add_materials(event=event, uploads=[upload], open_until=UNTIL, actor=staff, now=NOW)
    return made


def by_link(person, material):
    return reverse(
        "materials:by_link", args=[participant_links.token(person), material.pk, material.file_name]
    )


def of_agency(material):
    return reverse("materials:file_of_agency", args=[material.pk, material.file_name])


def test_a_participant_takes_a_material_by_their_own_link(event, material, today, client):
    person = people_of(event)[0]
    assert "当日の資料" in client.get(participant_links.path(person)).text
    answer = client.get(by_link(person, material))
    assert b"".join(answer.streaming_content) == PDF
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_it_is_open_on_its_last_day_and_not_on_the_next(event, material, client):
    person = people_of(event)[0]
    for hours, status in ((0, 200), (24, 404)):
        last = NOW.replace(day=30, hour=23, minute=30) + timedelta(hours=hours)
        with time_machine.travel(last, tick=False):
            assert client.get(by_link(person, material)).status_code == status


def test_whoever_was_absent_or_belongs_to_another_event_finds_nothing(event, material, today, client):
    absent, stranger = people_of(event)[1], people_of(make_held_event())[0]
    assert client.get(by_link(absent, material)).status_code == 404
    assert client.get(by_link(stranger, material)).status_code == 404


def test_whoever_left_finds_nothing(event, material, today, client):
    person = people_of(event)[0]
    Participant.objects.filter(pk=person.pk).update(cancelled_at=NOW)
    assert client.get(by_link(person, material)).status_code == 404


def test_the_link_is_of_the_name_so_a_substitute_has_their_own(event, material, today, client):
    person = people_of(event)[0]
    old = by_link(person, material)
    Participant.objects.filter(pk=person.pk).update(name="代わりの 人")
    person.refresh_from_db()
    assert client.get(old).status_code == 404
    assert client.get(by_link(person, material)).status_code == 200


def test_a_wrong_name_of_a_file_opens_nothing(event, material, today, client):
    token = participant_links.token(people_of(event)[0])
    assert client.get(reverse("materials:by_link", args=[token, material.pk, "x.pdf"])).status_code == 404


def test_an_agency_finds_its_materials_on_its_own_pages_and_others_find_none(event, material, today):
    ours, theirs = make_agency(), make_agency(name="汐見の家")
    add_people(event.sessions.get(), 1, agency=ours)
    inside = sign_in(Client(), make_partner(agency=ours))
    outside = sign_in(Client(), make_partner(agency=theirs, name="部外者D", email="d@example.jp"))
    assert "当日の資料" in inside.get("/my/materials/").text
    assert b"".join(inside.get(of_agency(material)).streaming_content) == PDF
    assert "いま開ける資料は、ありません" in outside.get("/my/materials/").text
    assert outside.get(of_agency(material)).status_code == 404
    assert Client().get(of_agency(material)).status_code == 302


def test_the_page_of_the_event_does_not_know_of_it(event, material, today, client):
    assert "当日の資料" not in client.get(event.get_absolute_url()).text


def test_the_file_has_no_address_of_its_own(material, client):
    assert client.get(f"/media/{material.file.name}").status_code == 404
    assert "当日" not in material.file.name


# The desk


def address(name, pk):
    return reverse(f"materials_desk:{name}", args=[pk])


def test_the_desk_adds_looks_changes_the_day_and_takes_away(desk, event):
    file = SimpleUploadedFile("次第.pdf", PDF)
    answer = desk.post(address("of_event", event.pk), {"files": [file], "open_until": "12/20"}, follow=True)
    assert "資料を1つ添えました" in answer.text
    [made] = Material.objects.all()
    assert (made.title, made.open_until) == ("次第", date(2026, 12, 20))
    assert desk.get(address("file", made.pk)).status_code == 200
    page = desk.get(address("change", made.pk))
    data = {"open_until": "2026/12/25", "seen": page.context["seen"]}
    assert desk.post(address("change", made.pk), data).status_code == 303
    made.refresh_from_db()
    assert made.open_until == date(2026, 12, 25)
    desk.post(address("remove", made.pk))
    assert Material.objects.count() == 0
    verbs = Entry.objects.filter(verb__startswith="materials.").order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == [
        *("materials.added", "materials.open_until_set", "materials.removed")
    ]


def test_a_day_is_not_overwritten_unseen(desk, material):
    page = desk.get(address("change", material.pk))
    Material.objects.update(open_until=date(2026, 12, 1))
    data = {"open_until": "2026/12/25", "seen": page.context["seen"]}
    assert desk.post(address("change", material.pk), data).status_code == 422
    material.refresh_from_db()
    assert material.open_until == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("files", "day"),
    [([], "12/20"), ([("x.pdf", b"MZ nothing")], "12/20"), ([("x.pdf", PDF)], "2026/11/1")],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(desk, event, files, day):
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    page = desk.post(address("of_event", event.pk), {"files": sent, "open_until": day})
    assert page.status_code == 422
    assert Material.objects.count() == 0


def test_the_desk_is_shut_to_others(client, editor, material, event):
    sign_in(client, editor)
    for pattern in desk_urls.urlpatterns:
        pk = event.pk if pattern.name == "of_event" else material.pk
        where = address(pattern.name, pk)
        assert {client.get(where).status_code, client.post(where).status_code} == {404}


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_three_as_for_one(queries_of, event, staff, count):
    uploads = [Upload(f"資料{number}", "pdf", ContentFile(PDF)) for number in range(count)]
    add_materials(event=event, uploads=uploads, open_until=UNTIL, actor=staff, now=NOW)
    assert queries_of(address("of_event", event.pk)) == 2


def test_a_material_has_a_title(material):
    with pytest.raises(IntegrityError, match="materials_material_has_a_title"), transaction.atomic():
        Material.objects.update(title="")
