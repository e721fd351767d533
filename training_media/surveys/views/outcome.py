"""What came of a course's questionnaire: results, the centre's words, files."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from content import desk
from content.desk import actor
from content.desk_forms import Done, Kept, Screen, form_screen
from events.questionnaires import papers
from events.questionnaires.enums import HAS_RESULTS, SummaryForm
from events.questionnaires.exceptions import QuestionnaireRefused
from events.questionnaires.forms.desk import SummaryWordsForm, TakeSummaryForm
from events.questionnaires.queries import results_of
from events.questionnaires.services import handing_out, running
from foundation.small_counts import threshold_now
from training_media.courses.access import course_at_the_desk
from training_media.surveys.access import one_at_the_desk, survey_desk

from .desk import about_course, down_to, lead_to, to_overview


@survey_desk.form_page
def results(request: HttpRequest, pk: int, questionnaire: int) -> HttpResponse:
    """Show the results of a questionnaire that takes no more answers, and take the centre's own words."""
    course = course_at_the_desk(pk)
    found = one_at_the_desk(course, questionnaire).questionnaire
    if found.state not in HAS_RESULTS:
        return lead_to("overview", pk)
    form = SummaryWordsForm(request.POST or None, initial={"summary": found.summary})

    def save() -> Done:
        summary = form.cleaned_data["summary"]
        running.summarise(
            questionnaire_id=found.pk, summary=summary, actor=actor(request), now=timezone.now()
        )
        return Done("まとめを残しました。", to_overview(course)[1])

    def fresh() -> SummaryWordsForm:
        now = one_at_the_desk(course, questionnaire).questionnaire
        return SummaryWordsForm(initial={"summary": now.summary})

    screen = Screen("surveys/desk/results.html", "アンケートの結果", down_to(course, to_overview(course)))
    context: dict[str, Any] = {
        "course": course,
        "questionnaire": found,
        "results": results_of(found, threshold=threshold_now()),
        "file_form": TakeSummaryForm(),
        "file_address": reverse("survey_desk:results_file", args=[pk, found.pk]),
    }
    kept = Kept(found, fresh)
    return form_screen(request, form, save, screen, refused_as=QuestionnaireRefused, kept=kept, **context)


@survey_desk.deed
def file(request: HttpRequest, pk: int, questionnaire: int) -> HttpResponse:
    """Hand out the summary on paper or as a table; small counts are left out in each."""
    course, now = course_at_the_desk(pk), timezone.now()
    found = one_at_the_desk(course, questionnaire).questionnaire
    form = TakeSummaryForm(request.POST)
    if found.state not in HAS_RESULTS or not form.is_valid():
        return lead_to("results", pk, questionnaire)
    kind = SummaryForm(form.cleaned_data["form"])
    handing_out.record_summary_taken(questionnaire=found, form=kind, actor=actor(request), now=now)
    told = results_of(found, threshold=threshold_now())
    name = f"アンケートのまとめ_{found.number}"
    if kind == SummaryForm.PAPER:
        pdf = papers.summary_pdf(found, about_course(course), told, now=now)
        return desk.file(pdf, name=f"{name}.pdf", content_type="application/pdf")
    table = papers.summary_table(found, told)
    return desk.table_file(table, name=name, form=kind.value, printed_on=timezone.localdate(now))
