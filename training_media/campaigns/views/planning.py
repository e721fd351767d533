"""The desk's screens of campaigns: the list, one with its agencies, planning, inviting, reminding."""

from collections import Counter
from collections.abc import Sequence
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from content import desk
from content.desk import SEE_OTHER, UNPROCESSABLE, Link, actor
from content.desk_forms import Done, Kept, Screen, form_screen
from training_media.campaigns import queries
from training_media.campaigns.access import (
    campaign_at_the_desk,
    campaign_desk,
    course_asked_for,
    course_to_plan,
    courses_to_plan,
)
from training_media.campaigns.enums import Progress, Way
from training_media.campaigns.exceptions import CampaignRefused
from training_media.campaigns.forms import (
    EverybodyForm,
    InviteForm,
    MakeupForm,
    PlanForm,
    RemindForm,
    SureForm,
)
from training_media.campaigns.models import Campaign, Invitation
from training_media.campaigns.rules import may_make_up
from training_media.campaigns.services.inviting import invite_agencies
from training_media.campaigns.services.planning import change_campaign, plan_campaign, plan_makeup
from training_media.campaigns.services.reminding import remind

TITLE = "動画の視聴"
MOST_ROWS = 300
CARDS_ON_A_PAGE = 50
FEW_NAMES = 10
FORM = "campaigns/desk/form.html"
MOST_DIGITS = 9
NOBODY_NEW = "新しく案内する事業所は、ありません。"


def address(name: str, *args: object) -> str:
    return reverse(f"campaign_desk:{name}", args=args)


def to_campaigns() -> Link:
    return TITLE, address("campaigns")


def to_campaign(campaign: Campaign) -> Link:
    return campaign.name, address("campaign", campaign.pk)


def go(where: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(where, status=SEE_OTHER)


@campaign_desk.reading
def campaigns(request: HttpRequest) -> HttpResponse:
    """List the campaigns, and the courses for which one can be planned: of all courses, or of one."""
    today, asked = timezone.localdate(), request.GET.get("course", "")
    found, courses = queries.campaigns(), courses_to_plan()
    course = course_asked_for(int(asked)) if asked.isdecimal() and len(asked) <= MOST_DIGITS else None
    if course is not None:
        found = found.filter(course=course)
        courses = [each for each in courses if each == course]
    return desk.show(
        request,
        "campaigns/desk/campaigns.html",
        TITLE if course is None else f"{TITLE}　{course.title}",
        trail=[] if course is None else [to_campaigns()],
        rows=[(each, each.state_on(today)) for each in found[:MOST_ROWS]],
        courses=courses,
        course=course,
    )


@campaign_desk.form_page
def plan(request: HttpRequest, course: int) -> HttpResponse:
    """Plan a campaign for a course."""
    about = course_to_plan(course)
    today = timezone.localdate()
    form = PlanForm(request.POST or None, campaign=None, today=today)

    def save() -> Done:
        made = plan_campaign(course=about, plan=form.plan, actor=actor(request), now=timezone.now())
        return Done("作りました。次に、案内する事業所を決めてください。", address("campaign", made.pk))

    screen = Screen("campaigns/desk/plan.html", "視聴の期間と対象", [to_campaigns()])
    rights = queries.rights_that_end(about)
    return form_screen(request, form, save, screen, refused_as=CampaignRefused, course=about, rights=rights)


@campaign_desk.form_page
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a campaign."""
    campaign, today = campaign_at_the_desk(pk), timezone.localdate()
    form = PlanForm(request.POST or None, campaign=campaign, today=today)

    def save() -> Done:
        change_campaign(campaign=campaign, plan=form.plan, actor=actor(request), now=timezone.now())
        return Done("保存しました。", address("campaign", pk))

    def fresh() -> PlanForm:
        return PlanForm(campaign=campaign_at_the_desk(pk), today=today)

    trail = [to_campaigns(), to_campaign(campaign)]
    screen = Screen("campaigns/desk/plan.html", "視聴の期間と対象を変える", trail)
    return form_screen(
        request,
        form,
        save,
        screen,
        refused_as=CampaignRefused,
        kept=Kept(campaign, fresh),
        course=campaign.course,
        rights=queries.rights_that_end(campaign.course),
    )


@campaign_desk.form_page
def makeup(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan another period for the agencies of which nobody has watched to the end."""
    campaign, today = campaign_at_the_desk(pk), timezone.localdate()
    form = MakeupForm(request.POST or None, campaign=campaign, today=today)

    def save() -> Done:
        made = plan_makeup(campaign=campaign, plan=form.plan, actor=actor(request), now=timezone.now())
        words = "補講を作り、カードも作りました。印刷して、渡してください。"
        return Done(words, address("campaign", made.pk))

    screen = Screen("campaigns/desk/makeup.html", "補講を開く", [to_campaigns(), to_campaign(campaign)])
    rows = queries.not_through(campaign, today=today)
    may = may_make_up(campaign.period, today)
    return form_screen(
        request,
        form,
        save,
        screen,
        refused_as=CampaignRefused,
        campaign=campaign,
        rows=rows,
        may=may,
        rights=queries.rights_that_end(campaign.course),
    )


@campaign_desk.reading
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a campaign: its agencies, how far each has come, its papers, whom to remind.

    All agencies are counted; those that are looked for are listed.
    """
    return _campaign(request, campaign_at_the_desk(pk), _invite_form(), RemindForm())


def _campaign(
    request: HttpRequest, campaign: Campaign, invite_form: InviteForm, remind_form: RemindForm
) -> HttpResponse:
    today = timezone.localdate()
    cards = list(queries.invitations_of(campaign))
    how = queries.progress(campaign.course, [each.agency_id for each in cards], today=today)
    counts = [(each.label, sum(found.progress == each for found in how.values())) for each in Progress]
    search = request.GET.get("q", "")
    found = list(queries.searched(queries.invitations_of(campaign), search)) if search.strip() else cards
    page = Paginator(found, CARDS_ON_A_PAGE).get_page(request.GET.get("page"))
    query = f"?{urlencode({'q': search})}" if search else ""
    return desk.show(
        request,
        "campaigns/desk/campaign.html",
        campaign.name,
        trail=[to_campaigns()],
        status=UNPROCESSABLE if invite_form.errors or remind_form.errors else 200,
        campaign=campaign,
        state=campaign.state_on(today),
        rights=queries.rights_that_end_during(campaign, cards, today=today),
        invited=len(cards),
        counts=counts,
        search=search,
        page_obj=page,
        rows=[(each, how[each.agency_id]) for each in page.object_list],
        pages_url=f"{address('campaign', campaign.pk)}{query}#agencies",
        left=queries.still_to_invite(campaign, today=today).count(),
        invite_form=invite_form,
        remind_form=remind_form,
    )


@campaign_desk.deed
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a card for one agency, by its name or number."""
    campaign, now = campaign_at_the_desk(pk), timezone.now()
    form = InviteForm(request.POST, today=timezone.localdate(now))
    if form.is_valid() and form.cleaned_data["agency"] is None:
        form.add_error("agency", "事業所の名前か番号を書いてください。")
    if not form.is_valid():
        return _campaign(request, campaign, form, RemindForm())
    agency = form.cleaned_data["agency"]
    if invite_agencies(campaign=campaign, agencies=[agency], actor=actor(request), now=now):
        messages.success(request, f"「{agency.name}」のカードを作りました。印刷して、渡してください。")
    else:
        messages.info(request, NOBODY_NEW)
    return go(address("campaign", pk))


@campaign_desk.form_page
def invite_everybody(request: HttpRequest, pk: int) -> HttpResponse:
    """Make cards for all that a campaign is for and that have none yet, once it was read how many."""
    campaign, now = campaign_at_the_desk(pk), timezone.now()
    agencies = list(queries.still_to_invite(campaign, today=timezone.localdate(now)))
    if not agencies:
        messages.info(request, NOBODY_NEW)
        return go(address("campaign", pk))
    form = EverybodyForm(request.POST if request.method == "POST" else None, agencies=agencies)

    def save() -> Done:
        count = invite_agencies(campaign=campaign, agencies=agencies, actor=actor(request), now=now)
        words = f"{count}件のカードを作りました。印刷して、渡してください。" if count else NOBODY_NEW
        return Done(words, address("campaign", pk))

    names = _some_of([each.name for each in agencies])
    screen = Screen(FORM, "当てはまるすべての事業所のカードを作る", [to_campaigns(), to_campaign(campaign)])
    return form_screen(
        request,
        form,
        save,
        screen,
        refused_as=CampaignRefused,
        words=f"{len(agencies)}件の事業所のカードを作ります：{names}。作ったカードは、1件ずつ止めます。",
        button=f"{len(agencies)}件のカードを作る",
        back=address("campaign", pk),
    )


@campaign_desk.form_page
def remind_some(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind those who have not begun, or are stuck, once it was read who gets a mail and who a FAX."""
    campaign, asked = campaign_at_the_desk(pk), RemindForm(request.GET)
    if not asked.is_valid():
        return _campaign(request, campaign, _invite_form(), asked)
    whom = [Progress(each) for each in asked.cleaned_data["whom"]]
    form = SureForm(request.POST if request.method == "POST" else None)

    def save() -> Done:
        told = remind(campaign=campaign, whom=whom, actor=actor(request), now=timezone.now())
        return Done(_told_words(told), address("campaign", pk))

    found = queries.to_remind(queries.invitations_of(campaign), whom, today=timezone.localdate())
    ways = [(way, [each.card.agency.name for each in found if each.way == way]) for way in Way]
    trail = [to_campaigns(), to_campaign(campaign)]
    screen = Screen("campaigns/desk/remind.html", "視聴期限を知らせる", trail)
    return form_screen(
        request,
        form,
        save,
        screen,
        refused_as=CampaignRefused,
        campaign=campaign,
        whom="、".join(each.label for each in whom),
        ways=[(way, len(names), _some_of(names)) for way, names in ways if names],
        reached=sum(each.way.is_letter for each in found),
    )


def _some_of(names: Sequence[str]) -> str:
    """Return the first names, and how many there are besides."""
    more = f"、ほか{len(names) - FEW_NAMES}件" if len(names) > FEW_NAMES else ""
    return f"{'、'.join(names[:FEW_NAMES])}{more}"


def _told_words(told: Counter[Way]) -> str:
    if not told:
        return "知らせる相手は、いませんでした。"
    words = "、".join(f"{way.label} {told[way]}件" for way in Way if told[way])
    on_paper = "FAXの分は「送るもの」に入りました。" if told[Way.FAX] else ""
    once = "同じ日に2度は送りません。" if any(way.is_letter for way in told) else ""
    return f"{words}。{on_paper}{once}"


def _invite_form() -> InviteForm:
    return InviteForm(today=timezone.localdate())


def card_link(card: Invitation) -> Link:
    return card.agency.name, address("card", card.pk)
