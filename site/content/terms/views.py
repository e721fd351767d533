from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .queries import glossary
from .rules import by_row

MOST_CHARACTERS = 60
TITLE = "ことばの説明"


@require_safe
def glossary_page(request: HttpRequest) -> HttpResponse:
    """Explain the words of this site in the order of あいうえお; with a query, those that hold it."""
    typed = request.GET.get("q", "")[:MOST_CHARACTERS].replace("\0", "").strip()
    terms = glossary(typed)
    context = {
        "page_title": f"「{typed}」をさがした{TITLE}" if typed else TITLE,
        "page_description": "このサイトに出てくる制度や機関の名前を、やさしいことばで説明します。",
        "breadcrumb_items": [("ホーム", "/"), (TITLE, "")],
        "no_index": bool(typed),
        "typed": typed,
        "count": len(terms),
        "rows": by_row(terms),
    }
    return render(request, "terms/glossary.html", context)
