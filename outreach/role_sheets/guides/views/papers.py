"""The same as papers, laid out once and kept until something public changes."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from content.files import shared_file
from foundation.public_papers import kept_paper
from outreach.role_sheets.guides import papers, queries
from outreach.role_sheets.guides.access import readable_guide, readable_practice
from outreach.role_sheets.guides.queries import Wish

from .public import read_wish

PDF = "application/pdf"


@require_safe
def question_set(request: HttpRequest) -> HttpResponse:
    """Hand out the questions of a theme, of some readers, or all; words are not asked for on paper."""
    asked, today = read_wish(request), timezone.localdate()
    wish = Wish(theme=asked.theme, audience=asked.audience)
    found = queries.lines(list(queries.questions(wish, today=today)), today=today)
    if not found:
        raise Http404
    name = f"guides.questions.{wish.theme}.{wish.audience}.{today}"
    paper = kept_paper(name, lambda: papers.questions_pdf(found, wish, today=today))
    return shared_file(paper, name="質問と答え.pdf", content_type=PDF, inline=True)


@require_safe
def guide_sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand out a guide."""
    guide, today = readable_guide(slug, request.user), timezone.localdate()
    name = f"guides.guide.{guide.pk}.{today}"
    paper = kept_paper(name, lambda: papers.guide_pdf(guide, today=today))
    return shared_file(paper, name=f"{guide.title}.pdf", content_type=PDF, inline=True)


@require_safe
def practice_sheet(request: HttpRequest, number: int) -> HttpResponse:
    """Hand out a practice."""
    practice, today = readable_practice(number, request.user), timezone.localdate()
    name = f"guides.practice.{practice.pk}.{today}"
    paper = kept_paper(name, lambda: papers.practice_pdf(practice, today=today))
    return shared_file(paper, name=f"{practice.title}.pdf", content_type=PDF, inline=True)
