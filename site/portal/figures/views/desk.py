"""The desk for figures: entered, sent, verified by a second person, published, taken back."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone

from accounts.access import has_role
from content import desk
from content.desk import SEE_OTHER, Link, actor
from content.desk_forms import Done, Kept, Screen, form_screen
from foundation.japanese.dates import fiscal_year
from portal.figures import files, queries, rules, services
from portal.figures.access import figures_desk, small_counts_desk, table_at_the_desk
from portal.figures.enums import SMALL_COUNTS_ROLES, TableState
from portal.figures.exceptions import FiguresRefused
from portal.figures.forms import SmallCountsForm, TableEditor
from portal.figures.models import SmallCounts, StatTable

LIST = "数字で見るセンター"
ROWS_PER_PAGE = 30
DEEDS: dict[str, tuple[Callable[..., StatTable | None], str]] = {
    "send": (services.send_table, "確認に出しました。別の人が、出典と見くらべて確認します。"),
    "verify": (services.verify_table, "確認しました。公開できます。"),
    "publish": (services.publish_table, "公開しました。"),
    "take_back": (services.take_table_back, "下書きにもどしました。外からは見えません。"),
    "correct": (services.correct_table, "直した版を、下書きで作りました。いまの表は、公開されたままです。"),
    "drop": (services.drop_correction, "直した版を消しました。公開中の表は、そのままです。"),
}
# Those that may ask first.
SURE = ("take_back", "drop")


@figures_desk.reading
def table_list(request: HttpRequest) -> HttpResponse:
    """Show tables: what they say, of when, how they stand, who entered them."""
    wanted = request.GET.get("state", "")
    state = wanted if wanted in TableState.values else ""
    counts = queries.state_counts()
    tabs = [("", "すべて", sum(counts.values()))]
    tabs += [(each.value, str(each.label), counts[each.value]) for each in TableState]
    page = Paginator(queries.desk_tables(state), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    return desk.show(
        request,
        "figures/desk/list.html",
        LIST,
        page_obj=page,
        tabs=tabs,
        state=state,
        threshold=queries.small_counts_threshold(),
        may_set=has_role(request.user, SMALL_COUNTS_ROLES),
    )


@figures_desk.reading
def table(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one table as everybody will see it, what is hidden of it, and what can be done next."""
    found, user = table_at_the_desk(pk), actor(request)
    shown = queries.shown(found, threshold=queries.small_counts_threshold())
    entered_by = found.entered_by
    verdict = rules.may_verify(
        found.state,
        is_by_who_entered=user == entered_by,
        entered_by_manager=entered_by is not None and has_role(entered_by, SMALL_COUNTS_ROLES),
        is_manager=has_role(user, SMALL_COUNTS_ROLES),
    )
    return desk.show(
        request,
        "figures/desk/table.html",
        found.title,
        trail=[_to_list()],
        table=found,
        shown=shown,
        typed=list(zip(shown.rows, found.values.all(), strict=True)),
        chart=files.chart(shown),
        verdict=verdict,
        correction=queries.correction_of(found),
    )


@figures_desk.form_page
def create(request: HttpRequest) -> HttpResponse:
    """Enter a table; `?copy=` takes over words and rows of another, as for the next year."""
    copied = request.GET.get("copy", "")
    source = table_at_the_desk(int(copied)) if copied.isascii() and copied.isdecimal() else None
    return _form(request, None, source)


@figures_desk.form_page
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft."""
    found = table_at_the_desk(pk)
    decision = rules.may_change(found.state, has_correction=queries.has_correction(found))
    # What was typed meanwhile is shown again with the reason.
    if request.method != "POST" and not decision.allowed:
        messages.error(request, decision.reason)
        return _to_table(found)
    return _form(request, found, found)


def _form(request: HttpRequest, table: StatTable | None, source: StatTable | None) -> HttpResponse:
    now = timezone.now()
    years = queries.years_to_choose(fiscal_year(timezone.localdate(now)))
    if source and source.fiscal_year and source.fiscal_year not in years:
        years.append(source.fiscal_year)
    typed = request.POST if request.method == "POST" else None
    editor = TableEditor(typed, table=source, years=years)
    if typed is not None and "add_rows" in typed:
        editor.add_rows()

    def save() -> Done:
        wanted = {"details": editor.details, "rows": editor.plans, "actor": actor(request), "now": now}
        saved = services.update_table(table=table, **wanted) if table else services.create_table(**wanted)
        return Done("下書きを保存しました。よければ、確認に出してください。", _address(saved))

    trail = [_to_list(), *([(table.title, _address(table))] if table else [])]
    return form_screen(
        request,
        editor,
        save,
        Screen("figures/desk/form.html", "表を直す" if table else "表を作る", trail),
        refused_as=FiguresRefused,
        kept=Kept(table, lambda: TableEditor(table=table_at_the_desk(table.pk), years=years))
        if table
        else None,
        table=table,
    )


@figures_desk.deed
def move(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """Do one thing with a table, or say why not; what takes something away asks first."""
    found = table_at_the_desk(pk)
    if "sure" not in request.POST and asks_first(found, deed):
        return HttpResponseRedirect(reverse(f"figures_desk:{deed}_sure", args=[pk]), status=SEE_OTHER)
    act, words = DEEDS[deed]
    if deed == "verify":
        found.changed_at = desk.seen_at(request)
    try:
        led_to = act(table=found, actor=actor(request), now=timezone.now())
    except FiguresRefused as refused:
        messages.error(request, str(refused))
        return _to_table(found)
    messages.success(request, words)
    if deed == "correct" and led_to:
        return HttpResponseRedirect(reverse("figures_desk:edit", args=[led_to.pk]), status=SEE_OTHER)
    return _to_table(led_to or found)


@figures_desk.reading
def sure(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """Say what goes away, and ask."""
    found = table_at_the_desk(pk)
    if not asks_first(found, deed):
        return _to_table(found)
    title = "公開をやめますか" if deed == "take_back" else "直した版を消しますか"
    trail = [_to_list(), (found.title, _address(found))]
    return desk.show(request, "figures/desk/sure.html", title, trail=trail, table=found, deed=deed)


def asks_first(table: StatTable, deed: str) -> bool:
    """Return whether this act takes away what readers see or somebody has written."""
    return deed == "drop" or (deed == "take_back" and table.state == TableState.PUBLISHED)


@small_counts_desk.form_page
def small_counts(request: HttpRequest) -> HttpResponse:
    """Set the smallest count of people that is shown."""
    typed = request.POST if request.method == "POST" else None

    def filled(typed: QueryDict | None = None) -> SmallCountsForm:
        return SmallCountsForm(typed, initial={"threshold": queries.small_counts_threshold()})

    form = filled(typed)

    def save() -> Done:
        threshold = form.cleaned_data["threshold"]
        services.set_small_counts(threshold=threshold, actor=actor(request), now=timezone.now())
        words = f"1〜{threshold - 1}の数を隠すようにしました。すべての表に、すぐに反映されます。"
        return Done(words, reverse("figures_desk:list"))

    screen = Screen("figures/desk/small_counts.html", "小さな数の出し方", [_to_list()])
    kept = Kept(SmallCounts(pk=services.THE_ONE_ROW), filled)
    return form_screen(request, form, save, screen, refused_as=FiguresRefused, kept=kept, field="threshold")


def _to_list() -> Link:
    return LIST, reverse("figures_desk:list")


def _address(table: StatTable) -> str:
    return reverse("figures_desk:table", args=[table.pk])


def _to_table(table: StatTable) -> HttpResponseRedirect:
    return HttpResponseRedirect(_address(table), status=SEE_OTHER)
