"""How the editor shows each kind of the portal's pages."""

from typing import Any

from django.forms import RadioSelect
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, TitleFieldPanel
from wagtail.models import Page

from content.easy.editing import BELOW_TITLE
from content.editing import DUTY, Panels
from content.models import BasePage

from . import models
from .downloads.panels import DownloadsPanel
from .forms import NewsForm

TITLE = Page.content_panels

VERSION = [FieldRowPanel(["label", "issued_on", "page_count"]), "document", "note"]
CENTRE = [
    FieldRowPanel(["prefecture", "name", "operator_kind"]),
    FieldRowPanel(["phone", "url", "checked_on"]),
]

PANELS: dict[type[BasePage], Panels] = {
    models.HomePage: [
        *TITLE,
        MultiFieldPanel(["headline", "who", "call", "promises"], heading="いちばん上"),
        "lanes",
        MultiFieldPanel(["flow_title", "flow_note", "flow"], heading="支援の流れ"),
        "summary",
        DUTY,
    ],
    models.StandardPage: [*TITLE, "summary", "body", DUTY],
    models.AccessibilityPage: [*TITLE, "summary", "body", DUTY],
    models.DutyIndexPage: [*TITLE, "summary", "body", DUTY],
    models.DutyPage: [*TITLE, "duty", "summary", "body", DUTY],
    models.FlowPage: [*TITLE, "summary", "variants", "body", DUTY],
    models.NetworkPage: [
        *TITLE,
        "summary",
        "body",
        InlinePanel("centres", panels=CENTRE, label="センター", heading="ほかの都道府県のセンター"),
        DUTY,
    ],
    models.EasyIndexPage: [*TITLE, "headline", *BELOW_TITLE],
    models.LibraryIndexPage: [*TITLE, "summary", DUTY],
    models.LibraryPage: [
        *TITLE,
        FieldRowPanel(["kind", "fiscal_year", "language_level"]),
        "origin",
        "summary",
        InlinePanel("versions", panels=VERSION, label="版", heading="ファイルと、その前の版"),
        DownloadsPanel(heading="ダウンロードの数"),
        "body",
        "tags",
        "is_archived",
        DUTY,
    ],
    models.NewsIndexPage: [*TITLE, "summary", DUTY],
    models.NewsPage: [
        # A title in Japanese makes an address that nobody can read out: the address does not follow it.
        TitleFieldPanel("title", targets=[]),
        FieldRowPanel(["day", "category"]),
        "summary",
        "body",
        FieldPanel("consent", widget=RadioSelect),
        FieldRowPanel(["place", "host", "participant_count"]),
        "tags",
        "responsible",
    ],
}
FORMS: dict[type[BasePage], type[Any]] = {models.NewsPage: NewsForm}
