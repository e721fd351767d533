"""What came of a course's questionnaire: results, the centre's words, files."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from events.questionnaires.models import Questionnaire
from events.questionnaires.views import screens
from training_media.courses.access import course_at_the_desk
from training_media.models import Course
from training_media.surveys.access import one_at_the_desk, survey_desk

from .desk import about_course, lead_to, place_of


@survey_desk.form_page
def results(request: HttpRequest, pk: int, questionnaire: int) -> HttpResponse:
    """Show the results of a questionnaire that takes no more answers, and take the centre's own words."""
    course = course_at_the_desk(pk)
    read = partial(_one, course, questionnaire)
    if not read().has_results:
        return lead_to("overview", pk)
    file_address = reverse("survey_desk:results_file", args=[pk, questionnaire])
    return screens.results(request, read(), place_of(course), read, file_address)


@survey_desk.deed
def read(request: HttpRequest, pk: int, questionnaire: int) -> HttpResponse:
    """End the typing of paper, and show the results."""
    course = course_at_the_desk(pk)
    address = reverse("survey_desk:results", args=[pk, questionnaire])
    return screens.begin_to_read(request, _one(course, questionnaire), place_of(course), address)


@survey_desk.deed
def file(request: HttpRequest, pk: int, questionnaire: int) -> HttpResponse:
    """Hand out the summary on paper or as a table."""
    course = course_at_the_desk(pk)
    found = _one(course, questionnaire)
    if not found.has_results:
        return lead_to("results", pk, questionnaire)
    taken = screens.file(request, found, partial(about_course, course))
    return taken or lead_to("results", pk, questionnaire)


def _one(course: Course, pk: int) -> Questionnaire:
    return one_at_the_desk(course, pk).questionnaire
