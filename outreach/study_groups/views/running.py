"""What whoever runs a community keeps of it: how it describes itself, its promises, who joins on paper."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from content.desk import Link, actor
from outreach.study_groups.access import Standing
from outreach.study_groups.desk_forms import AboutForm, AdmitForm, PromiseForm
from outreach.study_groups.enums import Action
from outreach.study_groups.services.joining import admit_on_paper
from outreach.study_groups.services.making import adopt_promises, change_community, renew_link

from .frame import address, go, saved, show, status_of, told, where_they_may


@where_they_may(Action.CHANGE)
def about(request: HttpRequest, standing: Standing) -> HttpResponse:
    """Change what a community says of itself."""
    community = standing.community
    form = AboutForm(request.POST or None, community=community)

    def save(data: Mapping[str, Any]) -> str:
        change_community(community=community, details=data, actor=actor(request), now=timezone.now())
        return "会の紹介を直しました。"

    back = community.get_absolute_url()
    if saved(request, form, save):
        return go(back)
    return _form(request, standing, form, "会の紹介を直す", "保存する", back=back)


@where_they_may(Action.CHANGE)
def promises(request: HttpRequest, standing: Standing) -> HttpResponse:
    """Write the promises anew."""
    community = standing.community
    last = community.promises.first()
    form = PromiseForm(request.POST or None, initial={"text": last.text if last else ""})

    def save(data: Mapping[str, Any]) -> str:
        adopt_promises(community=community, text=data["text"], actor=actor(request), now=timezone.now())
        return "新しい約束にしました。前の約束も、記録に残ります。"

    back = community.get_absolute_url()
    if saved(request, form, save, field="text"):
        return go(back)
    return _form(request, standing, form, "会の約束", "この約束にする", back=back)


@where_they_may(Action.ADMIT)
def admit(request: HttpRequest, standing: Standing) -> HttpResponse:
    """Write down an agency that joined by paper, FAX or telephone."""
    community = standing.community
    form = AdmitForm(request.POST or None, today=timezone.localdate())

    def save(data: Mapping[str, Any]) -> str:
        agency = data["agency"]
        admit_on_paper(
            community=community, agency=agency, named=None, actor=actor(request), now=timezone.now()
        )
        return f"{agency.name}を、会員にしました。来る人は、その機関が決められます。"

    back = address("roster", community)
    if saved(request, form, save, field="agency"):
        return go(back)
    trail = (("会員の名簿", back),)
    return _form(request, standing, form, "紙・電話で届いた入会", "会員にする", back=back, trail=trail)


@require_POST
@where_they_may(Action.ADMIT)
def link(request: HttpRequest, standing: Standing) -> HttpResponse:
    """Make the link to join anew."""
    community = standing.community
    told(
        request,
        lambda: renew_link(community=community, actor=actor(request), now=timezone.now()),
        "リンクを新しくしました。前のリンクでは、もう入れません。",
    )
    return go(address("roster", community))


def _form(
    request: HttpRequest,
    standing: Standing,
    form: Any,
    title: str,
    button: str,
    *,
    back: str,
    trail: tuple[Link, ...] = (),
) -> HttpResponse:
    return show(
        request,
        "form.html",
        title,
        community=standing.community,
        trail=trail,
        status=status_of(form),
        form=form,
        button=button,
        back=back,
    )
