"""The words of the site's menus. A word is shown as soon as something answers at its address."""

from dataclasses import dataclass
from functools import cache

from django.urls import Resolver404, resolve
from wagtail.models import Page
from wagtail.views import serve

from content.models import HOME_DEPTH, open_to_everybody

type Link = tuple[str, str]

ABOUT, EASY, EVENTS = "/about/", "/easy/", "/events/"
# Until the page about support is published, the home page tells the most of it.
ABOUT_AT_HOME = "/#flow"
MENU: tuple[Link, ...] = (
    ("支援を知る", ABOUT),
    ("本人・ご家族", EASY),
    ("関係機関", "/directory/"),
    ("研修・行事", EVENTS),
    ("動画・資料", "/videos/"),
    ("相談・連絡", "/contact/"),
)
AT_HAND: tuple[Link, ...] = (
    ("わかりやすい版（ふりがな）", EASY),
    ("見やすさの設定", "/viewing/"),
    ("サイトの中をさがす", "/search/"),
    ("お知らせ", "/news/"),
    ("数字で見るセンター", "/figures/"),
)


@dataclass(frozen=True)
class SiteFrame:
    """The links of header and footer; `easy` is empty until there is an easy edition."""

    menu: list[Link]
    easy: str
    at_hand: list[Link]
    fine: list[Link]
    events: str


def site_frame() -> SiteFrame:
    """Return the links that lead somewhere now, in one query."""
    top = open_to_everybody(Page.objects.filter(depth=HOME_DEPTH + 1)).order_by("path")
    pages = list(top.values_list("slug", "title", "show_in_menus"))
    published = {f"/{slug}/" for slug, _, _ in pages}

    def leads_somewhere(address: str) -> bool:
        return address in published or is_answered_by_an_app(address)

    words = [(text, ABOUT_AT_HOME if url == ABOUT and url not in published else url) for text, url in MENU]
    return SiteFrame(
        menu=[(text, url) for text, url in words if url == ABOUT_AT_HOME or leads_somewhere(url)],
        easy=EASY if leads_somewhere(EASY) else "",
        at_hand=[link for link in AT_HAND if leads_somewhere(link[1])],
        fine=[(title, f"/{slug}/") for slug, title, in_menus in pages if in_menus],
        events=EVENTS if leads_somewhere(EVENTS) else "",
    )


@cache
def is_answered_by_an_app(address: str) -> bool:
    """Return whether a view of ours answers at this address, not only the catch-all of editors' pages."""
    try:
        return resolve(address).func is not serve
    except Resolver404:
        return False
