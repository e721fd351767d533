"""The partner's home: whose turn it is, what goes on, and in which agency's name one acts."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access import has_role
from directory.access import acting_membership, memberships_to_choose
from directory.coverage.access import partner_door, speaks_for_a_municipality
from directory.enums import MembershipRole
from directory.models import Membership
from events.access import applications_of
from events.agency_queries import coming_and_past, turns_of
from events.cohosts.access import own_hosts
from outreach.outside_meetings.links import got_a_kit
from outreach.role_sheets.panels import sheets_to_check, words_on_sheets
from outreach.study_groups.access import waiting_for
from training_media.completion.links import words_on_certificates
from training_media.paths.links import words_on_own_paths

from .menu import EVENTS, Link, SiteFrame, site_frame
from .reach.access import figures_door

HOME: Link = ("わたしたちの事業所", "/my/")
# What partners use of the public menu.
AT_WORK = (EVENTS, "/videos/")
DIRECTORY: Link = ("関係機関をさがす", "/directory/")
OWN_ENTRY: Link = ("名簿の内容", "/my/agency/")


@never_cache
@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show an agency's partner what waits for the agency; centre and prefecture have their own."""
    now = timezone.now()
    today = timezone.localdate(now)
    membership = acting_membership(request, today=today)
    if membership is None:
        if request.user.has_perm("wagtailadmin.access_admin"):
            return redirect("wagtailadmin_home")
        if has_role(request.user, figures_door.roles):
            return redirect("reach:reach")
        return render(request, "portal/my_nobody.html", {"page_title": "事業所の登録がありません"})
    coming, past = coming_and_past(applications_of(membership), visitor=request.user, now=now)
    turns = turns_of(coming, is_manager=membership.role == MembershipRole.PARTNER_ADMIN, now=now)
    sheets = sheets_to_check(membership)
    frame = site_frame()
    context = {
        "page_title": HOME[0],
        "membership": membership,
        "has_several": len(memberships_to_choose(request.user, today=today)) > 1,
        "frame": frame,
        "partner_menu": partner_menu(frame),
        "register_links": register_links(request, membership, words_on_sheets(sheets)),
        "today": today,
        "waits": waiting_for(request.user, now=now),
        "turns": turns,
        "sheets": sheets,
        "turn_count": len(turns) + len(sheets),
        "coming": coming,
        "past": past,
        "events": EVENTS,
    }
    return render(request, "portal/my.html", context)


def partner_menu(frame: SiteFrame) -> list[Link]:
    """Return the partner's menu: their home, and what they use of the public one."""
    return [HOME, *(link for link in frame.menu if link[1] in AT_WORK), DIRECTORY, OWN_ENTRY]


def register_links(
    request: HttpRequest, membership: Membership, on_sheets: str
) -> list[tuple[str, str, str]]:
    """Return what this partner keeps and reads of the directory: words, address, what it is for.

    `on_sheets` is what is said of role sheets.
    """
    links = [
        (*OWN_ENTRY, "ほかの人からどう見えるか。書きなおし、「このままで正しい」の確認"),
        ("空きを知らせる", reverse("directory_declared:vacancy"), "知らせると、すぐに出ます"),
    ]
    history, materials = reverse("training_history:own"), reverse("materials:of_agency")
    links.append(("受講履歴", history, "だれが、いつ、どの研修に出席したか。修了証も受け取れます"))
    links.append(("研修動画を見る人", reverse("campaigns:own"), "届いた研修動画の案内と、見る人の名前"))
    links.append(
        ("わたしの視聴の記録", reverse("watching:record"), "研修動画を見て、わたしについて残った記録")
    )
    own_paths = words_on_own_paths(membership.person_id, membership.agency)
    links.append(("はじめての道すじ", reverse("paths:list"), own_paths))
    links.append(("予定表に出す", reverse("feeds:own"), "席のある日を、いつもの予定表で見る"))
    links.append(("研修の資料", materials, "参加した方だけの資料。期限までです"))
    links.append(("会・委員会", reverse("study_groups:list"), "入っている会の、次の回と1年。ほかの会の紹介"))
    links.append(("わたしたちの役割分担表", reverse("own_role_sheets:sheets"), on_sheets))
    if got_a_kit(membership):
        links.append(("はじめて受け入れるとき", reverse("hosts:kits"), "届いた資料と、相談できる事業所"))
    if own_hosts(membership).exists():
        links.append(("一緒に開く研修・行事", reverse("cohosts:own"), "申し込みの数と、共有した名簿"))
    if membership.role == MembershipRole.PARTNER_ADMIN:
        people = reverse("directory_joining:people")
        links.append(("職員の一覧", people, "ログインできる人を招待する、退職を知らせる"))
        links.append(
            ("研修動画の修了証", reverse("completion:own"), words_on_certificates(membership.agency))
        )
        records = "だれが、どれだけ見たか。監査などで見せる紙と表"
        links.append(("研修動画の視聴の記録", reverse("reach_own:list"), records))
        paths = reverse("paths:of_agency")
        links.append(("道すじの進みぐあい", paths, "新しい担当者に頼む、どこまですんだかを見る"))
        releasing = reverse("events:of_agency")
        links.append(("申し込みの出し方", releasing, "所属長が確かめてから、センターに出すかどうか"))
    if speaks_for_a_municipality(membership):
        links += municipal_links()
    if has_role(request.user, partner_door.roles):
        people = reverse("coverage:key_people")
        links.append(("地域のキーパーソン", people, "名簿にのせてよいとおっしゃった方"))
    if has_role(request.user, figures_door.roles):
        links.append(("圏域ごとの届きぐあい", reverse("reach:reach"), "どの圏域から研修に出席があったか"))
    return links


def municipal_links() -> list[tuple[str, str, str]]:
    """Return what the people of a municipality keep besides."""
    window, own, gaps = (
        reverse(name) for name in ("coverage:own_window", "procedures:own", "procedures:gaps")
    )
    return [
        ("この市町村の窓口", window, "地域生活支援の連携強化事業をしているか、窓口はどこか"),
        ("わたしたちの市町村の準備", own, "連携強化事業を始めるまでに、何がすんだか"),
        ("市町村のすき間の一覧", gaps, "支援がとぎれる人、提案、決まったこと。センターと書きます"),
    ]
