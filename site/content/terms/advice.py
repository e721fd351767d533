"""What an editor is told after saving a page. Saving is never stopped."""

from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from wagtail.admin import messages
from wagtail.models import Page

from .page_texts import page_texts
from .queries import check_texts

MOST_SHOWN = 10


def warn_about_words(request: HttpRequest, page: Page) -> None:
    """Say which words of the page should be others. Drafts that the editor saves by itself say nothing."""
    if not request.accepts("text/html"):
        return
    found = check_texts(page_texts(page.specific))
    if not found:
        return
    rows = format_html_join(
        "", "<li>{}：{}</li>", ((each.place, each.finding.advice) for each in found[:MOST_SHOWN])
    )
    more = f"ほかに{len(found) - MOST_SHOWN}か所あります。" if len(found) > MOST_SHOWN else ""
    said = "保存しました。言いかえたほうがよいことばがあります。"
    messages.warning(request, format_html("{}<ul>{}</ul>{}", said, rows, more))
