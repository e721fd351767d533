"""Files of applicants come, are asked for no more, are taken back, and leave nothing behind."""

import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from events import links
from events.questions.enums import AskKind
from events.questions.exceptions import AnswerRefused
from events.questions.models import Answer
from events.questions.services.answering import answer_questions, send_file, take_file_back
from events.questions.uploads import Proven
from foundation.audit import chain
from foundation.audit.models import Entry
from tests.events.questions.asked import NOT, ORDERS, ask, key
from tests.factories.events import NOW, apply, make_event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
PDF = Proven(b"%PDF-1.7 of an applicant", "pdf")


@pytest.fixture(autouse=True)
def somewhere_else(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def event():
    return make_event()


def ask_for_a_list(event, staff):
    """Ask who orders lunch, and those alone for a file."""
    lunch = ask(event, staff)
    return lunch, ask(event, staff, "食べられないもの", kind=AskKind.FILE, only_if=lunch, only_choice=ORDERS)


def applied(event, given=None):
    return apply(event.sessions.get(), more={"questions": given or {}})


def by_link(application):
    return {"application_id": application.pk, "actor": None, "by_staff": False, "now": NOW}


def stored():
    """Return the names of all files that the storage holds for this year's answers."""
    return set(default_storage.listdir(f"events/answers/{NOW.year}")[1])


def file_url(application, question):
    return reverse("questions:file", args=[links.token(application), question.pk])


def test_a_file_that_is_asked_for_no_more_goes(event, staff, django_capture_on_commit_callbacks):
    lunch, paper = ask_for_a_list(event, staff)
    application = applied(event, {key(lunch): (ORDERS,)})
    send_file(**by_link(application), question_id=paper.pk, proven=PDF)
    with django_capture_on_commit_callbacks(execute=True):
        answer_questions(**by_link(application), given={key(lunch): (ORDERS,)})
    name = Answer.objects.exclude(file="").get().file.name
    assert default_storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        answer_questions(**by_link(application), given={key(lunch): (NOT,)})
    assert [answer.words for answer in Answer.objects.all()] == [[NOT]]
    assert not default_storage.exists(name)
    assert f"question:{paper.pk}" in Entry.objects.latest("id").fields


def test_an_applicant_takes_a_file_back(event, staff, client, django_capture_on_commit_callbacks):
    paper = ask(event, staff, "案内", kind=AskKind.FILE)
    application = applied(event)
    page = reverse("questions:answer", args=[links.token(application)])
    assert "届いたファイルを消す" not in client.get(page).text
    send_file(**by_link(application), question_id=paper.pk, proven=PDF)
    assert "届いたファイルを消す" in client.get(page).text
    name = Answer.objects.get().file.name
    with django_capture_on_commit_callbacks(execute=True):
        told = client.post(file_url(application, paper), {"take_back": "1"}, follow=True)
    assert "送られたファイルを消しました" in told.text
    assert not Answer.objects.exists()
    assert not default_storage.exists(name)
    assert Entry.objects.filter(verb="questions.file_taken_back").count() == 1
    take_file_back(**by_link(application), question_id=paper.pk)
    assert Entry.objects.filter(verb="questions.file_taken_back").count() == 1


def test_a_file_is_not_taken_back_after_the_beginning_and_words_never(event, staff):
    lunch, paper = ask_for_a_list(event, staff)
    application = applied(event, {key(lunch): (ORDERS,)})
    send_file(**by_link(application), question_id=paper.pk, proven=PDF)
    late = by_link(application) | {"now": event.sessions.get().starts_at}
    with pytest.raises(AnswerRefused, match="始まった"):
        take_file_back(**late, question_id=paper.pk)
    take_file_back(**by_link(application), question_id=lunch.pk)
    assert Answer.objects.count() == 2


def test_whatever_fails_after_a_file_was_written_leaves_none_behind(event, staff, monkeypatch):
    paper = ask(event, staff, "案内", kind=AskKind.FILE)
    application = applied(event)
    send_file(**by_link(application), question_id=paper.pk, proven=PDF)
    before = stored()

    def fails(*_args, **_facts):
        raise RuntimeError("the trail is gone")

    monkeypatch.setattr(chain, "record", fails)
    with pytest.raises(RuntimeError):
        send_file(**by_link(application), question_id=paper.pk, proven=PDF)
    assert stored() == before


def a_picture():
    written = io.BytesIO()
    Image.new("RGB", (20, 10)).save(written, "PNG")
    return SimpleUploadedFile("a.png", written.getvalue())


@pytest.mark.parametrize("rates", [{"sender": "2/h/ip"}, {"link": "2/h/key"}])
def test_more_files_than_anybody_sends_wait(event, staff, client, settings, rates):
    settings.ANSWER_FILE_RATES = rates
    paper = ask(event, staff, "案内", kind=AskKind.FILE)
    application, other = applied(event), applied(event)
    sent = [
        client.post(file_url(application, paper), {f"file{paper.pk}-file": a_picture()}) for _ in range(3)
    ]
    assert [answer.status_code for answer in sent] == [303, 303, 429]
    assert "しばらく待ってから" in sent[-1].text
    # Another link from the same place has its own measure, but the place has one for all.
    again = client.post(file_url(other, paper), {f"file{paper.pk}-file": a_picture()})
    assert again.status_code == (429 if "sender" in rates else 303)


def test_a_file_that_waits_is_not_looked_into(event, staff, client, settings):
    settings.ANSWER_FILE_RATES = {"link": "1/h/key"}
    paper = ask(event, staff, "案内", kind=AskKind.FILE)
    application = applied(event)
    client.post(file_url(application, paper), {f"file{paper.pk}-file": a_picture()})
    torn = SimpleUploadedFile("a.png", b"\x89PNG torn")
    refused = client.post(file_url(application, paper), {f"file{paper.pk}-file": torn})
    assert refused.status_code == 429
    assert "使えません" not in refused.text
