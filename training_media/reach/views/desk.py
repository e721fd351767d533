"""The desk sees how far a campaign or a course has come, and where people stop."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from content import desk
from content.desk import UNPROCESSABLE, Link, actor
from foundation.exports.spreadsheet import XLSX, write_xlsx
from training_media.campaigns.enums import Progress
from training_media.reach import pictures, queries
from training_media.reach.access import reach_desk, scope_at_the_desk
from training_media.reach.enums import By, Reason
from training_media.reach.forms import NamesForm, WishForm
from training_media.reach.rules import SHORT_WORDS, Row
from training_media.reach.scopes import Audience, Scope, Wish, audience_of, narrowed
from training_media.reach.services import record_names_taken
from training_media.reach.tables import (
    NAMES,
    PEOPLE_WORDS,
    chapters_table,
    figures_table,
    names_table,
)
from training_media.registries import least_share, reach_panels

OK = 200
ROWS_ON_A_PAGE = 100


def address(scope: Scope, page: str = "") -> str:
    """Return where a page of a scope stands."""
    of, key = ("campaign", scope.campaign.pk) if scope.campaign else ("course", scope.course.pk)
    return reverse(f"reach_desk:{of}_{page}" if page else f"reach_desk:{of}", args=[key])


def trail_to(scope: Scope) -> list[Link]:
    """Return the way down to the pages of a scope."""
    if scope.campaign is None:
        return [
            ("研修動画", reverse("video_desk:list")),
            (scope.course.title, reverse("video_desk:course", args=[scope.course.pk])),
        ]
    return [
        ("動画の視聴", reverse("campaign_desk:campaigns")),
        (scope.campaign.name, reverse("campaign_desk:campaign", args=[scope.campaign.pk])),
    ]


@dataclass(frozen=True)
class Asked:
    """What an address asks for: the scope, whom it counts and leaves, the form that says so."""

    scope: Scope
    form: WishForm
    audience: Audience

    @property
    def status(self) -> int:
        return UNPROCESSABLE if self.form.errors else OK


def _asked(request: HttpRequest, where: dict[str, int]) -> Asked:
    """Return what is asked for; what cannot be meant narrows nothing, and the form says so."""
    scope = scope_at_the_desk(**where)
    everybody = audience_of(scope, today=timezone.localdate())
    form = WishForm(request.GET, audience=everybody)
    return Asked(scope, form, narrowed(everybody, form.wish if form.is_valid() else Wish()))


@reach_desk.reading
def reach(request: HttpRequest, **where: int) -> HttpResponse:
    """Show how many were reached, have not begun, are stuck and where, are through; by what was chosen."""
    return _reach(request, _asked(request, where), NamesForm())


def _reach(request: HttpRequest, asked: Asked, names_form: NamesForm) -> HttpResponse:
    scope, by, today = asked.scope, asked.form.by_what, timezone.localdate()
    lines = queries.lines_of(scope, asked.audience, today=today)
    found = queries.reached(asked.audience, lines, by)
    page = Paginator(found.rows, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    return _show(
        request,
        "reach",
        f"届きぐあい　{scope.name}",
        asked,
        trail=trail_to(scope),
        status=UNPROCESSABLE if names_form.errors else asked.status,
        by=by,
        found=found,
        words=[(PEOPLE_WORDS[each], people, agencies) for each, people, agencies in _side_by_side(found)],
        short_words=SHORT_WORDS,
        enough=least_share(scope.course),
        page_obj=page,
        rows_url=f"{_with_wishes(request, address(scope))}#rows",
        rows=list(zip(page.object_list, _proofs(asked, page.object_list, by), strict=True)),
        stops=queries.stops(scope.course, lines),
        panels=[panel for source in reach_panels for panel in source(scope.course, asked.audience.keys)],
        names_form=names_form,
        reminding=scope.campaign is not None and scope.campaign.state_on(today) == "open",
    )


def _proofs(asked: Asked, rows: Sequence[Row], by: By) -> list[str]:
    """Return where the proof of each row's agency stands; nothing where nobody is known, or of no agency."""
    if by != By.AGENCY:
        return [""] * len(rows)
    numbers = {each.pk: each.public_id for each in asked.audience.agencies}
    shown = [numbers.get(row.key, "") if row.people.total else "" for row in rows]
    course = asked.scope.course.pk
    return [number and reverse("reach_desk:proof", args=[course, number]) for number in shown]


def _side_by_side(found: queries.Reached) -> list[tuple[Progress, int, int]]:
    return list(zip(Progress, found.people.in_order, found.agencies.in_order, strict=True))


def _with_wishes(request: HttpRequest, where: str) -> str:
    """Return an address with what the reader narrowed down to, from the first page of its list."""
    wishes = request.GET.copy()
    wishes.pop("page", None)
    return f"{where}?{wishes.urlencode()}" if wishes else where


def _show(request: HttpRequest, name: str, title: str, asked: Asked, **context: Any) -> HttpResponse:
    scope = asked.scope
    pages = {page or "reach": address(scope, page) for page in ("", "chapters", "figures", "names")}
    return desk.show(
        request,
        f"training_reach/desk/{name}.html",
        title,
        scope=scope,
        form=asked.form,
        pages={page: _with_wishes(request, where) for page, where in pages.items()},
        here=request.path,
        **context,
    )


@reach_desk.reading
def chapters(request: HttpRequest, **where: int) -> HttpResponse:
    """Show how many have watched each chapter, and how many are left at each moment."""
    asked = _asked(request, where)
    found = queries.parts_watched(asked.scope, asked.audience)
    return _show(
        request,
        "chapters",
        f"どこまで見られたか　{asked.scope.name}",
        asked,
        trail=[*trail_to(asked.scope), ("届きぐあい", address(asked.scope))],
        status=asked.status,
        parts=[(each, pictures.curve(each)) for each in found],
    )


@reach_desk.reading
def figures(request: HttpRequest, **where: int) -> HttpResponse:
    """Give all figures as a workbook: no name of a person stands in it, so nobody is asked why."""
    asked, today = _asked(request, where), timezone.localdate()
    if asked.form.errors:
        return _reach(request, asked, NamesForm())
    scope = asked.scope
    if request.GET.get("of") == "chapters":
        table = chapters_table(scope, queries.parts_watched(scope, asked.audience))
        return desk.table_file(table, name="章ごとの視聴", form="xlsx", printed_on=today)
    lines = queries.lines_of(scope, asked.audience, today=today)
    table = figures_table(scope, [(by, queries.reached(asked.audience, lines, by)) for by in By])
    content = write_xlsx(table, printed_on=today, about=_about(asked, lines))
    return desk.file(content, name="届きぐあい.xlsx", content_type=XLSX)


def _about(asked: Asked, lines: list[queries.Line]) -> list[tuple[str, str]]:
    scope = asked.scope
    rows = [
        ("研修動画", scope.course.title),
        ("しぼりこみ", "、".join(asked.form.chosen) or "なし"),
        (
            "見終わった",
            f"どの部も{least_share(scope.course)}％以上を見た人。事業所は、そのような人が1人でもいるところ",
        ),
        ("職種の行の事業所", "職種ごとに数えるので、1つの事業所が2つ以上の行に入ることがあります"),
    ]
    rows += [
        (
            f"止まったところ　{stop.part}　{stop.chapter}" if stop.part else "止まったところがわからない",
            f"{stop.people}人",
        )
        for stop in queries.stops(scope.course, lines)
    ]
    if scope.campaign is not None:
        rows.append(("数える期間", "案内の前に見た分も数えています"))
    return rows


@reach_desk.form_page
def names(request: HttpRequest, **where: int) -> HttpResponse:
    """Give everybody who is counted by name as a workbook, for a reason that is kept."""
    asked, today = _asked(request, where), timezone.localdate()
    form = NamesForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid() or asked.form.errors:
        return _reach(request, asked, form)
    record_names_taken(
        scope=asked.scope,
        reason=Reason(form.cleaned_data["reason"]),
        columns=[column.heading for column in NAMES],
        actor=actor(request),
        now=timezone.now(),
    )
    people = queries.names_in(asked.scope, asked.audience, today=today)
    table = names_table(asked.scope, asked.audience, people)
    return desk.table_file(table, name="視聴する人", form="xlsx", printed_on=today)
