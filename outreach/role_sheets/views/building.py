"""The builder, for the desk and for a municipality's people: typed, looked at, saved, chosen between two."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from content.desk import SEE_OTHER, UNPROCESSABLE, actor
from foundation.ui.typed import TYPED_FORM, only_redraws
from outreach.role_sheets.building import choices, done_to, typed_content
from outreach.role_sheets.content import Content
from outreach.role_sheets.differences import MINE, THEIRS, Conflict
from outreach.role_sheets.drawing import drawn_form
from outreach.role_sheets.exceptions import SheetRefused, SomebodyElseWrote
from outreach.role_sheets.models import SheetVersion
from outreach.role_sheets.papers import fits, paper_context
from outreach.role_sheets.queries import LINE_WORDS, words_of_key
from outreach.role_sheets.rules import TooLong, what_is_missing, what_is_wrong, what_to_shorten
from outreach.role_sheets.services.writing import save_content
from outreach.role_sheets.telling import UNDO, Deed, put_back, told

MOST_DIGITS = 6


@dataclass(frozen=True)
class Place:
    """Where a builder stands: its templates, whether it is the desk's, its own address, and the way back."""

    folder: str
    is_desk: bool
    address: str
    preview: str
    back: str
    frame: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """Whether a sheet goes on one page, what to shorten where it does not, and what is still missing."""

    fits: bool
    too_long: Sequence[TooLong]
    missing: Sequence[str]


def build(request: HttpRequest, version: SheetVersion, place: Place) -> HttpResponse:
    """Show the builder with what stands there, or do with what was typed as the pressed button says."""
    if request.method != "POST":
        return _page(request, version, place, version.content, version.edition)
    typed = typed_content(request.POST.dict())
    seen, deed = _seen(request, version), request.POST.get("do", "save")
    if only_redraws(request) or deed == "look":
        return _page(request, version, place, typed, seen)
    if deed != "save":
        content = put_back(request.POST.dict()) if deed == UNDO else done_to(typed, deed)
        return _page(request, version, place, content, seen, done=told(typed, content, deed))
    return _save(request, version, place, typed, seen)


def preview(request: HttpRequest, version: SheetVersion) -> HttpResponse:
    """Return the page and the verdict on what was typed so far, alone, for the script of the builder."""
    typed = typed_content(request.POST.dict())
    return render(request, "role_sheets/look.html", look_at(version, typed))


def look_at(version: SheetVersion, content: Content) -> dict[str, Any]:
    """Return what the look at a content needs: the page as it would be, and the verdict on it."""
    shown = SheetVersion(
        sheet=version.sheet,
        number=version.number,
        state=version.state,
        content=dict(content),
        agreed_on=version.agreed_on,
        agreed_post=version.agreed_post,
    )
    # What can not even be kept is not set: that takes a core for long.
    is_one_page = not what_is_wrong(content) and fits(shown)
    too_long = [] if is_one_page else what_to_shorten(content)
    return paper_context(shown) | {"verdict": Verdict(is_one_page, too_long, what_is_missing(content))}


def _save(
    request: HttpRequest, version: SheetVersion, place: Place, typed: dict[str, str], seen: int
) -> HttpResponse:
    wrong = what_is_wrong(typed)
    if wrong:
        return _page(request, version, place, typed, seen, wrong=wrong)
    try:
        saved = save_content(
            version=version,
            seen=seen,
            content=typed,
            chosen=choices(request.POST.dict()),
            against=_number(request, "against"),
            is_desk=place.is_desk,
            actor=actor(request),
            now=timezone.now(),
        )
    except SomebodyElseWrote as other:
        return _conflicts(request, version, place, typed, seen, other)
    except SheetRefused as refused:
        return _page(request, version, place, typed, seen, refused=str(refused))
    words = "保存しました。" if saved.changed else "変わったところは、ありませんでした。"
    if saved.taken_over:
        words += f"ほかの方が先に変えた{saved.taken_over}か所も、いっしょに入っています。"
    messages.success(request, words)
    return HttpResponseRedirect(place.address, status=SEE_OTHER)


def _page(
    request: HttpRequest,
    version: SheetVersion,
    place: Place,
    content: Content,
    seen: int,
    *,
    wrong: dict[str, str] | None = None,
    refused: str = "",
    done: Deed | None = None,
) -> HttpResponse:
    is_bad = bool(wrong or refused)
    context = {
        **place.frame,
        "has_errors": is_bad,
        "place": place,
        "seen": seen,
        "wrong": [(*_where(key, content), key, text) for key, text in (wrong or {}).items()],
        "refused": refused,
        "typed_form": TYPED_FORM,
        "done": done,
        **drawn_form(content, wrong or {}, done.key if done else ""),
        **look_at(version, content),
    }
    return render(request, f"{place.folder}/build.html", context, status=UNPROCESSABLE if is_bad else 200)


def _conflicts(
    request: HttpRequest,
    version: SheetVersion,
    place: Place,
    typed: dict[str, str],
    seen: int,
    other: SomebodyElseWrote,
) -> HttpResponse:
    chosen = choices(request.POST.dict())
    rows: list[tuple[str, str, Conflict]] = [
        (*words_of_key(f"{each.key}.place" if _is_item(each) else each.key, typed, version.content), each)
        for each in other.merged.conflicts
    ]
    context = {
        **place.frame,
        "has_errors": True,
        "place": place,
        "seen": seen,
        "rows": rows,
        "against": other.edition,
        "kept": [*typed.items(), *((f"chosen.{key}", side) for key, side in chosen.items())],
        "mine": MINE,
        "theirs": THEIRS,
        "asked_again": bool(request.POST.get("choosing")),
    }
    return render(request, f"{place.folder}/conflict.html", context, status=UNPROCESSABLE)


def _is_item(conflict: Conflict) -> bool:
    return conflict.mine is None or conflict.theirs is None


def _where(key: str, content: Content) -> tuple[str, str]:
    """Return where a text that can not be kept stands; of a kind that has too many, its word."""
    if "." in key:
        return words_of_key(key, content)
    words = {"stage": "列（いつ）", "body": "行（だれが）", "table": "表", "row": "表の年度"} | LINE_WORDS
    return words[key], ""


def _seen(request: HttpRequest, version: SheetVersion) -> int:
    """Return from which edition the form was drawn; a form that does not say is of no edition."""
    said = _number(request, "seen")
    return version.edition + 1 if said is None else said


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None
