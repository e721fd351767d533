"""The words of the site's menus. A word is shown as soon as something answers at its address."""

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from wagtail.views import serve

from content.models import HOME_DEPTH, address

from .places import ABOUT, EASY, EVENTS, NEWS, PARTNERS, WHO
from .queries import pages_of_the_site

type Link = tuple[str, str]

MOST_ADDRESSES_KNOWN = 500
# Until the page about support is published, the home page tells the most of it.
ABOUT_AT_HOME = "/#flow"
# Where a word of the menu leads as long as its page is not published.
INSTEAD = {ABOUT: ABOUT_AT_HOME, WHO: EASY}
MENU: tuple[Link, ...] = (
    ("支援を知る", ABOUT),
    ("本人・ご家族", WHO),
    ("関係機関", PARTNERS),
    ("研修・行事", EVENTS),
    ("資料", "/library/"),
    ("相談・連絡", "/contact/"),
)
AT_HAND: tuple[Link, ...] = (
    ("わかりやすい版（ふりがな）", EASY),
    ("見やすさの設定", "/viewing/"),
    ("サイトの中をさがす", "/search/"),
    ("関係機関をさがす", "/directory/"),
    ("出前講座を頼む", "/lectures/"),
    ("会・委員会", "/groups/"),
    ("ガイド・質問と答え", "/guides/"),
    ("役割分担表", "/role-sheets/"),
    ("お知らせ", "/news/"),
    ("数字で見るセンター", "/figures/"),
    ("ことばの説明", "/glossary/"),
    ("サイトマップ", "/site-map/"),
)
# Places that are no pages of editors, for the map of the site.
PLACES: tuple[Link, ...] = (
    ("研修・行事", EVENTS),
    ("研修動画", "/videos/"),
    ("出前講座を頼む", "/lectures/"),
    ("会・委員会", "/groups/"),
    ("役割分担表", "/role-sheets/"),
    ("関係機関をさがす", "/directory/"),
    ("圏域ごとの事業所の数", "/directory/areas/"),
    ("ガイド・質問と答え", "/guides/"),
    ("お知らせをメールで受け取る", "/news/mail/"),
    ("数字で見るセンター", "/figures/"),
    ("1年の報告", "/reports/"),
    ("ことばの説明", "/glossary/"),
    ("タグの一覧", "/tags/"),
    ("相談・連絡", "/contact/"),
    ("サイトの中をさがす", "/search/"),
    ("見やすさの設定", "/viewing/"),
    ("何を、いつまで残すか", "/privacy/kept/"),
    ("関係機関の登録の申し込み", "/partners/apply/"),
    ("ログイン", "/accounts/login/"),
)
# Nothing there that somebody would look for with a search engine.
NOT_SOUGHT = frozenset({"/search/", "/viewing/", "/accounts/login/"})


@dataclass(frozen=True)
class SiteFrame:
    """The links of header and footer; `easy` is empty until there is an easy edition.

    `published` holds the address of every page that everybody may read but single news, which grow for years.
    """

    menu: list[Link]
    easy: str
    at_hand: list[Link]
    fine: list[Link]
    events: str
    published: frozenset[str]

    def leads_somewhere(self, address: str) -> bool:
        """Return whether an address of this site answers; addresses of others are taken on trust."""
        path = urlsplit(address).path if address.startswith("/") else ""
        is_news = path.startswith(NEWS) and path != NEWS
        return not path or is_news or path in self.published or is_answered_by_an_app(path)


@dataclass(frozen=True)
class MapRow:
    """One line of the site's map; level 1 is the top."""

    level: int
    title: str
    url: str


def site_map_rows() -> list[MapRow]:
    """Return every page everybody may read in the order of the tree, without single news; then the places."""
    pages = pages_of_the_site()
    listed = pages.exclude(content_type__model="newspage").values_list("depth", "title", "url_path")
    rows = [
        MapRow(max(1, depth - HOME_DEPTH), "ホーム" if depth == HOME_DEPTH else title, address(path))
        for depth, title, path in listed
    ]
    return rows + [MapRow(1, text, url) for text, url in PLACES if is_answered_by_an_app(url)]


def sought_places() -> list[str]:
    """Return the addresses of the places that are no pages and that search engines may show."""
    return [url for _, url in PLACES if url not in NOT_SOUGHT and is_answered_by_an_app(url)]


def site_frame() -> SiteFrame:
    """Return the links that lead somewhere now, in one query."""
    pages = pages_of_the_site()
    pages = pages.exclude(content_type__model="newspage")
    rows = list(pages.values_list("depth", "url_path", "title", "show_in_menus"))
    published = frozenset(address(path) for _, path, _, _ in rows)

    def leads_somewhere(url: str) -> bool:
        return url in published or is_answered_by_an_app(url)

    words = [(text, url if url in published else INSTEAD.get(url, url)) for text, url in MENU]
    return SiteFrame(
        menu=[(text, url) for text, url in words if url == ABOUT_AT_HOME or leads_somewhere(url)],
        easy=EASY if leads_somewhere(EASY) else "",
        at_hand=[link for link in AT_HAND if leads_somewhere(link[1])],
        fine=[
            (title, address(path))
            for depth, path, title, in_menus in rows
            if in_menus and depth == HOME_DEPTH + 1
        ],
        events=EVENTS if leads_somewhere(EVENTS) else "",
        published=published,
    )


@lru_cache(maxsize=MOST_ADDRESSES_KNOWN)
def is_answered_by_an_app(address: str) -> bool:
    """Return whether a view of ours answers at this address, not only the catch-all of editors' pages."""
    try:
        return resolve(address).func is not serve
    except Resolver404:
        return False
