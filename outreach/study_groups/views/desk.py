"""The desk makes communities, opens and closes them, admits on paper and names who runs them."""

from collections.abc import Callable, Sequence

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from content import desk
from content.desk import SEE_OTHER, Link, actor
from content.desk_forms import Done, Screen, Written, form_screen
from outreach.study_groups import member_queries, queries
from outreach.study_groups.access import (
    community_at_the_desk,
    facilitation_at_the_desk,
    group_desk,
    standing_in,
)
from outreach.study_groups.desk_forms import AdmitForm, CommunityForm, FacilitatorForm, PromiseForm
from outreach.study_groups.enums import Action
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.models import Community
from outreach.study_groups.rules import MOVES, is_committee, moves_from
from outreach.study_groups.services.joining import admit_on_paper
from outreach.study_groups.services.making import (
    adopt_promises,
    change_community,
    create_community,
    move_community,
    renew_link,
)
from outreach.study_groups.services.people import end_facilitator, name_facilitator

from .frame import told

TITLE = "会・委員会"
FORM = "study_groups/desk/form.html"
END_OF_RUNNING = (
    "今日から、計画、案内、入会の受け付けが、できなくなります。",
    "この方が自分で知らせた、これからの回の出席は、取り消されます（会員機関の名前での返事は残ります）。",
    "いつからいつまで世話人だったかは、記録に残ります。",
)


def address(name: str, *args: object) -> str:
    return reverse(f"group_desk:{name}", args=args)


def to_all() -> Link:
    return TITLE, address("communities")


def to_one(community: Community) -> Link:
    return community.name, address("community", community.pk)


@group_desk.reading
def communities(request: HttpRequest) -> HttpResponse:
    """List all communities."""
    found = list(queries.communities())
    sizes = queries.sizes([each.pk for each in found], today=timezone.localdate())
    rows = [(each, sizes.get(each.pk)) for each in found]
    return desk.show(request, "study_groups/desk/communities.html", TITLE, rows=rows)


@group_desk.reading
def community(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a community as the desk keeps it, and what can be done next."""
    found, today = community_at_the_desk(pk), timezone.localdate()
    standing = standing_in(request.user, found, today=today)
    return desk.show(
        request,
        "study_groups/desk/community.html",
        found.name,
        trail=[to_all()],
        community=found,
        moves=[(name, MOVES[name].word) for name in moves_from(found.state)],
        is_committee=is_committee(found.kind),
        may_change=standing.may(Action.CHANGE),
        size=queries.sizes([pk], today=today).get(pk),
        facilitations=found.facilitations.not_over(today).select_related("person"),
        promises=found.promises.first(),
        join_address=request.build_absolute_uri(reverse("study_groups:join_link", args=[found.join_key])),
    )


@group_desk.form_page
def create(request: HttpRequest) -> HttpResponse:
    """Make a community."""
    form = CommunityForm(request.POST or None)

    def save() -> Done:
        made = create_community(details=form.cleaned_data, actor=actor(request), now=timezone.now())
        return Done(
            "準備中で作りました。「活動を始める」と、見えるようになります。", address("community", made.pk)
        )

    screen = Screen(FORM, "会を作る", [to_all()])
    return form_screen(
        request, form, save, screen, refused_as=GroupRefused, button="作る", back=address("communities")
    )


@group_desk.form_page
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what a community says of itself."""
    found = community_at_the_desk(pk)
    form = CommunityForm(request.POST or None, community=found)

    def save() -> Done:
        change_community(community=found, details=form.cleaned_data, actor=actor(request), now=timezone.now())
        return Done("会の紹介を直しました。", address("community", pk))

    return _form(request, found, form, save, "会の紹介を直す", "保存する")


@group_desk.form_page
def promises(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the promises anew."""
    found = community_at_the_desk(pk)
    last = found.promises.first()
    form = PromiseForm(request.POST or None, initial={"text": last.text if last else ""})

    def save() -> Done:
        text = form.cleaned_data["text"]
        adopt_promises(community=found, text=text, actor=actor(request), now=timezone.now())
        return Done("新しい約束にしました。前の約束も、記録に残ります。", address("community", pk))

    return _form(request, found, form, save, "会の約束", "この約束にする")


@group_desk.form_page
def admit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down an agency that joined by paper, FAX or telephone."""
    found = community_at_the_desk(pk)
    form = AdmitForm(request.POST or None, today=timezone.localdate())

    def save() -> Done:
        agency = form.cleaned_data["agency"]
        admit_on_paper(community=found, agency=agency, named=None, actor=actor(request), now=timezone.now())
        return Done(
            f"{agency.name}を、会員にしました。来る人は、その機関が決められます。", address("community", pk)
        )

    return _form(request, found, form, save, "紙・電話で届いた入会", "会員にする", field="agency")


@group_desk.form_page
def facilitators(request: HttpRequest, pk: int) -> HttpResponse:
    """Name somebody who runs the community."""
    found, today = community_at_the_desk(pk), timezone.localdate()
    form = FacilitatorForm(request.POST or None, people=member_queries.who_may_run(found, today=today))

    def save() -> Done:
        person = form.person
        name_facilitator(community=found, person=person, actor=actor(request), now=timezone.now())
        return Done(f"{person.name}さんを、世話人にしました。", address("community", pk))

    return _form(request, found, form, save, "世話人を決める", "世話人にする", field="person_key")


@group_desk.form_page
def end(request: HttpRequest, pk: int, facilitation: int) -> HttpResponse:
    """Let somebody run the community no more, once what follows was read."""
    row = facilitation_at_the_desk(pk, facilitation)
    if request.method != "POST":
        title = f"{row.person.name}さんを、世話人から外す"
        return _sure(request, row.community, title, "世話人から外す", END_OF_RUNNING)
    return _done(
        request,
        pk,
        lambda: end_facilitator(facilitation=row, actor=actor(request), now=timezone.now()),
        f"{row.person.name}さんは、世話人ではなくなりました。",
    )


@group_desk.deed
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the link to join anew."""
    found = community_at_the_desk(pk)
    return _done(
        request,
        pk,
        lambda: renew_link(community=found, actor=actor(request), now=timezone.now()),
        "リンクを新しくしました。前のリンクでは、もう入れません。",
    )


@group_desk.form_page
def move(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """Take one step in a community's life, once what it does was read."""
    found = community_at_the_desk(pk)
    if move not in MOVES:
        raise Http404
    if request.method != "POST":
        step = MOVES[move]
        return _sure(request, found, f"{found.name}：{step.word}", step.word, step.does)
    return _done(
        request,
        pk,
        lambda: move_community(community=found, move=move, actor=actor(request), now=timezone.now()),
        f"「{MOVES[move].word}」が、すみました。",
    )


def _sure(
    request: HttpRequest, community: Community, title: str, button: str, lines: Sequence[str]
) -> HttpResponse:
    """Ask before something that others feel at once."""
    return desk.show(
        request,
        "study_groups/desk/sure.html",
        title,
        trail=[to_all(), to_one(community)],
        button=button,
        lines=lines,
        back=address("community", community.pk),
    )


def _done(request: HttpRequest, pk: int, act: Callable[[], object], words: str) -> HttpResponse:
    told(request, act, words)
    return HttpResponseRedirect(address("community", pk), status=SEE_OTHER)


def _form(
    request: HttpRequest,
    community: Community,
    form: Written,
    save: Callable[[], Done],
    title: str,
    button: str,
    field: str | None = None,
) -> HttpResponse:
    screen = Screen(FORM, title, [to_all(), to_one(community)])
    return form_screen(
        request,
        form,
        save,
        screen,
        refused_as=GroupRefused,
        field=field,
        button=button,
        back=address("community", community.pk),
    )
