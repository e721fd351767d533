"""What everybody reads: the shelves of all rooms, questions, guides, practices."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from foundation.ui.typed import ASKING_FORM, is_cut, is_not_sent, words_asked
from outreach.role_sheets.guides import queries
from outreach.role_sheets.guides.access import readable_guide, readable_practice, readable_question
from outreach.role_sheets.guides.enums import Audience, PracticeKind, State, Theme
from outreach.role_sheets.guides.models import QuestionAnswer
from outreach.role_sheets.guides.queries import Wish
from outreach.role_sheets.guides.rules import state_of
from outreach.role_sheets.registries import guide_shelves

QUESTIONS_A_PAGE, PRACTICES_A_PAGE, MOST_CHARACTERS = 20, 20, 60
HOME = ("ホーム", "/")
SHELVES = "ガイド・質問と答え"


def _trail(*below: tuple[str, str]) -> list[tuple[str, str]]:
    """Return the way down to a page below the shelves; the last word is the page itself."""
    *above, (here, _) = below
    return [HOME, (SHELVES, reverse("guides:shelves")), *above, (here, "")]


@require_safe
def shelves(request: HttpRequest) -> HttpResponse:
    """Show what every room has to read, in the order of places, and the box that searches the questions."""
    found = [shelf for source in guide_shelves for shelf in [source(request)] if shelf]
    context = {
        "page_title": SHELVES,
        "page_description": "市町村や事業所の方が、支援の進め方を調べるところです。",
        "breadcrumb_items": [HOME, (SHELVES, "")],
        "asking_form": ASKING_FORM,
        "typed": words_asked(request, most=MOST_CHARACTERS),
        "no_index": "q" in request.GET,
        "shelves": sorted(found, key=lambda shelf: (shelf.place, shelf.title)),
    }
    return render(request, "guides/shelves.html", context)


def read_wish(request: HttpRequest) -> Wish:
    """Return what the address asks for; words that no list knows are left out."""
    theme, audience = (request.GET.get(name, "") for name in ("theme", "for"))
    return Wish(
        words=words_asked(request, most=MOST_CHARACTERS),
        theme=theme if theme in Theme.values else "",
        audience=audience if audience in Audience.values else "",
    )


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """List the questions by theme; with words, those that the search finds, the best first."""
    typed, today = read_wish(request), timezone.localdate()
    wish = Wish() if is_not_sent(request) else typed
    page = Paginator(queries.questions(wish, today=today), QUESTIONS_A_PAGE).get_page(request.GET.get("page"))
    lines = queries.lines(list(page.object_list), today=today)
    title = "質問と答え"
    context = {
        "page_title": f"「{wish.words}」をさがした{title}" if wish.words else title,
        "page_description": "市町村や事業所からよくある質問と答えを、テーマごとに読めます。",
        "breadcrumb_items": _trail((title, "")),
        "no_index": typed != Wish(),
        "asking_form": ASKING_FORM,
        "typed": typed,
        "wish": wish,
        "is_cut": bool(wish.words) and is_cut(request, most=MOST_CHARACTERS),
        "themes": Theme.choices,
        "audiences": Audience.choices,
        "groups": [("", lines)] if wish.words and lines else queries.by_theme(lines),
        "page_obj": page,
        "here": request.get_full_path(),
    }
    return render(request, "guides/questions.html", context)


def _instead(shown: QuestionAnswer, others: list[QuestionAnswer]) -> QuestionAnswer | None:
    """Return the version that took the place of the one that is shown, where it has begun."""
    later = [
        each for each in others if each.version > shown.version and each.valid_from <= timezone.localdate()
    ]
    return max(later, key=lambda each: each.version, default=None)


@require_safe
def question(request: HttpRequest, number: int, version: int | None = None) -> HttpResponse:
    """Show one question; an answer whose time is over says so at the top, and what took its place."""
    today = timezone.localdate()
    shown = readable_question(number, request.user, today=today, version=version)
    state, others = state_of(shown, today), queries.other_versions(shown)
    context: dict[str, Any] = {
        "page_title": f"{shown.question}（第{version}版）" if version else shown.question,
        "page_description": shown.question,
        "breadcrumb_items": _trail(("質問と答え", reverse("guides:questions")), (f"質問{shown.number}", "")),
        # Search engines find the version that counts.
        "no_index": version is not None,
        "row": shown,
        "state": state,
        "is_over": state in (State.EXPIRED, State.REVISED),
        "is_to_check": state == State.TO_CHECK,
        "begins_later": state == State.FUTURE,
        "instead": _instead(shown, others),
        "others": others,
    }
    return render(request, "guides/question.html", context)


@require_safe
def guide(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a guide with its parts and the questions beside it."""
    shown, today = readable_guide(slug, request.user), timezone.localdate()
    context = {
        "page_title": shown.title,
        "page_description": shown.lead,
        "breadcrumb_items": _trail((shown.title, "")),
        "row": shown,
        "stretches": queries.stretches_of(shown),
        "questions": queries.questions_beside(shown, today=today),
        "is_to_check": shown.review_due_on is None or shown.review_due_on <= today,
    }
    return render(request, "guides/guide.html", context)


@require_safe
def practices(request: HttpRequest) -> HttpResponse:
    """List the practices, of one kind if one is asked for."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in PracticeKind.values else ""
    title = "好取組"
    context = {
        "page_title": f"{title}：{PracticeKind(kind).label}" if kind else title,
        "page_description": "ほかのセンターの取組を、きっかけ・したこと・結果・資料の形で読めます。",
        "breadcrumb_items": _trail((title, "")),
        "kind": kind,
        "kinds": [(each.value, each.label) for each in queries.kinds_of_practices()],
        "page_obj": Paginator(queries.practices(kind), PRACTICES_A_PAGE).get_page(request.GET.get("page")),
        "here": request.get_full_path(),
    }
    return render(request, "guides/practices.html", context)


@require_safe
def practice(request: HttpRequest, number: int) -> HttpResponse:
    """Show one practice in its one form."""
    shown, today = readable_practice(number, request.user), timezone.localdate()
    context = {
        "page_title": shown.title,
        "page_description": shown.summary,
        "breadcrumb_items": _trail(("好取組", reverse("guides:practices")), (shown.title, "")),
        "row": shown,
        "is_to_check": shown.review_due_on is None or shown.review_due_on <= today,
    }
    return render(request, "guides/practice.html", context)
