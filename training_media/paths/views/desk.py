"""The desk makes paths, opens them, and sees who has come how far."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from content import desk
from content.desk import SEE_OTHER, UNPROCESSABLE, Link, actor
from content.desk_forms import Done, Kept, Screen, form_screen
from training_media.paths import queries
from training_media.paths.access import may_open_paths, path_at_the_desk, path_desk, people_desk
from training_media.paths.enums import ForWhom, ListForm, ListReason, PathState
from training_media.paths.exceptions import PathRefused
from training_media.paths.forms import AssignForm, PathForm, TakeForm
from training_media.paths.models import Path
from training_media.paths.rules import MOVES, may_open, may_remove, moves_from
from training_media.paths.services.handing_out import record_list_taken
from training_media.paths.services.making import change_path, create_path, move_path, remove_path
from training_media.paths.services.walking import assign
from training_media.paths.tables import COLUMNS, progress_file

from .own import assigned_words

TITLE = "はじめての道すじ"
ROWS_ON_A_PAGE = 50
SAID = {
    "open": "公開しました。だれのための道すじかに合う方に、見えるようになりました。",
    "close": "終了しました。新しく始めることはできません。いま進めている方は、続けられます。",
}


def address(name: str, *args: object) -> str:
    return reverse(f"path_desk:{name}", args=args)


def to_paths() -> Link:
    return TITLE, address("paths")


def to_path(path: Path) -> Link:
    return path.title, address("path", path.pk)


def go(name: str, *args: object) -> HttpResponseRedirect:
    return HttpResponseRedirect(address(name, *args), status=SEE_OTHER)


@path_desk.reading
def paths(request: HttpRequest) -> HttpResponse:
    """List the paths."""
    rows = list(queries.paths())
    return desk.show(request, "paths/desk/paths.html", TITLE, rows=rows)


@path_desk.reading
def path(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a path with its items, and what can be done next."""
    found = path_at_the_desk(pk)
    items, is_manager = list(queries.items_of(found)), may_open_paths(request.user)
    needs = may_open(len(items), unseen=queries.unseen_films(found))
    return desk.show(
        request,
        "paths/desk/path.html",
        found.title,
        trail=[to_paths()],
        path=found,
        # Wagtail calls the words of its menu `items`.
        path_items=items,
        is_manager=is_manager,
        needs=needs,
        moves=[
            (name, MOVES[name])
            for name in moves_from(found.state)
            if not MOVES[name].is_managers or (is_manager and needs.allowed)
        ],
        may_remove=may_remove(found.state, walkers=found.assignments.count()).allowed,
    )


@path_desk.form_page
def create(request: HttpRequest) -> HttpResponse:
    """Make a path."""
    form = PathForm(request.POST or None, courses=queries.courses_to_choose())

    def save() -> Done:
        made = create_path(details=form.details, items=form.plans, actor=actor(request), now=timezone.now())
        return _saved(request, made, "下書きで作りました。センター長が公開できます。")

    screen = Screen("paths/desk/form.html", "道すじを作る", [to_paths()])
    return form_screen(request, form, save, screen, refused_as=PathRefused, button="下書きで作る")


@path_desk.form_page
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a path and its items."""
    found = path_at_the_desk(pk)

    def opened(keys: list[str] | None = None) -> PathForm:
        """Open the form anew."""
        return PathForm(
            path=path_at_the_desk(pk),
            items=queries.items_of(found),
            courses=queries.courses_to_choose(),
            keys=keys,
        )

    form = opened()
    if request.method == "POST":
        form = PathForm(
            request.POST, path=found, items=queries.items_of(found), courses=queries.courses_to_choose()
        )

    def save() -> Done:
        change_path(
            path=found,
            details=form.details,
            items=form.plans,
            removed=form.removed,
            actor=actor(request),
            now=timezone.now(),
        )
        return _saved(request, found, "変更を保存しました。")

    screen = Screen("paths/desk/form.html", "道すじを変える", [to_paths(), to_path(found)])
    kept = Kept(found, lambda: opened(form.keys))
    return form_screen(
        request, form, save, screen, refused_as=PathRefused, kept=kept, button="変更を保存する"
    )


def _saved(request: HttpRequest, path: Path, words: str) -> Done:
    """Lead on to the path, or to its form again where more items are to be written."""
    return Done(words, address("edit" if "again" in request.POST else "path", path.pk))


@path_desk.deed
def move(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """Open or close a path."""
    if move not in MOVES:
        raise Http404
    found = path_at_the_desk(pk)
    try:
        move_path(path=found, move=move, actor=actor(request), now=timezone.now())
    except PathRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, SAID[move])
    return go("path", pk)


@path_desk.form_page
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what goes with a draft, then remove it."""
    found = path_at_the_desk(pk)
    if request.method != "POST":
        title, trail = "下書きを消す", [to_paths(), to_path(found)]
        return desk.show(request, "paths/desk/remove.html", title, trail=trail, path=found)
    try:
        remove_path(path=found, actor=actor(request), now=timezone.now())
    except PathRefused as refused:
        messages.error(request, str(refused))
        return go("path", pk)
    messages.success(request, f"「{found.title}」を消しました。")
    return go("paths")


@people_desk.form_page
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who walks a path and how far each has come; assign it at the centre, or take the list away."""
    found, today = path_at_the_desk(pk), timezone.localdate()
    is_taking = "reason" in request.POST
    take, form = TakeForm(request.POST if is_taking else None), None
    if is_taking and take.is_valid():
        return _taken(request, found, take)
    if found.for_whom == ForWhom.CENTRE and found.state == PathState.OPEN:
        form = AssignForm(
            request.POST if request.method == "POST" and not is_taking else None,
            people=queries.centre_people(),
            paths=queries.open_paths([ForWhom.CENTRE]).filter(pk=pk),
            today=today,
        )
        if form.is_bound and form.is_valid() and _assigned(request, found, form):
            return go("people", pk)
    page = Paginator(queries.walkers_of_path(found), ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    walks = queries.walks(page.object_list)
    return desk.show(
        request,
        "paths/desk/people.html",
        "進みぐあい",
        trail=[to_paths(), to_path(found)],
        status=UNPROCESSABLE if take.errors or (form is not None and form.errors) else 200,
        path=found,
        page_obj=page,
        rows=[(each, each.standing.is_late(each.assignment.due_on, today=today)) for each in walks],
        form=form,
        take=take,
    )


def _taken(request: HttpRequest, path: Path, take: TakeForm) -> HttpResponse:
    kind = ListForm(take.cleaned_data["form"])
    record_list_taken(
        subject=path,
        form=kind,
        reason=ListReason(take.cleaned_data["reason"]),
        columns=[column.heading for column in COLUMNS],
        actor=actor(request),
        now=timezone.now(),
    )
    walks = queries.walks(queries.walkers_of_path(path))
    return progress_file(walks, kind, today=timezone.localdate())


def _assigned(request: HttpRequest, path: Path, form: AssignForm) -> bool:
    """Let the chosen people of the centre walk a path; False, with the reason in the form, when refused."""
    chosen = form.cleaned_data
    try:
        new = assign(
            path=path,
            people=list(chosen["people"]),
            agency=None,
            due_on=chosen["due_on"],
            actor=actor(request),
            now=timezone.now(),
        )
    except PathRefused as refused:
        form.add_error("due_on", str(refused))
        return False
    messages.success(request, assigned_words(len(chosen["people"]), new))
    return True
