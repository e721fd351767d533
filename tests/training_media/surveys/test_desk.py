"""The desk of a course's questionnaire: made, opened, typed, ticked, closed, read and taken away."""

import io
from datetime import timedelta

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.enums import PublicRole
from events.questionnaires.models import Questionnaire
from foundation.audit.models import Entry
from tests.factories import surveys
from tests.factories.accounts import make_user, sign_in
from tests.factories.first_site import place_first_site
from tests.factories.training_media import make_campaign, make_course
from training_media.surveys import queries
from training_media.surveys.models import AnsweredByViewer, CourseQuestionnaire

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def centre(transactional_db):
    place_first_site()


@pytest.fixture
def desk(staff):
    return sign_in(Client(), staff)


@pytest.fixture
def asked(staff):
    return surveys.ask(by=staff)


def url(name, *keys):
    return reverse(f"survey_desk:{name}", args=keys)


def form_of(page):
    data = {}
    for bound in page.context["form"]:
        value = bound.field.widget.format_value(bound.value())
        data[bound.html_name] = value[0] if isinstance(value, list) and value else value or ""
    return data


def words_of(pdf):
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))


def test_the_desk_makes_one_from_the_usual_questions_changes_and_opens_it(desk, staff):
    course = make_course()
    campaign = make_campaign(course, by=staff)
    assert url("overview", course.pk) in desk.get(reverse("video_desk:course", args=[course.pk])).text
    assert "アンケートは、まだありません" in desk.get(url("overview", course.pk)).text
    page = desk.get(url("make", course.pk))
    desk.post(url("make", course.pk), form_of(page))
    made = CourseQuestionnaire.objects.get().questionnaire
    assert (made.origin, made.questions.count()) == ("course", 5)
    assert made.closes_on == campaign.closes_on + timedelta(days=10)
    kinds = list(made.questions.values_list("kind", flat=True))
    assert kinds == ["scale", "scale", "one", "several", "text"]
    page = desk.get(url("change", course.pk))
    changed = form_of(page) | {"title": "見た方へ", "kind_5": "", "text_5": "", "seen": page.context["seen"]}
    assert desk.post(url("change", course.pk), changed).status_code == 303
    desk.post(url("open", course.pk))
    made.refresh_from_db()
    assert (made.title, made.questions.count(), made.state) == ("見た方へ", 4, "open")
    assert "もう受け付けを始めた" in desk.get(url("change", course.pk), follow=True).text
    assert (
        "まだ終わっていない"
        in desk.post(url("make", course.pk), form_of(desk.get(url("make", course.pk)))).text
    )


def test_what_a_question_lacks_is_said_at_its_box_and_questions_are_not_overwritten_unseen(desk, staff):
    draft = surveys.ask(by=staff, opened=False)
    page = desk.get(url("change", draft.course_id))
    data = form_of(page) | {"seen": page.context["seen"]}
    wrong = desk.post(url("change", draft.course_id), data | {"kind_2": ""})
    assert (wrong.status_code, set(wrong.context["form"].errors)) == (422, {"kind_2"})
    Questionnaire.objects.update(title="ほかの題名")
    assert desk.post(url("change", draft.course_id), data | {"title": "わたしの"}).status_code == 422
    assert surveys.fresh(draft).questionnaire.title == "ほかの題名"


def test_a_draft_is_thrown_away_and_one_that_was_opened_is_not(desk, staff):
    draft = surveys.ask(by=staff, opened=False)
    page = desk.post(url("drop", draft.course_id), follow=True)
    assert "準備中のアンケートを消しました" in page.text
    asked = surveys.ask(draft.course, by=staff)
    assert "始める前" in desk.post(url("drop", asked.course_id), follow=True).text
    assert CourseQuestionnaire.objects.get() == asked


def test_paper_is_printed_typed_and_its_slips_are_ticked(desk, asked):
    (viewer,) = surveys.make_watchers(asked, 1)
    sheet = words_of(desk.get(url("sheet", asked.course_id)).getvalue())
    number = asked.questionnaire.number
    assert [word for word in ("受け入れの話", number, "事業所", "切り取って") if word not in sheet] == []
    questions = [each.pk for each in asked.questionnaire.questions.all()]
    typed = dict(zip([f"q{pk}" for pk in questions], ["4", "2", "13", ""], strict=True))
    assert "いま 1人分" in desk.post(url("typing", asked.course_id), typed, follow=True).text
    wrong = desk.post(url("typing", asked.course_id), typed | {f"q{questions[0]}": "7"})
    assert (wrong.status_code, 'value="7"' in wrong.text) == (422, True)
    page = desk.get(url("returned", asked.course_id))
    assert "見本 01（見本の家）" in page.text
    assert desk.post(url("returned", asked.course_id), {}).status_code == 422
    desk.post(url("returned", asked.course_id), {"people": [viewer.pk]})
    assert AnsweredByViewer.objects.get().viewer == viewer
    shown = desk.get(url("overview", asked.course_id)).text
    assert "見た方 1人のうち、1人が答えました" in shown
    assert "見本 01" not in shown


def test_slips_of_many_people_are_ticked_page_by_page(desk, asked):
    people = surveys.make_watchers(asked, 62)
    address = url("returned", asked.course_id)
    first, second = desk.get(address), desk.get(address, {"page": 2})
    shown = [["（見本の家）" in page.text, page.text.count('name="people"')] for page in (first, second)]
    assert shown == [[True, 60], [True, 2]]
    # The last one stood on the second page when it was opened, and stands on the first by now.
    surveys.answer(asked, people[0])
    surveys.answer(asked, people[1])
    desk.post(f"{address}?page=2", {"people": [people[-1].pk]})
    assert queries.answered_among(asked, [people[-1].pk]) == {people[-1].pk}
    stranger = surveys.make_viewer(name="見ていない人", agency=surveys.make_agency(name="別の家"))
    assert desk.post(address, {"people": [stranger.pk]}).status_code == 422


def test_results_are_read_after_closing_only_and_small_counts_are_hidden_in_each_form(desk, asked, staff):
    course = asked.course_id
    results = url("results", course, asked.questionnaire_id)
    people = surveys.make_watchers(asked, 9)
    for number, viewer in enumerate(people):
        surveys.answer(asked, viewer, one=1 if number else 3, text="" if number else "ひとりの文")
    assert desk.get(results).headers["Location"] == url("overview", course)
    desk.post(url("close", course))
    assert desk.get(results).headers["Location"] == url("overview", course)
    assert "みな入力してください" in desk.get(url("overview", course)).text
    assert desk.post(url("read", course, asked.questionnaire_id)).headers["Location"] == results
    page = desk.get(results)
    assert "もう結果を見たので" in desk.post(url("typing", course), {}, follow=True).text
    assert ["＊" in page.text, "9人" in page.text] == [True, True]
    taken = {
        form: desk.post(url("results_file", course, asked.questionnaire_id), {"form": form}).getvalue()
        for form in ("pdf", "xlsx", "csv")
    }
    workbook = str(list(load_workbook(io.BytesIO(taken["xlsx"])).active.iter_rows(values_only=True)))
    told = {"pdf": words_of(taken["pdf"]), "xlsx": workbook, "csv": taken["csv"].decode("utf-8-sig")}
    for form, text in told.items():
        hidden = "＊" if form == "pdf" else "少ないため出しません"
        assert (hidden in text, "ひとりの文" in text) == (True, False), form
    assert Entry.objects.filter(verb="questionnaires.summary_exported").count() == 3


def test_with_too_few_answers_nothing_is_told(desk, asked, staff):
    (viewer,) = surveys.make_watchers(asked, 1)
    surveys.answer(asked, viewer, text="ひとりの文", may_be_quoted=True)
    surveys.close(asked, by=staff)
    surveys.read(asked, by=staff)
    page = desk.get(url("results", asked.course_id, asked.questionnaire_id))
    assert ("結果は出せません" in page.text, "ひとりの文" in page.text) == (True, False)


def test_an_earlier_one_keeps_its_results_and_the_next_one_begins_with_none(desk, asked, staff):
    surveys.close(asked, by=staff)
    desk.post(url("read", asked.course_id, asked.questionnaire_id))
    page = desk.get(url("results", asked.course_id, asked.questionnaire_id))
    summary = {"summary": "よかった。", "seen": page.context["seen"]}
    assert desk.post(page.wsgi_request.path, summary).status_code == 303
    second = surveys.ask(asked.course, by=staff)
    shown = desk.get(url("overview", asked.course_id)).text
    assert url("results", asked.course_id, asked.questionnaire_id) in shown
    assert second.questionnaire.number in shown
    other = make_course(slug="betsu")
    for deed in (desk.get, desk.post):
        assert deed(url("results", other.pk, asked.questionnaire_id)).status_code == 404
    assert desk.post(url("read", other.pk, asked.questionnaire_id)).status_code == 404


def test_the_results_of_an_earlier_one_that_nobody_has_read_can_be_read_later(desk, asked, staff):
    surveys.close(asked, by=staff)
    surveys.ask(asked.course, by=staff)
    read = url("read", asked.course_id, asked.questionnaire_id)
    assert read in desk.get(url("overview", asked.course_id)).text
    assert "結果は出せません" in desk.post(read, follow=True).text
    assert read not in desk.get(url("overview", asked.course_id)).text


def test_the_deadline_is_moved_and_never_into_the_past(desk, asked):
    address, today = url("deadline", asked.course_id), timezone.localdate()
    seen = desk.get(address).context["seen"]
    past = desk.post(address, {"closes_on": f"{today - timedelta(days=1):%Y/%m/%d}", "seen": seen})
    assert past.status_code == 422
    desk.post(address, {"closes_on": f"{today + timedelta(days=90):%Y/%m/%d}", "seen": seen})
    assert surveys.fresh(asked).questionnaire.closes_on == today + timedelta(days=90)


def test_the_desk_of_events_knows_nothing_of_it(desk, asked, staff):
    surveys.close(asked, by=staff)
    pk = asked.questionnaire_id
    assert asked.questionnaire.number not in desk.get(reverse("questionnaire_desk:list")).text
    names = ("questionnaire", "change", "deadline", "sheet", "typing", "returned", "missing", "results")
    found = {desk.get(reverse(f"questionnaire_desk:{name}", args=[pk])).status_code for name in names}
    assert found == {404}
    home = desk.get("/cms/").text
    assert url("overview", asked.course_id) in home
    assert reverse("questionnaire_desk:list") not in home


ADDRESSES = ("overview", "make", "change", "deadline", "sheet", "typing", "returned")


def test_the_door_is_open_to_those_who_run_courses_and_names_to_fewer(asked, outsider, partner, manager):
    editor = make_user(roles=[PublicRole.EDITOR], name="編集 花子")
    pages = [url(name, asked.course_id) for name in ADDRESSES]
    pages.append(url("results", asked.course_id, asked.questionnaire_id))
    for user in (outsider, partner):
        client = sign_in(Client(), user)
        assert {client.get(each).status_code for each in pages} == {302}
    assert {Client().get(each).status_code for each in pages} == {302}
    client = sign_in(Client(), manager)
    # An open one is changed no more, and its results are not read yet: both lead on.
    found = [client.get(each).status_code for each in pages]
    assert found == [200, 200, 303, 200, 200, 200, 200, 303]
    client = sign_in(Client(), editor)
    assert client.get(url("overview", asked.course_id)).status_code == 200
    assert client.get(url("returned", asked.course_id)).status_code == 404
    assert url("returned", asked.course_id) not in client.get(url("overview", asked.course_id)).text


def test_a_course_without_one_answers_404_to_all_but_the_overview_and_making(desk):
    course = make_course()
    found = {name: desk.get(url(name, course.pk)).status_code for name in ADDRESSES}
    assert found == dict.fromkeys(ADDRESSES, 404) | {"overview": 200, "make": 200}
    assert desk.get(url("overview", course.pk + 1)).status_code == 404


def test_the_overview_asks_as_often_for_three_earlier_ones_and_viewers_as_for_one(
    desk, asked, staff, django_assert_num_queries
):
    surveys.make_watchers(asked, 1)
    surveys.close(asked, by=staff)
    surveys.ask(asked.course, by=staff)
    address, ticking = url("overview", asked.course_id), url("returned", asked.course_id)
    for each in (address, ticking):
        desk.get(each)
    with django_assert_num_queries(17):
        desk.get(address)
    with django_assert_num_queries(16):
        desk.get(ticking)
    for _ in range(2):
        surveys.close(CourseQuestionnaire.objects.get(is_current=True), by=staff)
        latest = surveys.ask(asked.course, by=staff)
    for number in range(2):
        surveys.say_watched(surveys.make_viewer(name=f"別の {number}"), latest.course)
    with django_assert_num_queries(17):
        desk.get(address)
    with django_assert_num_queries(16):
        desk.get(ticking)
