"""The log of a document: who read and took what, the copies on paper, and who sees and writes it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.db.utils import ProgrammingError
from django.http import Http404
from django.urls import reverse

from accounts.enums import PrivateRole
from foundation.audit.models import Entry
from handoff.access import opened
from handoff.actors import CLOCK
from handoff.cases.services.cases import close_case
from handoff.disclosure.enums import Part
from handoff.documents.enums import Copy, CopyLimit
from handoff.documents.models import PaperCopy
from handoff.documents.rules import Limit
from handoff.documents.services.filing import remove_document
from handoff.documents.services.following import NewPaper, note_destroyed, read_log, write_paper_copy
from handoff.exceptions import Refused
from handoff.machine.enums import Deed
from tests.factories.cases import NOW, TODAY, acting, do, fresh, rows, staff_of_centre
from tests.factories.documents import look, put_down, take
from tests.factories.handoff import make_enrolled_user
from tests.factories.hostile import pdf
from tests.handoff.clients import as_

pytestmark = pytest.mark.django_db
WHERE = "かなりあさんの兄に渡した"


@pytest.fixture
def document(centre, draft):
    """A document of seven pages, of which the city may take a copy."""
    limit = Limit(most_copies=CopyLimit.ONE)
    found = put_down(
        draft.case_id,
        centre["worker"],
        handoff_id=draft.pk,
        part=Part.OUTLINE,
        limit=limit,
        content=pdf(pages=7),
    )
    do(draft, Deed.SUBMIT, centre["worker"])
    do(draft, Deed.APPROVE, centre["lead"])
    return found


@pytest.fixture
def officer():
    return make_enrolled_user(name="責任者E", role=PrivateRole.PRIVACY_OFFICER)


def paper_of(document, user, **fields):
    facts = {"copies": 2, "made_on": TODAY, "whereabouts": WHERE, "form_key": uuid4()} | fields
    return write_paper_copy(document_id=document.pk, new=NewPaper(**facts), actor=acting(user), now=NOW)


def log_of(document, user, **fields):
    return read_log(document_id=document.pk, actor=acting(user), now=NOW, **fields)


def destroyed(paper, user, on=TODAY):
    note_destroyed(paper_id=paper.pk, on=on, actor=acting(user), now=NOW)


def test_the_log_says_who_read_which_pages_and_who_took_which_copy(centre, people, city, document):
    receiver = people["coordinator"]
    look(document, receiver, now=NOW + timedelta(minutes=1))
    look(document, receiver, now=NOW + timedelta(minutes=2), first=6)
    look(document, centre["second"], now=NOW + timedelta(minutes=3), first=7)
    take(document, receiver, now=NOW + timedelta(minutes=4))
    take(document, centre["lead"], now=NOW + timedelta(minutes=5), copy=Copy.UNMARKED)
    lines = log_of(document, centre["worker"]).lines
    assert [(each.words, each.person, each.side, each.details) for each in lines] == [
        ("写しを受け取った", "センター lead", "センター", "名前なし"),
        ("写しを受け取った", "機関 coordinator", city.name, "写し1、名前入り"),
        ("読んだ", "センター second", "センター", "7ページ"),
        ("読んだ", "機関 coordinator", city.name, "6〜7ページ"),
        ("読んだ", "機関 coordinator", city.name, "1〜5ページ"),
        ("置いた", "センター worker", "センター", "写しを、1回だけ受け取れる"),
    ]
    other = put_down(document.case_id, centre["second"])
    assert [each.person for each in log_of(other, centre["worker"]).lines] == ["センター second"]
    assert Entry.objects.filter(verb="documents.log_read", subject_key=document.pk).count() == 1


def test_the_other_side_and_strangers_find_no_log(centre, people, document):
    paper = paper_of(document, centre["worker"])
    for user in (*people.values(), staff_of_centre()["worker"]):
        with pytest.raises(Http404):
            log_of(document, user)
        with pytest.raises(Http404):
            paper_of(document, user)
        with pytest.raises(Http404):
            destroyed(paper, user)


def test_copies_on_paper_are_written_down_and_destroyed_once(centre, document):
    paper = paper_of(document, centre["worker"])
    (line,) = log_of(document, centre["second"]).papers
    assert (line.paper, line.whereabouts, line.paper.destroyed_on) == (paper, WHERE, None)
    for wrong in (TODAY + timedelta(days=1), TODAY - timedelta(days=1)):
        with pytest.raises(Refused, match="から今日まで"):
            destroyed(paper, centre["second"], wrong)
    destroyed(paper, centre["second"])
    with pytest.raises(Refused, match="もう書いて"):
        destroyed(paper, centre["worker"])
    found = fresh(paper)
    assert (found.destroyed_on, found.destroyed_by_id) == (TODAY, centre["second"].pk)
    verbs = ["documents.paper_destroyed", "documents.paper_written"]
    written = Entry.objects.filter(verb__in=verbs, subject_key=document.pk).order_by("verb")
    assert [each.verb for each in written] == verbs


def test_the_same_form_writes_one_line_and_tomorrow_is_refused(centre, document):
    key = uuid4()
    first = paper_of(document, centre["worker"], form_key=key)
    assert paper_of(document, centre["worker"], form_key=key) == first
    with pytest.raises(Refused, match="今日か"):
        paper_of(document, centre["worker"], made_on=TODAY + timedelta(days=1))
    assert len(rows(PaperCopy.objects.all())) == 1


def test_paper_is_followed_after_the_file_was_removed_and_the_case_was_closed(centre, draft):
    document = put_down(draft.case_id, centre["worker"])
    paper = paper_of(document, centre["worker"])
    do(draft, Deed.SUBMIT, centre["worker"])
    do(draft, Deed.APPROVE, centre["lead"])
    do(draft, Deed.WITHDRAW, centre["worker"], reason="まちがえた")
    remove_document(document_id=document.pk, reason="x", actor=acting(centre["worker"]), now=NOW)
    close_case(case=fresh(document.case), actor=acting(centre["lead"]), now=NOW)
    assert log_of(document, centre["worker"]).lines[0].words == "取り除いた"
    destroyed(paper, centre["worker"])
    assert fresh(paper).destroyed_on == TODAY


def test_where_paper_lies_is_sealed_and_for_those_who_may_read_the_document(centre, document, officer):
    paper = paper_of(document, centre["worker"])
    with opened(CLOCK, now=NOW):
        assert "かなりあ" not in str(list(PaperCopy.objects.values()))
    found = log_of(document, officer)
    assert ([each.whereabouts for each in found.papers], found.may_write) == ([""], False)
    with pytest.raises(Http404):
        paper_of(document, officer)
    with pytest.raises(Http404):
        destroyed(paper, officer)


def test_without_any_filter_of_ours_its_own_side_alone_sees_and_writes_paper(centre, people, document):
    paper = paper_of(document, centre["worker"])
    stranger = staff_of_centre()["worker"]
    for user, count in ((centre["second"], 1), (people["coordinator"], 0), (stranger, 0)):
        with opened(acting(user), now=NOW):
            assert PaperCopy.objects.update(copies=3) == count
            assert PaperCopy.objects.count() == count
    copy = PaperCopy(document=document, copies=1, made_on=TODAY, written_at=NOW, form_key=uuid4())
    copy.whereabouts, copy.written_by = fresh(paper).whereabouts, people["coordinator"]
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        opened(acting(people["coordinator"]), now=NOW),
    ):
        PaperCopy.objects.bulk_create([copy])
    actor = acting(centre["second"])
    centre["second"].person.enrolments.update(ended_at=NOW)
    with opened(actor, now=NOW):
        assert list(PaperCopy.objects.all()) == []


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"copies": 0}, "documents_papercopy_counts_some"),
        ({"copies": 100}, "documents_papercopy_counts_some"),
        ({"destroyed_on": TODAY}, "documents_papercopy_destroyed_says_who"),
        ({"destroyed_on": TODAY - timedelta(days=1), "destroyed_by": True}, "after_it_was_made"),
    ],
)
def test_the_database_holds_what_is_said_of_paper(centre, document, change, constraint):
    paper_of(document, centre["worker"])
    if "destroyed_by" in change:
        change = change | {"destroyed_by": centre["worker"]}
    with pytest.raises(IntegrityError, match=constraint), opened(CLOCK, now=NOW):
        PaperCopy.objects.update(**change)


def test_the_log_is_read_written_and_taken_out_on_the_screen(centre, people, draft, document):
    take(document, people["coordinator"])
    client = as_(centre["worker"])
    address = reverse("handoff:document_log", args=[document.pk])
    assert address in client.get(reverse("handoff:documents", args=[draft.pk])).text
    page = client.get(address)
    day = {"made_on_0": str(TODAY.year), "made_on_1": str(TODAY.month), "made_on_2": str(TODAY.day)}
    sent = {"copies": "2", "whereabouts": WHERE, "form_key": page.context["form"]["form_key"].value()} | day
    refused = client.post(address, sent | {"copies": "0"})
    assert (refused.status_code, WHERE in refused.text) == (422, True)
    assert client.post(address, sent).url == address
    assert WHERE in client.get(address).text
    (paper,) = rows(PaperCopy.objects.all())
    gone = reverse("handoff:paper_destroyed", args=[paper.pk])
    on = {f"on_{part}": value for part, value in enumerate(day.values())}
    assert client.post(gone, on | {"on_0": "2020"}).status_code == 422
    assert client.post(gone, on).url == address
    file = client.get(reverse("handoff:document_log_file", args=[document.pk]))
    reference = fresh(draft).reference
    assert file["Content-Disposition"] == f'attachment; filename="shorui-kiroku-{reference}.csv"'
    text = file.content.decode("utf-8-sig")
    assert text.startswith("日時,したこと,だれが,どこの,くわしく\r\n")
    assert "写しを受け取った,機関 coordinator,見本市 障害福祉課,写し1、名前入り\r\n" in text
    assert "紙の写しを書いた,センター worker,センター,2部" in text
    assert f"。{WHERE}。" in text
    assert Entry.objects.filter(verb="documents.log_exported", subject_key=document.pk).count() == 1


def test_who_answers_for_data_reads_the_log_and_writes_nothing(centre, document, officer):
    paper_of(document, centre["worker"])
    client, address = as_(officer), reverse("handoff:document_log", args=[document.pk])
    shown = client.get(address).text
    assert ("whereabouts" in shown, WHERE in shown) == (False, False)
    assert client.post(address, {}).status_code == 404
    assert WHERE not in client.get(reverse("handoff:document_log_file", args=[document.pk])).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_log_asks_as_often_for_three_as_for_one(centre, document, count, django_assert_num_queries):
    for _ in range(count):
        take(document, centre["lead"])
        paper_of(document, centre["worker"])
    client, address = as_(centre["worker"]), reverse("handoff:document_log", args=[document.pk])
    client.get(address)
    with django_assert_num_queries(25):
        assert len(client.get(address).context["log"].papers) == count
