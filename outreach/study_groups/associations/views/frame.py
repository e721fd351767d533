"""What the pages of associations share: addresses and the way down."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from content.desk import Link
from outreach.study_groups.access import Standing
from outreach.study_groups.associations.access import association
from outreach.study_groups.associations.models import Assembly
from outreach.study_groups.models import Community
from outreach.study_groups.views.frame import show, status_of

PDF = "application/pdf"
RULES, ASSEMBLIES, OFFICE = "規則", "総会", "事務局"


def where(name: str, community: Community, *args: object) -> str:
    """Return where a page of an association stands."""
    return reverse(f"group_associations:{name}", args=[community.slug, *args])


def to_rules(community: Community) -> tuple[Link, ...]:
    return ((RULES, where("rules", community)),)


def to_assembly(assembly: Assembly) -> tuple[Link, ...]:
    community = assembly.row.plan.community
    return (
        (ASSEMBLIES, where("assemblies", community)),
        (assembly.row.theme, where("assembly", community, assembly.pk)),
    )


def form_page(
    request: HttpRequest,
    standing: Standing,
    form: Any,
    title: str,
    button: str,
    *,
    back: str,
    trail: tuple[Link, ...],
    template: str = "form.html",
    **context: Any,
) -> HttpResponse:
    """Show a form with one button, and the way back."""
    return show(
        request,
        template,
        title,
        community=association(standing),
        trail=trail,
        status=status_of(form),
        form=form,
        button=button,
        back=back,
        **context,
    )


def paper(content: bytes, name: str) -> HttpResponse:
    """Return a paper that opens in the browser and is kept nowhere."""
    response = HttpResponse(content, content_type=PDF)
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
