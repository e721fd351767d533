"""Everybody reads what is published: the library, a sheet, its former versions, two side by side."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from content import desk
from directory.access import acting_membership
from directory.models import Municipality, WelfareArea
from foundation.public_papers import kept_paper
from outreach.role_sheets import queries
from outreach.role_sheets.access import FORMER, published_version, published_versions, version_once_published
from outreach.role_sheets.enums import Scene, Theme
from outreach.role_sheets.models import SheetVersion
from outreach.role_sheets.papers import comparison_table, file_name, paper_context
from outreach.role_sheets.queries import Chosen

from .frame import FORMS, TITLE

MOST_DIGITS = 12
INLINE = ("pdf", "png")


@require_safe
def sheets(request: HttpRequest) -> HttpResponse:
    """List what is published, as chosen by municipality, area, theme and scene."""
    every = published_versions()
    chosen = Chosen(
        municipality=_number(request, "municipality"),
        area=_number(request, "area"),
        theme=_word(request, "theme", Theme.values),
        scene=_word(request, "scene", Scene.values),
    )
    found = list(queries.library(every, chosen))
    municipalities, areas = queries.places_with_sheets(every), queries.areas_with_sheets(every)
    words = _words_chosen(chosen, [*municipalities, *areas])
    context = _frame(TITLE) | {
        "page_title": f"{TITLE}（{words}）" if words else TITLE,
        "rows": found,
        "chosen": chosen,
        "is_chosen": chosen != Chosen(),
        "municipalities": municipalities,
        "areas": areas,
        "themes": Theme.choices,
        "scenes": Scene.choices,
        "page_description": "国・県・市町村・民間の、だれが何をするかを、A4横1枚にまとめた表です。",
    }
    return render(request, "role_sheets/library.html", context)


@require_safe
def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a published sheet as its page, with the ways to take it along."""
    version = published_version(slug)
    states = [each for each in queries.versions_of(version.sheet, FORMER) if each.pk != version.pk]
    context = _frame(version.sheet.title, to_library()) | paper_context(version)
    context |= {
        "page_title": f"{version.sheet.title}（{version.sheet.place}）",
        "former": states,
        "others": _others(version),
        "may_copy": request.user.is_authenticated
        and acting_membership(request, today=timezone.localdate()) is not None,
        "page_description": version.content.get("head.lead", ""),
    }
    return render(request, "role_sheets/sheet.html", context)


@require_safe
def sheet_file(request: HttpRequest, slug: str, form: str) -> HttpResponse:  # noqa: ARG001 -- a view
    """Return a published sheet as a file; made once and kept."""
    version = published_version(slug)
    content_type, make = FORMS[form]
    name = f"role_sheets.{version.pk}.{form}"
    content = kept_paper(name, lambda: make(version, today=version.published_on))
    file = file_name(version.sheet, form)
    return desk.file(content, name=file, content_type=content_type, inline=form in INLINE)


@require_safe
def former(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show a version as it was, with what has changed since."""
    version = version_once_published(slug, number)
    versions = queries.versions_of(version.sheet, FORMER)
    following = next((each for each in reversed(versions) if each.number > number), None)
    title = f"第{number}版"
    trail = (to_library(), (version.sheet.title, version.sheet.get_absolute_url()))
    context = _frame(title, *trail) | paper_context(version)
    context |= {
        "page_title": f"{version.sheet.title}（{version.sheet.place}）　{title}",
        "following": following,
        "changes": queries.changes(version.content, following.content) if following else [],
        "no_index": True,
    }
    return render(request, "role_sheets/former.html", context)


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Show two published sheets side by side; both are chosen here."""
    every = list(published_versions().order_by("sheet__municipality__code", "sheet__title", "pk"))
    by_slug = {each.sheet.slug: each for each in every}
    left, right = (by_slug.get(request.GET.get(name, "")) for name in ("a", "b"))
    asked = any(request.GET.get(name) for name in ("a", "b"))
    context = _frame("2つの表をくらべる", to_library()) | {
        "every": every,
        "left": left,
        "right": right,
        "asked": asked,
        "stages": _beside(left, right) if left and right else [],
        "no_index": asked,
    }
    return render(request, "role_sheets/compare.html", context)


def _words_chosen(chosen: Chosen, places: Iterable[Municipality | WelfareArea]) -> str:
    """Return what was chosen, in words: no two lists bear the same title."""
    kinds = [
        str(kind(value).label) for kind, value in ((Theme, chosen.theme), (Scene, chosen.scene)) if value
    ]
    return "、".join(
        [*kinds, *(each.name for each in places if each.pk in (chosen.municipality, chosen.area))]
    )


@require_safe
def comparison(request: HttpRequest) -> HttpResponse:
    """Return two published sheets side by side as a table. Raises Http404 unless both are published."""
    left, right = (published_version(request.GET.get(name, "")) for name in ("a", "b"))
    table = comparison_table(left, right, _beside(left, right))
    return desk.table_file(table, name=table.title, form="csv", printed_on=timezone.localdate())


def to_library() -> tuple[str, str]:
    return TITLE, reverse("role_sheets:library")


def _beside(left: SheetVersion, right: SheetVersion) -> queries.SideBySide:
    places = (left.sheet.own_place, right.sheet.own_place)
    return queries.side_by_side(left.content, right.content, places=places)


def _others(version: SheetVersion) -> list[SheetVersion]:
    """Return other sheets of the same theme: to be compared with."""
    same = published_versions().filter(sheet__theme=version.sheet.theme).exclude(pk=version.pk)
    return list(same.order_by("sheet__municipality__code", "sheet__title", "pk")[:6])


def _frame(title: str, *trail: tuple[str, str]) -> dict[str, Any]:
    return {"page_title": title, "breadcrumb_items": [("ホーム", "/"), *trail, (title, "")]}


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None


def _word(request: HttpRequest, name: str, offered: list[str]) -> str:
    text = request.GET.get(name, "")
    return text if text in offered else ""
