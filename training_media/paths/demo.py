"""Paths of the demo world: for city staff, for the centre's own and for a home; two are half walked."""

from datetime import timedelta

from django.utils import timezone

from directory.models import Agency
from foundation.demo import World
from training_media.enums import CourseState
from training_media.models import Course

from .enums import ForWhom, ItemKind
from .models import Path
from .services.making import ItemPlan, create_path, move_path
from .services.walking import assign, tick

CITY = {
    "title": "初めて福祉の窓口を担当する方へ",
    "summary": "市町村の異動で、はじめて窓口に立つ方のための道すじです。センターが何をするところかを知り、電話で顔見知りになるまで。",
    "for_whom": ForWhom.CITY,
}
CENTRE = {
    "title": "センターで働きはじめた方へ",
    "summary": "はじめの1か月に、読む、見る、すること。困ったら、となりの席の人に聞いてください。",
    "for_whom": ForWhom.CENTRE,
}
HOME = {
    "title": "受け入れの担当になった方へ",
    "summary": "事業所で、はじめて受け入れを担当する方へ。ひとりで抱えないための道すじです。",
    "for_whom": ForWhom.PARTNER,
}
HALVES = "前編と後編に分けて見られます。"
READ = (
    ItemPlan(
        ItemKind.PAGE, "支援を知る", "センターが、どんな人に、何をするか。10分で読めます。", address="/about/"
    ),
    ItemPlan(ItemKind.PAGE, "ことばの説明", "わからない言葉は、ここでさがせます。", address="/glossary/"),
)
GUIDES = (
    ItemPlan(
        ItemKind.PAGE,
        "役割分担表を読む",
        "国・県・市町村・民間の、だれが何をするか。自分の市町村の表をさがします。",
        address="/role-sheets/",
    ),
    ItemPlan(
        ItemKind.PAGE,
        "手続きのチェック表を読む",
        "出所の前から、どこに、何を持って行くか。窓口に来る手続きを見つけます。",
        address="/guides/procedures/",
    ),
    ItemPlan(
        ItemKind.PAGE,
        "連携強化事業を始める準備を読む",
        "1年の流れです。いまの月に、することを見ます。",
        address="/guides/start-up/",
    ),
    ItemPlan(
        ItemKind.PAGE,
        "報酬の加算を確かめてみる",
        "受け入れる事業所に聞かれたときのために、一度ためします。",
        address="/guides/additions/check/",
    ),
    ItemPlan(
        ItemKind.PAGE,
        "市町村のすき間の一覧を開く",
        "ログインした市町村の方が読めます。どこで支援がとぎれるかを、知っておきます。",
        address="/guides/gaps/",
    ),
)
CALL = ItemPlan(
    ItemKind.TASK,
    "電話で自己紹介する",
    "センターに電話して、名前と担当を伝えます。困る前に、知り合いになるために。",
)
FIND = ItemPlan(
    ItemKind.PAGE, "関係機関をさがす", "近くの事業所を、3つ開いてみてください。", address="/directory/"
)
MEET = ItemPlan(ItemKind.TASK, "巡回に1回ついて行く", "先輩といっしょに、事業所を訪ねます。")


def seed(world: World) -> None:
    """Make paths and let two people walk them half way; a world that has some is left as it is."""
    if world.door != "public" or Path.objects.exists():
        return
    course = Course.objects.filter(state=CourseState.OPEN).order_by("pk").first()
    film = [ItemPlan(ItemKind.COURSE, course.title, HALVES, course.pk)] if course else []
    _opened(world, CITY, [READ[0], *film, READ[1], *GUIDES, CALL])
    centre = _opened(world, CENTRE, [*READ, *film, FIND, MEET])
    _let_walk(centre, "staff", "manager", None, world)
    own = world.people["partner"].memberships.select_related("agency").order_by("pk").first()
    if own is not None:
        home = _opened(world, HOME, [READ[0], *film, FIND, CALL])
        _let_walk(home, "partner", "partner_admin", own.agency, world)


def _opened(world: World, details: dict[str, str], items: list[ItemPlan]) -> Path:
    staff, manager = world.people["staff"].user, world.people["manager"].user
    path = create_path(details=details, items=items, actor=staff, now=world.now)
    return move_path(path=path, move="open", actor=manager, now=world.now)


def _let_walk(path: Path, walker: str, chief: str, agency: Agency | None, world: World) -> None:
    """Let somebody of the cast walk a path until in three weeks; they have done two things."""
    person, until = world.people[walker], timezone.localdate(world.now) + timedelta(days=21)
    asked = {"due_on": until, "actor": world.people[chief].user, "now": world.now}
    assign(path=path, people=[person], agency=agency, **asked)
    walk = path.assignments.get(person=person)
    for item in path.items.exclude(kind=ItemKind.COURSE)[:2]:
        tick(assignment=walk, item=item.pk, actor=person.user, now=world.now)
