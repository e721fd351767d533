"""What came of a questionnaire: results, the centre's words, files; and the list for FAX and phone."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from content import desk
from content.desk import UNPROCESSABLE, actor
from events.questionnaires import papers
from events.questionnaires.access import found, questionnaire_desk
from events.questionnaires.enums import ReminderReason
from events.questionnaires.forms.desk import TakeMissingForm
from events.questionnaires.letters import Group, grouped
from events.questionnaires.models import Questionnaire
from events.questionnaires.queries import missing_people
from events.questionnaires.services import handing_out

from . import screens
from .desk import lead_to, place_of, to_questionnaire, trail


@questionnaire_desk.form_page
def results(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the results of a questionnaire that takes no more answers, and take the centre's own words."""
    questionnaire = found(pk)
    if not questionnaire.has_results:
        return lead_to("questionnaire", pk)
    file_address = reverse("questionnaire_desk:results_file", args=[pk])
    return screens.results(request, questionnaire, place_of(questionnaire), lambda: found(pk), file_address)


@questionnaire_desk.deed
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the summary on paper or as a table."""
    questionnaire = found(pk)
    if not questionnaire.has_results:
        return lead_to("results", pk)
    taken = screens.file(request, questionnaire, lambda: papers.about_event(questionnaire))
    return taken or lead_to("results", pk)


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
