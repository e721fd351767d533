"""Members read the rules in all versions; whoever may writes proposals and adopts them."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from content.desk import actor
from outreach.study_groups.access import Standing
from outreach.study_groups.associations import queries
from outreach.study_groups.associations.access import association, version_in
from outreach.study_groups.associations.forms import AdoptForm, RulesForm, as_typed
from outreach.study_groups.associations.models.rules_version import PROPOSED
from outreach.study_groups.associations.papers import rules_pdf
from outreach.study_groups.associations.services.ruling import (
    adopt_rules,
    change_proposal,
    drop_proposal,
    propose_rules,
)
from outreach.study_groups.comparing import changed_lines
from outreach.study_groups.enums import Action
from outreach.study_groups.overtaking import seen_by, sign_of
from outreach.study_groups.views.frame import go, saved, show, told, where_they_may

from .frame import RULES, form_page, to_rules, where
from .frame import paper as as_paper


@where_they_may(Action.READ_HOME)
def rules(request: HttpRequest, standing: Standing) -> HttpResponse:
    """List the versions of the rules, and say which is in force."""
    community, today = association(standing), timezone.localdate()
    return show(
        request,
        "group_associations/rules.html",
        RULES,
        community=community,
        current=queries.rules_on(community, today),
        rows=list(queries.versions_of(community)),
        may_write=standing.may(Action.ADOPT_RULES),
        may_see_roster=standing.may(Action.READ_ROSTER),
    )


@where_they_may(Action.READ_HOME)
def version(request: HttpRequest, standing: Standing, version: int) -> HttpResponse:
    """Show one version, and by line how it differs from the one before."""
    found = version_in(standing, version)
    before = queries.version_before(found)
    is_current = found == queries.rules_on(found.community, timezone.localdate())
    return show(
        request,
        "group_associations/version.html",
        f"規則（第{found.version}版）",
        community=found.community,
        trail=to_rules(found.community),
        version=found,
        is_current=is_current,
        before=before,
        changes=changed_lines(before.text, found.text) if before else [],
        may_write=standing.may(Action.ADOPT_RULES),
    )


@where_they_may(Action.READ_HOME)
def paper(_request: HttpRequest, standing: Standing, version: int) -> HttpResponse:
    """Return a version on A4."""
    found = version_in(standing, version)
    content = rules_pdf(found, now=timezone.now())
    return as_paper(content, f"kisoku-{found.community.slug}-{found.version}.pdf")


@where_they_may(Action.ADOPT_RULES)
def propose(request: HttpRequest, standing: Standing) -> HttpResponse:
    """Write a new version, beginning from the one in force."""
    community, today = association(standing), timezone.localdate()
    current = queries.rules_on(community, today)
    initial = as_typed(current) | {"in_force_from": None} if current else None
    form = RulesForm(request.POST or None, today=today, initial=initial)
    made: list[int] = []

    def save(data: Mapping[str, Any]) -> str:
        written = propose_rules(community=community, details=data, actor=actor(request), now=timezone.now())
        made.append(written.version)
        return "規則の案を保存しました。総会で決まるまでは、案のままです。"

    if saved(request, form, save):
        return go(where("version", community, made[0]))
    return _rules_form(request, standing, form, "規則の案を書く", where("rules", community))


@where_they_may(Action.ADOPT_RULES)
def change(request: HttpRequest, standing: Standing, version: int) -> HttpResponse:
    """Put a proposal right."""
    found = version_in(standing, version)
    if found.is_adopted:
        raise Http404
    form = RulesForm(request.POST or None, today=timezone.localdate(), initial=as_typed(found))

    def save(data: Mapping[str, Any]) -> str:
        change_proposal(
            version=found,
            details=data,
            seen=seen_by(request),
            actor=actor(request),
            now=timezone.now(),
        )
        return "規則の案を直しました。"

    back = where("version", found.community, found.version)
    if saved(request, form, save):
        return go(back)
    return _rules_form(
        request, standing, form, f"規則の案（第{found.version}版）を直す", back, seen=sign_of(found, PROPOSED)
    )


def _rules_form(
    request: HttpRequest, standing: Standing, form: RulesForm, title: str, back: str, *, seen: str = ""
) -> HttpResponse:
    trail = to_rules(standing.community)
    return form_page(request, standing, form, title, "保存する", back=back, trail=trail, seen=seen)


@where_they_may(Action.ADOPT_RULES)
def adopt(request: HttpRequest, standing: Standing, version: int) -> HttpResponse:
    """Write down which general meeting adopted a version outside the portal."""
    found = version_in(standing, version)
    if found.is_adopted:
        raise Http404
    form = AdoptForm(request.POST or None, today=timezone.localdate())

    def save(data: Mapping[str, Any]) -> str:
        adopt_rules(version=found, on=data["on"], by=data["by"], actor=actor(request), now=timezone.now())
        return "規則を、決まったものにしました。"

    back = where("version", found.community, found.version)
    if saved(request, form, save, field="on"):
        return go(back)
    title = f"規則の案（第{found.version}版）が決まったことを書く"
    return form_page(
        request, standing, form, title, "決まったと書く", back=back, trail=to_rules(found.community)
    )


@require_POST
@where_they_may(Action.ADOPT_RULES)
def drop(request: HttpRequest, standing: Standing, version: int) -> HttpResponse:
    """Take a proposal away."""
    found = version_in(standing, version)
    told(
        request,
        lambda: drop_proposal(version=found, actor=actor(request), now=timezone.now()),
        f"規則の案（第{found.version}版）を消しました。",
    )
    return go(where("rules", standing.community))
