"""Members of a steering committee write opinions on a year's report, and the centre replies."""

from collections.abc import Mapping
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from content import desk
from content.desk import actor
from foundation.japanese.dates import fiscal_year, fiscal_year_label, fiscal_year_short
from outreach.study_groups.access import Standing
from outreach.study_groups.committees import queries
from outreach.study_groups.committees.access import opinion_in
from outreach.study_groups.committees.forms import OpinionForm, TextForm
from outreach.study_groups.committees.models import Opinion
from outreach.study_groups.committees.papers import opinions_pdf
from outreach.study_groups.committees.services.opinions import REPLY, reply_to_opinion, write_opinion
from outreach.study_groups.enums import Action
from outreach.study_groups.overtaking import seen_by, sign_of
from outreach.study_groups.views.frame import go, names_to_look_for, saved, show, status_of, where_they_may

from .ways import where, year_or_404

TITLE = "意見と返事"
YEARS_TO_CHOOSE = 3


@where_they_may(Action.READ_OPINIONS)
def latest(_request: HttpRequest, standing: Standing) -> HttpResponse:
    """Lead to the latest year with opinions, else to this one."""
    years = queries.years_of_opinions(standing.community)
    year = years[0] if years else fiscal_year(timezone.localdate())
    return go(where("opinions_of", standing.community, year))


@where_they_may(Action.READ_OPINIONS)
def opinions(request: HttpRequest, standing: Standing, year: int) -> HttpResponse:
    """Show the opinions on a year's report with their replies."""
    community = standing.community
    years = queries.years_of_opinions(community)
    return show(
        request,
        "group_committees/opinions.html",
        f"{fiscal_year_label(year_or_404(year))}の報告への意見と返事",
        community=community,
        year=year,
        years=[(each, fiscal_year_label(each)) for each in years if each != year],
        rows=list(queries.opinions_of(community, year)),
        may_write=standing.may(Action.WRITE_OPINION),
        may_reply=standing.may(Action.REPLY_TO_OPINION),
    )


@where_they_may(Action.WRITE_OPINION)
def write(request: HttpRequest, standing: Standing) -> HttpResponse:
    """Write an opinion."""
    community, this_year = standing.community, fiscal_year(timezone.localdate())
    years = [(year, fiscal_year_label(year)) for year in range(this_year, this_year - YEARS_TO_CHOOSE, -1)]
    form = OpinionForm(
        request.POST or None,
        years=years,
        rows=queries.meetings_of(community),
        agencies=names_to_look_for(request),
        initial={"year": this_year - 1},
    )

    def save(data: Mapping[str, Any]) -> str:
        write_opinion(
            community=community,
            year=data["year"],
            row=form.rows.get(data["row"]),
            text=data["text"],
            actor=actor(request),
            now=timezone.now(),
        )
        return "意見を書きました。センターから、返事をします。"

    if saved(request, form, save):
        return go(where("opinions_of", community, form.cleaned_data["year"]))
    return _form(request, standing, form, "意見を書く")


@where_they_may(Action.REPLY_TO_OPINION)
def reply(request: HttpRequest, standing: Standing, year: int, pk: int) -> HttpResponse:
    """Reply to an opinion, with the opinion in view."""
    year_or_404(year)
    found = opinion_in(standing, pk)
    form = TextForm(
        request.POST or None,
        label="返事",
        initial={"text": found.reply},
        agencies=names_to_look_for(request),
    )

    def save(data: Mapping[str, Any]) -> str:
        reply_to_opinion(
            opinion=found,
            reply=data["text"],
            seen=seen_by(request),
            actor=actor(request),
            now=timezone.now(),
        )
        return "返事を書きました。"

    if saved(request, form, save):
        return go(where("opinions_of", standing.community, year))
    return _form(request, standing, form, "意見に返事をする", opinion=found)


def _form(
    request: HttpRequest, standing: Standing, form: Form, title: str, *, opinion: Opinion | None = None
) -> HttpResponse:
    back = where("opinions", standing.community)
    return show(
        request,
        "group_committees/write.html",
        title,
        community=standing.community,
        trail=((TITLE, back),),
        status=status_of(form),
        form=form,
        back=back,
        opinion=opinion,
        seen=sign_of(opinion, REPLY) if opinion else "",
    )


@where_they_may(Action.READ_OPINIONS)
def paper(_request: HttpRequest, standing: Standing, year: int) -> HttpResponse:
    """Return opinions and replies on A4."""
    content = opinions_pdf(standing.community, year_or_404(year), now=timezone.now())
    name = f"{standing.community.name}{fiscal_year_short(year)}意見と返事.pdf"
    return desk.file(content, name=name, content_type="application/pdf", inline=True)
