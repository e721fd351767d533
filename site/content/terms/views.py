from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from foundation.ui.typed import ASKING_FORM, is_cut, is_not_sent, words_asked

from .queries import glossary
from .rules import by_row

MOST_CHARACTERS = 60
TITLE = "ことばの説明"


@require_safe
def glossary_page(request: HttpRequest) -> HttpResponse:
    """Explain the words of this site in the order of あいうえお; with a query, those that hold it."""
    typed = words_asked(request, most=MOST_CHARACTERS)
    wanted = "" if is_not_sent(request) else typed
    terms = glossary(wanted)
    context = {
        "page_title": f"「{wanted}」をさがした{TITLE}" if wanted else TITLE,
        "page_description": "このサイトに出てくる制度や機関の名前を、やさしいことばで説明します。",
        "breadcrumb_items": [("ホーム", "/"), (TITLE, "")],
        "no_index": bool(typed),
        "asking_form": ASKING_FORM,
        "typed": typed,
        "wanted": wanted,
        "is_cut": bool(wanted) and is_cut(request, most=MOST_CHARACTERS),
        "count": len(terms),
        "rows": by_row(terms),
    }
    return render(request, "terms/glossary.html", context)
