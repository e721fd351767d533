"""News of the demo world with tags: two written here, one begun from an event as the staff begin it."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from content.tags.models import Tag
from content.tags.services import save_tag
from events.models import Event
from foundation.centre.queries import current_centre
from portal.enums import ConsentToNews, NewsCategory
from portal.first_pages.writing import Block, heading, links, points, text
from portal.models import NewsIndexPage, NewsPage
from portal.page_making import blocks_of
from portal.reports import NothingToReport, begin_event_report

from .people import CAST

# Word and reading; the address is the word itself.
TAGS = (("住まい", "すまい"), ("受け入れ", "うけいれ"), ("支える人", "ささえるひと"))
REPORTED = "支援する人の心を守る"
REPORT_TAGS = ("支える人",)
REPORT_BODY = (
    heading("当日の様子"),
    text(
        "前半は先生のお話、後半は小さな組に分かれての話し合いでした。",
        "うまくいかなかった日のことを、名前や事業所を出さずに話し合いました。",
    ),
    heading("持ち帰ったこと"),
    points(
        "ひとりで決めない。会議で決めたことは、みんなで引き受ける。",
        "つらい場面のあとは、その日のうちに、だれかと話す。",
        "休むことも、支援のうち。",
    ),
)


class Piece(NamedTuple):
    slug: str
    title: str
    days_ago: int
    category: NewsCategory
    place: str
    summary: str
    body: tuple[Block, ...]
    tags: tuple[str, ...]


PIECES = (
    Piece(
        "heya-no-mikata",
        "部屋をさがすときの「見方」を話し合いました",
        9,
        NewsCategory.REPORT,
        "みなも地区集会所（見本）",
        "大家さん、不動産店、グループホームの世話人が集まり、部屋をさがすときに困ることを出し合いました。",
        (
            text(
                "保証人がいない、家具がない、近くに通う所がない。"
                "部屋がなかなか決まらない理由は、一つではありませんでした。"
            ),
            heading("出た工夫"),
            points(
                "下見に、支える人もいっしょに行く。",
                "困ったときの連絡先を、大家さんに紙で渡す。",
                "決まる前から、通う所を見学しておく。",
            ),
        ),
        ("住まい", "受け入れ"),
    ),
    Piece(
        "hajimete-no-mukae",
        "はじめて迎える事業所のための、相談の日をつくりました",
        3,
        NewsCategory.TRAINING,
        "",
        "受け入れを考えはじめた事業所が、約束をする前に話せる日です。電話でお申し込みください。",
        (
            text(
                "「うちで迎えられるだろうか」と考える段階の相談を受けています。"
                "見学だけでも、質問だけでもかまいません。"
            ),
            links("先に読む", ("相談の前に：福祉の事業所", "/prepare/welfare/")),
        ),
        ("受け入れ",),
    ),
)


def publish_demo_news(*, now: datetime) -> int:
    """Publish what is missing of the demo's news; return how many. Without pages or people there are none."""
    index = NewsIndexPage.objects.live().first()
    emails = [member.email for member in CAST if member.key in ("staff", "manager")]
    staff = User.objects.filter(email__in=emails).order_by("pk").first()
    if index is None or staff is None:
        return 0
    tags = {name: _tag(name, reading, staff, now) for name, reading in TAGS}
    missing = [piece for piece in PIECES if not index.get_children().filter(slug=piece.slug).exists()]
    for piece in missing:
        _publish(piece, index, staff, tags, now)
    return len(missing) + _publish_report(staff, tags, now)


def _tag(name: str, reading: str, actor: User, now: datetime) -> Tag:
    known = Tag.objects.filter(name=name).first()
    values = {"name": name, "slug": name, "reading": reading}
    return known or save_tag(tag=Tag(), values=values, actor=actor, now=now)


def _publish(piece: Piece, index: NewsIndexPage, staff: User, tags: dict[str, Tag], now: datetime) -> None:
    page = NewsPage(
        title=piece.title,
        slug=piece.slug,
        day=timezone.localdate(now - timedelta(days=piece.days_ago)),
        category=piece.category,
        place=piece.place,
        host=current_centre().name,
        summary=piece.summary,
        body=blocks_of(NewsPage, "body", piece.body),
        consent=ConsentToNews.NOBODY,
        responsible="センター",
        live=False,
        owner=staff,
    )
    with transaction.atomic():
        index.add_child(instance=page)
        _publish_with(page, [tags[name] for name in piece.tags], staff)


def _publish_report(staff: User, tags: dict[str, Tag], now: datetime) -> int:
    """Begin the report of an event by the verb of the desk, write it to its end, and publish it."""
    event = Event.objects.filter(title=REPORTED).first()
    try:
        page = begin_event_report(event_id=event.pk if event else 0, actor=staff, now=now)
    except NothingToReport:
        return 0
    if page.live:
        return 0
    page.body = blocks_of(
        NewsPage, "body", [*((block.block_type, block.value.source) for block in page.body), *REPORT_BODY]
    )
    page.consent = ConsentToNews.NOBODY
    with transaction.atomic():
        _publish_with(page, [tags[name] for name in REPORT_TAGS], staff)
    return 1


def _publish_with(page: NewsPage, tags: list[Tag], staff: User) -> None:
    page.tags.add(*tags)
    page.save_revision(user=staff).publish()
