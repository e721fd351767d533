"""What came of a questionnaire: results, the centre's words, files; and the list for FAX and phone."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from content import desk
from content.desk import UNPROCESSABLE, actor
from content.desk_forms import Done, Kept, Screen, form_screen
from events.questionnaires import papers
from events.questionnaires.access import found, questionnaire_desk
from events.questionnaires.enums import HAS_RESULTS, ReminderReason, SummaryForm
from events.questionnaires.exceptions import QuestionnaireRefused
from events.questionnaires.forms.desk import SummaryWordsForm, TakeMissingForm, TakeSummaryForm
from events.questionnaires.letters import Group, grouped
from events.questionnaires.models import Questionnaire
from events.questionnaires.queries import missing_people, results_of
from events.questionnaires.services import handing_out, running
from foundation.small_counts import threshold_now

from .desk import lead_to, to_questionnaire, trail


@questionnaire_desk.form_page
def results(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the results of a questionnaire that takes no more answers, and take the centre's own words."""
    questionnaire = found(pk)
    if questionnaire.state not in HAS_RESULTS:
        return lead_to("questionnaire", pk)
    form = SummaryWordsForm(request.POST or None, initial={"summary": questionnaire.summary})

    def save() -> Done:
        summary = form.cleaned_data["summary"]
        running.summarise(questionnaire_id=pk, summary=summary, actor=actor(request), now=timezone.now())
        return Done("まとめを残しました。", to_questionnaire(questionnaire)[1])

    screen = Screen(
        "questionnaires/desk/results.html",
        "アンケートの結果",
        trail(questionnaire, to_questionnaire(questionnaire)),
    )
    kept = Kept(questionnaire, lambda: SummaryWordsForm(initial={"summary": found(pk).summary}))
    context: dict[str, Any] = {
        "questionnaire": questionnaire,
        "results": results_of(questionnaire, threshold=threshold_now()),
        "file_form": TakeSummaryForm(),
    }
    return form_screen(request, form, save, screen, refused_as=QuestionnaireRefused, kept=kept, **context)


@questionnaire_desk.deed
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the summary on paper or as a table; small counts are left out in each."""
    questionnaire, now = found(pk), timezone.now()
    form = TakeSummaryForm(request.POST)
    if questionnaire.state not in HAS_RESULTS or not form.is_valid():
        return lead_to("results", pk)
    kind = SummaryForm(form.cleaned_data["form"])
    handing_out.record_summary_taken(questionnaire=questionnaire, form=kind, actor=actor(request), now=now)
    found_results = results_of(questionnaire, threshold=threshold_now())
    name = f"アンケートのまとめ_{questionnaire.number}"
    if kind == SummaryForm.PAPER:
        pdf = papers.summary_pdf(questionnaire, papers.about_event(questionnaire), found_results, now=now)
        return desk.file(pdf, name=f"{name}.pdf", content_type="application/pdf")
    table = papers.summary_table(questionnaire, found_results)
    return desk.table_file(table, name=name, form=kind.value, printed_on=timezone.localdate(now))


@questionnaire_desk.form_page
def missing(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out whom to ask again: letters for the FAX, or a list for the telephone."""
    questionnaire, now = found(pk), timezone.now()
    groups = grouped(missing_people(questionnaire, now=now))
    form = TakeMissingForm(request.POST if request.method == "POST" else None)
    if groups and form.is_bound and form.is_valid():
        reason = ReminderReason(form.cleaned_data["reason"])
        columns = [column.heading for column in papers.MISSING_COLUMNS]
        handing_out.record_reminders_taken(
            questionnaire=questionnaire, reason=reason, columns=columns, actor=actor(request), now=now
        )
        return _list(questionnaire, groups, reason)
    return desk.show(
        request,
        "questionnaires/desk/missing.html",
        "FAX・電話でお願いする",
        trail=trail(questionnaire, to_questionnaire(questionnaire)),
        status=UNPROCESSABLE if form.errors else 200,
        questionnaire=questionnaire,
        groups=groups,
        form=form,
    )


def _list(questionnaire: Questionnaire, groups: list[Group], reason: ReminderReason) -> HttpResponse:
    name = f"アンケートのお願い_{questionnaire.number}"
    if reason == ReminderReason.FAX:
        # Whoever wished for mail is asked by mail.
        by_fax = [group for group in groups if not group.application.is_told_by_mail] or groups
        pdf = papers.reminders_pdf(questionnaire, by_fax)
        return desk.file(pdf, name=f"{name}.pdf", content_type="application/pdf")
    table = papers.missing_table(questionnaire, groups)
    return desk.table_file(table, name=name, form="xlsx", printed_on=timezone.localdate())
