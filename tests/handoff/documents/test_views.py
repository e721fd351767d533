"""Documents on the screen: put down, looked at, taken away, shown to the other side, removed."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.enums import PrivateRole
from foundation.japanese.dates import long_date
from handoff.disclosure.enums import Part
from handoff.documents.enums import Copy, CopyLimit, DocumentKind
from handoff.documents.forms import LONGEST_NAME, readable_name
from handoff.documents.models import Document
from handoff.documents.rules import LOOK_ONLY, Limit
from handoff.documents.signs import OFFICE, WEB_PAGE
from handoff.machine.enums import Deed
from tests.factories import hostile
from tests.factories.cases import TODAY, do, fresh, rows, staff_of_agency
from tests.factories.documents import put_down
from tests.factories.handoff import make_enrolled_user
from tests.handoff.clients import as_

pytestmark = pytest.mark.django_db


def shelf(handoff):
    return reverse("handoff:documents", args=[handoff.pk])


def send(handoff, centre):
    do(handoff, Deed.SUBMIT, centre["worker"])
    do(handoff, Deed.APPROVE, centre["lead"])


def filled(client, address, content, name="同意書.pdf", **fields):
    """Return what the form sends with a file."""
    key = client.get(address).context["form"]["form_key"].value()
    file = SimpleUploadedFile(name, content, content_type="application/pdf")
    return {"kind": DocumentKind.CONSENT_FORM, "file": file, "form_key": str(key)} | fields


def test_a_file_is_put_down_looked_at_and_taken_away(centre, draft):
    client = as_(centre["worker"])
    address = reverse("handoff:case_documents", args=[draft.case_id])
    assert client.post(address, filled(client, address, hostile.pdf(pages=7))).url == address
    (document,) = rows(Document.objects.all())
    assert "同意書.pdf" in client.get(address).text
    page = client.get(reverse("handoff:document", args=[document.pk]))
    assert page.text.count("data:image/jpeg;base64,") == 5
    assert "?page=6" in page.text
    last = client.get(reverse("handoff:document", args=[document.pk]), {"page": 6})
    assert last.text.count("data:image/jpeg;base64,") == 2
    for wrong in ("0", "8", "-1", "x"):
        answer = client.get(reverse("handoff:document", args=[document.pk]), {"page": wrong})
        assert answer.status_code == 404


@pytest.mark.parametrize("copy", list(Copy))
def test_a_copy_can_do_nothing_in_a_browser(centre, draft, copy):
    document = put_down(draft.case_id, centre["worker"])
    answer = as_(centre["worker"]).post(reverse("handoff:copy_document", args=[document.pk, copy]))
    assert answer["Content-Disposition"] == f'attachment; filename="{fresh(draft).case_reference}.pdf"'
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    assert answer.content.startswith(b"%PDF-")


def test_a_copy_is_asked_for_by_a_press(centre, draft):
    document = put_down(draft.case_id, centre["worker"])
    answer = as_(centre["worker"]).get(reverse("handoff:copy_document", args=[document.pk, Copy.MARKED]))
    assert answer.status_code == 405


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("手紙.docx", hostile.office(), OFFICE),
        ("手紙.pdf", hostile.office(), OFFICE),
        ("手紙.pdf", hostile.HTML, WEB_PAGE),
        ("手紙.pdf", hostile.truncated(hostile.pdf(pages=3)), "途中で切れています"),
        ("手紙.pdf", b"%PDF-" + bytes(20 * 1024 * 1024), "20MBを超えています"),
        ("手紙.pdf", b"", "ファイルが空です"),
    ],
)
def test_a_file_that_is_not_taken_says_why_and_keeps_what_was_chosen(centre, draft, name, content, says):
    client = as_(centre["worker"])
    answer = client.post(shelf(draft), filled(client, shelf(draft), content, name, kind="opinion_letter"))
    assert answer.status_code == 422
    assert says in answer.text
    assert 'value="opinion_letter" selected' in answer.text
    assert rows(Document.objects.all()) == []


def test_a_press_sent_twice_puts_one_down(centre, draft):
    client = as_(centre["worker"])
    form = filled(client, shelf(draft), hostile.pdf())
    for _ in range(2):
        form["file"].seek(0)
        assert client.post(shelf(draft), form).status_code == 302
    assert len(rows(Document.objects.all())) == 1


def test_the_receiver_is_named_large_and_inside_is_what_stands_there_first(centre, city, draft):
    client = as_(centre["worker"])
    page = client.get(shelf(draft))
    assert "見せる相手：見本市 障害福祉課" in page.text
    assert page.context["form"]["part"].value() == ""
    client.post(shelf(draft), filled(client, shelf(draft), hostile.pdf(), part=Part.NEED))
    (document,) = rows(Document.objects.all())
    assert document.part == Part.NEED
    assert "相手にも見せる" in client.get(shelf(draft)).text
    client.post(reverse("handoff:withhold_document", args=[document.pk]))
    assert not fresh(document).is_shared


def test_it_is_shown_later_by_who_leads_and_removed_with_a_reason(centre, city, draft):
    document = put_down(draft.case_id, centre["worker"], handoff_id=draft.pk)
    send(draft, centre)
    share = reverse("handoff:share_document", args=[document.pk])
    assert "見本市1-1" in as_(centre["lead"]).get(share).text
    refused = as_(centre["second"]).post(share, {"part": Part.OUTLINE, "copies": "0"})
    assert (refused.status_code, "別の" in refused.text) == (422, True)
    assert as_(centre["lead"]).post(share, {"part": Part.OUTLINE, "copies": "0"}).url == shelf(draft)
    receiver = as_(staff_of_agency(city)["coordinator"])
    assert "同意書" in receiver.get(shelf(draft)).text
    assert receiver.get(reverse("handoff:document", args=[document.pk])).status_code == 200
    remove = reverse("handoff:remove_document", args=[document.pk])
    assert receiver.get(remove).status_code == 404
    client = as_(centre["second"])
    assert client.post(remove, {"reason": ""}).status_code == 422
    assert client.post(remove, {"reason": "まちがい"}).url == shelf(draft)
    assert "わけ：まちがい" in client.get(shelf(draft)).text
    assert "同意書" not in receiver.get(shelf(draft)).text


def test_a_receiver_puts_nothing_down_and_finds_no_case(centre, city, draft):
    send(draft, centre)
    receiver = as_(staff_of_agency(city)["coordinator"])
    page = receiver.get(shelf(draft))
    assert (page.status_code, "multipart/form-data" in page.text) == (200, False)
    sent = receiver.post(shelf(draft), {"kind": "receipt"})
    assert sent.status_code == 404
    assert receiver.get(reverse("handoff:case_documents", args=[draft.case_id])).status_code == 404


def test_who_answers_for_data_sees_the_list_and_puts_nothing_down(centre, draft):
    put_down(draft.case_id, centre["worker"])
    client = as_(make_enrolled_user(name="責任者E", role=PrivateRole.PRIVACY_OFFICER))
    address = reverse("handoff:case_documents", args=[draft.case_id])
    assert "かなりあ" not in client.get(address).text
    assert client.post(address, {}).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_three_as_for_one(centre, draft, count, django_assert_num_queries):
    for _ in range(count):
        put_down(draft.case_id, centre["worker"], handoff_id=draft.pk)
    client = as_(centre["worker"])
    address = reverse("handoff:case_documents", args=[draft.case_id])
    client.get(address)
    with django_assert_num_queries(20):
        assert len(client.get(address).context["shelf"].lines) == count


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\a\\同意書.pdf", "同意書.pdf"),
        ("fdp.\u202egnp.exe", "fdp.gnp.exe"),
        ("a\0b\nc.pdf", "ab c.pdf"),
        ("あ" * 300 + ".pdf", "あ" * (LONGEST_NAME - 5) + "….pdf"),
        ("", ""),
    ],
)
def test_a_name_is_kept_as_people_can_read_it(typed, read):
    assert readable_name(typed) == read


def test_both_pages_lead_to_the_documents(centre, draft):
    client = as_(centre["worker"])
    assert shelf(draft) in client.get(reverse("handoff:detail", args=[draft.pk])).text
    of_case = reverse("handoff:case_documents", args=[draft.case_id])
    assert of_case in client.get(reverse("handoff:case", args=[draft.case_id])).text


def test_how_far_it_is_shown_is_chosen_with_the_part_and_said_to_both_sides(centre, city, draft):
    client = as_(centre["worker"])
    page = client.get(shelf(draft))
    assert page.context["form"]["copies"].value() == CopyLimit.LOOK_ONLY
    until = TODAY + timedelta(days=7)
    sent = {"copies": "1", "until_0": str(until.year), "until_1": str(until.month), "until_2": str(until.day)}
    # Without a part it stays inside, whatever else was chosen.
    client.post(shelf(draft), filled(client, shelf(draft), hostile.pdf(), **sent))
    client.post(shelf(draft), filled(client, shelf(draft), hostile.pdf(), part=Part.OUTLINE, **sent))
    inside, shown = rows(Document.objects.order_by("added_at"))
    assert (inside.limit, shown.limit) == (LOOK_ONLY, Limit(most_copies=CopyLimit.ONE, until=until))
    send(draft, centre)
    receiver = as_(staff_of_agency(city)["coordinator"])
    for reader in (client, receiver):
        page = reader.get(shelf(draft)).text
        assert "写しを、あと1回、受け取れます。" in page
        assert f"{long_date(until)}まで、" in page
    address = reverse("handoff:document", args=[shown.pk])
    copy = reverse("handoff:copy_document", args=[shown.pk, Copy.MARKED])
    assert copy in receiver.get(address).text
    assert receiver.post(copy).content.startswith(b"%PDF-")
    page = receiver.get(address).text
    assert (copy in page, "もう1回受け取られた" in page) == (False, True)
    refused = receiver.post(copy)
    assert refused.url == address
    assert "これ以上は受け取れません" in receiver.get(address).text
    assert copy in client.get(address).text


def test_a_day_that_has_passed_is_said_beside_its_box(centre, draft):
    client = as_(centre["worker"])
    sent = {"part": Part.OUTLINE, "copies": "1", "until_0": "2020", "until_1": "1", "until_2": "1"}
    answer = client.post(shelf(draft), filled(client, shelf(draft), hostile.pdf(), **sent))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["until"])
    del sent["part"]
    assert client.post(shelf(draft), filled(client, shelf(draft), hostile.pdf(), **sent)).status_code == 302


def test_how_far_it_is_shown_is_changed_on_a_page_of_its_own(centre, city, draft):
    document = put_down(draft.case_id, centre["worker"], handoff_id=draft.pk)
    address = reverse("handoff:limit_document", args=[document.pk])
    client = as_(centre["worker"])
    # What is shown to nobody is shown no farther.
    assert client.get(address).status_code == 404
    send(draft, centre)
    share = reverse("handoff:share_document", args=[document.pk])
    as_(centre["lead"]).post(share, {"part": Part.OUTLINE, "copies": "1"})
    assert client.get(address).context["form"]["copies"].value() == CopyLimit.ONE
    refused = client.post(address, {"copies": "3"})
    assert (refused.status_code, "別の" in refused.text) == (422, True)
    assert client.post(address, {"copies": "0"}).url == shelf(draft)
    assert "見るだけです。" in client.get(shelf(draft)).text
    assert as_(staff_of_agency(city)["coordinator"]).get(address).status_code == 404
