"""The role table out of the public door's file: read strictly, shown first, and written only then."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from handoff.exceptions import Refused
from handoff.machine.enums import Deed, Side
from handoff.machine.models import RoleItem
from handoff.papers.role_file import MOST_BYTES, read_role_file
from tests.factories.accounts import sign_in
from tests.factories.cases import rows, staff_of_agency
from tests.factories.handoff import make_agency

FILE = {
    "format": "tsunagu.role_table",
    "format_version": 1,
    "title": "見本市の役割分担表",
    "address": "/role-sheets/mihon/",
    "version": 2,
    "state": "published",
    "agreed_on": None,
    "stages": [
        {"id": "s1", "name": "出所の前", "when": ""},
        {"id": "s2", "name": "出所のあと", "when": "3か月"},
    ],
    "bodies": [
        {"id": "b1", "level": "prefecture", "name": "センター", "offices": [], "contact": ""},
        {"id": "b2", "level": "municipality", "name": "見本市", "offices": ["福祉課"], "contact": ""},
    ],
    "tasks": [
        {"stage": "s2", "body": "b2", "part": "lead", "task": "手帳の手続き", "until": "4月"},
        {"stage": "s1", "body": "b1", "part": "lead", "task": "面接　1回", "until": ""},
        {"stage": "s1", "body": "b2", "part": "helps", "task": "書類を集める", "until": ""},
        {"stage": "s2", "body": "b1", "part": "nothing", "task": "", "until": ""},
    ],
}


def written(**changes):
    return json.dumps(FILE | changes, ensure_ascii=False).encode()


def task(**changes):
    return [FILE["tasks"][0] | changes]


def test_a_file_proposes_its_tasks_in_the_order_of_its_stages():
    found = read_role_file(written())
    assert found.title == "見本市の役割分担表"
    assert [(each.what, each.body, each.side, each.is_leading) for each in found.tasks] == [
        ("出所の前：面接 1回", "センター", Side.GIVER, True),
        ("出所の前：書類を集める", "見本市", Side.RECEIVER, False),
        ("出所のあと：手帳の手続き（4月まで）", "見本市", Side.RECEIVER, True),
    ]


@pytest.mark.parametrize(
    ("contents", "says"),
    [
        (b"\xff\xfe", "ファイルを読めません"),
        (b"{", "ファイルを読めません"),
        (b"[" * 100_000, "ファイルを読めません"),
        (b'{"format": NaN}', "ファイルを読めません"),
        (b" " * (MOST_BYTES + 1), "256KBまで"),
        (b"[]", "matrix.json"),
        (written(format="tsunagu.other"), "matrix.json"),
        (written(format_version=2), "まだ読めません"),
        (written(title=5), "名前"),
        (written(stages={}), "stages"),
        (written(stages=FILE["stages"] * 4), "stages"),
        (written(bodies=[5]), "bodies"),
        (written(tasks=[]), "まだ書かれていません"),
        (written(tasks=FILE["tasks"] * 30), "tasks"),
        (written(tasks=task(task=None)), "tasks"),
        (written(tasks=task(task="あ" * 201)), "tasks"),
        (written(tasks=task(task="手帳\n手続き")), "tasks"),
        (written(tasks=task(body="b9")), "ないはずの行や列"),
        (written(tasks=task(stage="s9")), "ないはずの行や列"),
        (written(tasks=task(part="owns")), "見本市"),
        (written(bodies=[*FILE["bodies"][:1], FILE["bodies"][1] | {"level": "moon"}]), "見本市"),
    ],
)
def test_whatever_is_no_such_file_is_refused_in_words(contents, says):
    with pytest.raises(Refused, match=says):
        read_role_file(contents)


def upload(contents):
    return {"file": SimpleUploadedFile("matrix.json", contents, content_type="application/json")}


def sent_back(form):
    """Return what a browser sends back of a form as it came."""
    data = {"seen": form["seen"].value(), "count": form["count"].value()}
    for take, what, now, after in form.rows():
        data |= {each.name: each.value() for each in (what, now, after)}
        if take.value():
            data[take.name] = "on"
    return data


@pytest.mark.django_db
def test_what_was_read_and_changed_is_written_and_nothing_before(centre, make):
    handoff = make(Deed.ACCEPT)
    client = sign_in(Client(), centre["worker"])
    page = client.post(reverse("handoff:role_file", args=[handoff.pk]), upload(written()))
    assert "まだ、何も書いていません" in page.text
    assert "分担表では、見本市がします。" in page.text
    assert rows(RoleItem.objects.all()) == []
    data = sent_back(page.context["form"]) | {"next_1": "receiver", "what_3": "手帳の手続き"}
    answer = client.post(reverse("handoff:take_roles", args=[handoff.pk]), data)
    assert answer.url == reverse("handoff:detail", args=[handoff.pk])
    items = rows(RoleItem.objects.select_related("handoff").order_by("position"))
    assert [(each.unseal("what"), each.now_side, each.next_side) for each in items] == [
        ("出所の前：面接 1回", Side.GIVER, Side.RECEIVER),
        ("手帳の手続き", Side.RECEIVER, Side.RECEIVER),
    ]
    again = client.post(reverse("handoff:take_roles", args=[handoff.pk]), data)
    assert again.status_code == 422
    assert "ほかの人が、役割を書きました" in again.text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"what_1": ""}, "することを書いてください。"),
        ({"now_1": "clock"}, "正しく選択してください"),
        ({"take_1": "", "take_3": ""}, "入れるものを、1つ以上選んでください。"),
        ({"count": "9999999"}, "入れるものを、1つ以上選んでください。"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_written(centre, make, changes, says):
    handoff = make(Deed.ACCEPT)
    client = sign_in(Client(), centre["worker"])
    page = client.post(reverse("handoff:role_file", args=[handoff.pk]), upload(written()))
    data = {name: value for name, value in (sent_back(page.context["form"]) | changes).items() if value != ""}
    answer = client.post(reverse("handoff:take_roles", args=[handoff.pk]), data)
    assert answer.status_code == 422
    assert says in answer.text
    assert rows(RoleItem.objects.all()) == []


@pytest.mark.django_db
def test_a_file_that_is_none_is_said_so_on_the_page(centre, make):
    address = reverse("handoff:role_file", args=[make(Deed.ACCEPT).pk])
    client = sign_in(Client(), centre["worker"])
    for data in (upload(b"{"), upload(b""), {}):
        answer = client.post(address, data)
        assert answer.status_code == 422
        assert "matrix.json" in answer.text


@pytest.mark.django_db
def test_only_the_two_sides_fill_a_table_and_only_while_they_act_together(centre, make):
    draft, running = make(None), make(Deed.ACCEPT)
    assert (
        sign_in(Client(), centre["worker"]).get(reverse("handoff:role_file", args=[draft.pk])).status_code
        == 404
    )
    for user in staff_of_agency(make_agency(name="よその市")).values():
        client = sign_in(Client(), user)
        assert client.get(reverse("handoff:role_file", args=[running.pk])).status_code == 404
        assert client.post(reverse("handoff:take_roles", args=[running.pk])).status_code == 404
