"""Questions on screens and papers: the web form to the end, the applicant's own page, the desk, lists."""

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events import links, paper_facts, papers
from events.models import Application
from events.questions import desk_urls, queries
from events.questions.enums import AskKind, AskMoment
from events.questions.models import AgencyAnswer, Answer, Question
from foundation.audit.models import Entry
from foundation.mail.models import OutgoingMail
from tests.events.apply_form import CHANGE, RIGHT, SEND, address, confirmed, mistakes, opened, post
from tests.events.filled import Form
from tests.events.questions.asked import LUNCH, NOT, ORDERS, ask, ask_about_food, box, key
from tests.factories.accounts import sign_in
from tests.factories.directory import make_agency, make_partner
from tests.factories.events import NOW, apply, make_event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
PDF = b"%PDF-1.7 of an applicant"


@pytest.fixture(autouse=True)
def somewhere_else(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def event():
    return make_event()


def desk_url(name, *args):
    return reverse(f"questions_desk:{name}", args=args)


def own_url(application):
    return reverse("questions:answer", args=[links.token(application)])


def file_url(application, question):
    return reverse("questions:file", args=[links.token(application), question.pk])


def applied(event, given=None, **fields):
    return apply(event.sessions.get(), more={"questions": given or {}}, **fields)


def words():
    return {answer.question.wording: answer.words for answer in Answer.objects.all()}


# The web form


def test_answers_go_from_the_form_over_the_confirm_page_to_the_application(event, staff):
    lunch, food = ask_about_food(event, staff)
    assert "「お弁当を注文しますか。」に「注文する」と答えた方だけ、お答えください。" in opened_text(event)
    page = confirmed(event, **{box(lunch): ORDERS, box(food): "えび"})
    assert "食べられないもの" in page.text
    assert "えび" in page.text
    done = post(event, Form(page).sent(press=SEND))
    assert done.status_code == 303
    assert words() == {LUNCH: [ORDERS], "食べられないもの": ["えび"]}
    own = Client().get(links.path(Application.objects.get()))
    assert "えび" in own.text


def opened_text(event):
    return Client().get(address(event)).text


def test_what_is_needed_is_asked_for_and_everything_typed_stays(event, staff):
    lunch, _food = ask_about_food(event, staff)
    refused = post(event, opened(event).sent(**RIGHT))
    assert mistakes(refused) == ["お弁当を注文しますか：1つ選んでください。"]
    refused = post(event, opened(event).sent(**RIGHT, **{box(lunch): ORDERS}))
    assert mistakes(refused) == ["食べられないもの：答えを書いてください。"]
    typed = Form(refused).fields
    assert typed[box(lunch)] == [ORDERS]
    assert typed["contact_name"] == [RIGHT["contact_name"]]


def test_what_nobody_asked_is_ignored_with_its_mistakes(event, staff):
    lunch, food = ask_about_food(event, staff)
    page = confirmed(event, **{box(lunch): NOT, box(food): "あ" * 300})
    assert "食べられないもの" not in page.text
    post(event, Form(page).sent(press=SEND))
    assert words() == {LUNCH: [NOT]}


def test_whoever_goes_back_finds_the_answers_again(event, staff):
    lunch = ask(event, staff, kind=AskKind.SEVERAL)
    long = ask(event, staff, "ご意見", kind=AskKind.TEXT)
    page = confirmed(event, **{box(lunch): [ORDERS, NOT], box(long): "ひとつ\nふたつ"})
    again = Form(post(event, Form(page).sent(press=CHANGE))).fields
    assert again[box(lunch)] == [ORDERS, NOT]
    assert again[box(long)][0].split() == ["ひとつ", "ふたつ"]


def test_a_known_agency_is_not_asked_again(event, staff):
    agency = make_agency(phone="099-000-4567", email="minamo@example.jp")
    client = sign_in(Client(), make_partner(agency=agency))
    lunch = ask(event, staff, is_required=True, once_per_agency=True)
    assert box(lunch) in client.get(address(event)).text
    AgencyAnswer.objects.create(agency=agency, key=lunch.key, words=[NOT], answered_at=NOW)
    page = client.get(address(event))
    assert box(lunch) not in page.text
    assert box(lunch) in opened_text(event)


@pytest.mark.parametrize("count", [1, 3])
def test_a_form_with_questions_asks_the_database_once_more(event, staff, count):
    client = Client()
    client.get(address(event))
    with CaptureQueriesContext(connection) as without:
        client.get(address(event))
    for number in range(count):
        ask(event, staff, f"質問{number}")
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address(event)).status_code == 200
    assert len(captured) == len(without)
    assert sum("events_questions" in query["sql"] for query in captured) == 1


def test_answers_stand_in_no_mail_and_no_trail(event, staff):
    lunch, food = ask_about_food(event, staff)
    page = confirmed(event, **{box(lunch): ORDERS, box(food): "ひみつのえび"})
    done = post(event, Form(page).sent(press=SEND))
    assert "ひみつ" not in done.url
    assert all("ひみつ" not in mail.text + mail.subject for mail in OutgoingMail.objects.all())
    assert all("ひみつ" not in f"{entry.fields}{entry.body}" for entry in Entry.objects.all())


# The own page


def test_after_the_seat_the_own_page_asks_until_all_is_there(event, staff, client):
    topic = ask(event, staff, "話したいこと", kind=AskKind.TEXT, moment=AskMoment.SEATED, is_required=True)
    application = applied(event)
    assert "答えていただきたいことがあります" in client.get(links.path(application)).text
    done = client.get(reverse("events:done", args=[links.token(application)]))
    assert "あと1つ、答えてください" in done.text
    form = Form(client.get(own_url(application)))
    refused = client.post(own_url(application), form.sent())
    assert mistakes(refused) == ["話したいこと：答えを書いてください。"]
    told = client.post(own_url(application), form.sent(**{box(topic): "夜の見守り"}), follow=True)
    assert "答えを受け取りました" in told.text
    assert "答えていただきたいことがあります" not in told.text
    assert "夜の見守り" in told.text


def test_a_page_on_which_nothing_is_asked_leads_back(event, staff, client):
    application = applied(event)
    assert client.get(own_url(application)).url == links.path(application)
    assert "おたずねしたこと" not in client.get(links.path(application)).text


def test_a_file_comes_on_the_own_page_and_only_staff_get_it(event, staff, client, desk):
    paper = ask(event, staff, "案内", kind=AskKind.FILE, is_required=True)
    assert box(paper) not in opened_text(event)
    application = applied(event)
    sent = SimpleUploadedFile("見本太郎.pdf", PDF)
    told = client.post(file_url(application, paper), {f"file{paper.pk}-file": sent}, follow=True)
    assert "ファイルを受け取りました" in told.text
    answer = Answer.objects.get()
    assert "見本" not in answer.file.name
    path = desk_url("file", answer.pk)
    assert client.get(path).status_code == 302
    given = desk.get(path)
    assert b"".join(given.streaming_content) == PDF
    assert given.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in given.headers["Cache-Control"]
    assert given.headers["Content-Disposition"].startswith("attachment")
    assert Entry.objects.filter(verb="questions.file_read").count() == 1
    assert path not in client.get(links.path(application)).text


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.pdf", b"MZ a program", "このファイルは使えません。"),
        ("a.pdf", b"", "ファイルの中身がありません。"),
        ("a.pdf", b"%PDF-" + b"0" * (10 * 1024 * 1024), "10MBを超えています。"),
    ],
)
def test_a_file_of_another_kind_is_refused_in_words(event, staff, client, name, content, says):
    paper = ask(event, staff, "案内", kind=AskKind.FILE)
    application = applied(event)
    sent = SimpleUploadedFile(name, content)
    [mistake] = mistakes(client.post(file_url(application, paper), {f"file{paper.pk}-file": sent}))
    assert says in mistake
    assert not Answer.objects.exists()
    [nothing] = mistakes(client.post(file_url(application, paper), {}))
    assert nothing == "案内：ファイルを選んでください。"


def test_a_forged_link_takes_nothing(event, staff, client):
    paper = ask(event, staff, "案内", kind=AskKind.FILE)
    applied(event)
    for name, args in (("answer", ()), ("file", (paper.pk,))):
        path = reverse(f"questions:{name}", args=["forged", *args])
        assert client.post(path, {}).status_code == 404


# The desk


def test_every_screen_of_the_desk_is_closed_to_strangers(event, staff, client, editor):
    sign_in(client, editor)
    kwargs = {"pk": 1, "question": 1}
    for each in desk_urls.urlpatterns:
        wanted = {name: kwargs[name] for name in each.pattern.converters}
        path = reverse(f"questions_desk:{each.name}", kwargs=wanted)
        assert client.get(path).status_code in (302, 403, 404), path
        assert client.post(path).status_code in (302, 403, 404), path


def test_staff_make_a_question_with_a_condition_and_see_the_form(event, desk):
    made = {"wording": LUNCH, "kind": "one", "choices": f"{ORDERS}\n{NOT}", "moment": "applying"}
    assert desk.post(desk_url("make", event.pk), made).status_code == 303
    lunch = Question.objects.get()
    assert lunch.choices == [ORDERS, NOT]
    more = {"wording": "食べられないもの", "kind": "line", "moment": "applying", "condition": f"{lunch.pk}:0"}
    desk.post(desk_url("make", event.pk), more)
    page = desk.get(desk_url("of_event", event.pk))
    assert "画面での見え方" in page.text
    assert "と答えた方だけ、お答えください。" in page.text
    assert desk_url("of_event", event.pk) in desk.get(reverse("event_desk:event", args=[event.pk])).text


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"choices": "ひとつだけ"}, "2つから8つまで"),
        ({"choices": "同じ\n同じ"}, "2つから8つまで"),
        ({"kind": "file", "choices": "", "once_per_agency": "on"}, "申し込みごとに"),
        ({"again_after_months": "3"}, "選んだときに書きます"),
        ({"wording": ""}, "質問を書いてください。"),
        ({"condition": "1:0"}, "書かれているものの中から"),
    ],
)
def test_what_does_not_go_together_is_refused_in_words(event, desk, wrong, says):
    right = {"wording": LUNCH, "kind": "one", "choices": f"{ORDERS}\n{NOT}", "moment": "applying"}
    assert any(says in each for each in mistakes(desk.post(desk_url("make", event.pk), right | wrong)))
    assert not Question.objects.exists()


def test_a_question_is_changed_moved_and_dropped(event, staff, desk):
    one, two = ask(event, staff, "ひとつ"), ask(event, staff, "ふたつ")
    form = Form(desk.get(desk_url("change", two.pk)))
    assert desk.post(desk_url("change", two.pk), form.sent(wording="みっつ")).status_code == 303
    desk.post(desk_url("up", two.pk))
    assert [each.wording for each in queries.open_questions(event)] == ["みっつ", "ひとつ"]
    desk.post(desk_url("drop", one.pk))
    assert [each.wording for each in queries.open_questions(event)] == ["みっつ"]


def test_an_answered_question_has_no_button_to_change_it(event, staff, desk):
    lunch = ask(event, staff)
    applied(event, {key(lunch): (ORDERS,)})
    assert desk_url("change", lunch.pk) not in desk.get(desk_url("of_event", event.pk)).text
    assert "もう答えた方がいる" in desk.get(desk_url("change", lunch.pk), follow=True).text


def test_staff_type_answers_in_with_the_sheet_and_afterwards(event, staff, desk):
    lunch, food = ask_about_food(event, staff)
    entry = reverse("event_desk:entry", args=[event.pk])
    form = Form(desk.get(entry))
    typed = {
        "agency_name": "みなも", "contact_name": "佐久間", "phone": "099-000-4567", "fax": "099-000-4568",
        "rows-0-name": "髙橋 慎", "later_venue": "1", box(lunch): ORDERS,
    }  # fmt: skip
    assert desk.post(entry, form.sent(**typed)).status_code == 303
    application = Application.objects.get()
    assert words() == {LUNCH: [ORDERS]}
    page = desk.get(reverse("event_desk:application", args=[application.pk]))
    assert "まだ1つ、答えがありません" in page.text
    later = Form(desk.get(desk_url("answers", application.pk)))
    assert (
        desk.post(desk_url("answers", application.pk), later.sent(**{box(food): "えび"})).status_code == 303
    )
    assert words() == {LUNCH: [ORDERS], "食べられないもの": ["えび"]}


def test_what_the_applicant_wrote_meanwhile_is_not_overwritten_at_the_desk(event, staff, client, desk):
    lunch, food = ask_about_food(event, staff)
    application = applied(event, {key(lunch): (NOT,)})
    address = desk_url("answers", application.pk)
    stale = Form(desk.get(address))
    own = Form(client.get(own_url(application)))
    client.post(own_url(application), own.sent(**{box(lunch): ORDERS, box(food): "えび"}))
    seen = desk.post(address, stale.sent(**{box(lunch): NOT}))
    assert (seen.status_code, "まだ保存していません" in seen.text) == (422, True)
    assert words()[LUNCH] == [ORDERS]


def test_what_a_colleague_wrote_meanwhile_is_not_overwritten_on_the_own_page(event, staff, client):
    lunch, food = ask_about_food(event, staff)
    address = own_url(applied(event, {key(lunch): (NOT,)}))
    mine, theirs = Form(client.get(address)), Form(client.get(address))
    client.post(address, theirs.sent(**{box(lunch): ORDERS, box(food): "えび"}))
    seen = client.post(address, mine.sent(**{box(lunch): ORDERS, box(food): "そば"}))
    assert (seen.status_code, "まだ保存していません" in seen.text) == (422, True)
    assert words() == {LUNCH: [ORDERS], "食べられないもの": ["えび"]}
    again = Form(seen)
    assert again.fields[box(food)] == ["そば"]
    assert client.post(address, again.sent()).status_code == 303
    assert words()["食べられないもの"] == ["そば"]


def test_the_desk_lists_who_owes_an_answer_and_asks_again(event, staff, desk):
    ask(event, staff, "話したいこと", kind=AskKind.TEXT, moment=AskMoment.SEATED, is_required=True)
    application = applied(event)
    page = desk.get(desk_url("of_event", event.pk))
    assert "まだ答えていない申し込み　1件" in page.text
    assert application.number in page.text
    told = desk.post(desk_url("remind", event.pk), follow=True)
    assert "1件に、メールでお願いします" in told.text


def test_an_agency_is_asked_again_from_the_list_of_its_answers(event, staff, desk):
    lunch = ask(event, staff, once_per_agency=True)
    answer = AgencyAnswer.objects.create(agency=make_agency(), key=lunch.key, words=[NOT], answered_at=NOW)
    assert NOT in desk.get(desk_url("agencies", lunch.pk)).text
    told = desk.post(desk_url("again", answer.pk), follow=True)
    assert "もう一度たずねます" in told.text
    assert not AgencyAnswer.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_screen_of_questions_asks_the_database_the_same_however_many_there_are(
    event, staff, queries_of, count
):
    for number in range(count):
        ask(event, staff, f"質問{number}", is_required=True)
        applied(event, actor=staff, by_staff=True)
    assert queries_of(desk_url("of_event", event.pk)) == 5


# Lists and papers


def words_of(pdf):
    return ["".join(page.get_textpage().get_text_bounded().split()) for page in pypdfium2.PdfDocument(pdf)]


def sheet_of(event):
    return paper_facts.application_sheet(event, now=NOW)


def test_the_sheet_asks_the_same(event, staff):
    ask_about_food(event, staff)
    ask(event, staff, "話したいこと", kind=AskKind.TEXT, moment=AskMoment.SEATED)
    ask(event, staff, "案内", kind=AskKind.FILE)
    [page] = words_of(papers.application_sheet_pdf(sheet_of(event)))
    assert LUNCH in page
    assert "「注文する」の方だけ" in page
    assert "話したいこと" not in page
    assert "案内" not in page


def test_what_does_not_fit_on_the_sheet_stands_on_a_second_page(event, staff):
    for number in range(11):
        ask(event, staff, f"くわしくたずねる、とても長い質問の{number}番目です。" * 2, kind=AskKind.TEXT)
    first, second = words_of(papers.application_sheet_pdf(sheet_of(event)))
    assert "次のページの質問にも" in first
    assert "とても長い質問の10番目です" in second


def test_a_stranger_sends_no_more_than_a_file_and_to_no_other_address(event, staff, client):
    paper = ask(event, staff, "案内", kind=AskKind.FILE)
    application = applied(event)
    large = {f"file{paper.pk}-file": SimpleUploadedFile("a.pdf", PDF + b"0" * (11 * 1024 * 1024))}
    refused = client.post(file_url(application, paper), large)
    assert refused.status_code == 413
    assert "10MBまで" in refused.text
    fits = {f"file{paper.pk}-file": SimpleUploadedFile("a.pdf", PDF + b"0" * (2 * 1024 * 1024))}
    assert client.post(own_url(application), fits).status_code == 413
    fits = {f"file{paper.pk}-file": SimpleUploadedFile("a.pdf", PDF + b"0" * (2 * 1024 * 1024))}
    assert client.post(file_url(application, paper), fits).status_code == 303
