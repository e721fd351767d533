"""An agency's administrators let colleagues walk paths, and see how far each has come."""

from collections.abc import Sequence
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from accounts.models import Person
from content.desk import SEE_OTHER, UNPROCESSABLE, actor
from directory.access import as_partner
from directory.enums import MembershipRole
from directory.models import Membership
from directory.views.own import OK, show_own
from training_media.paths import queries
from training_media.paths.access import paths_for
from training_media.paths.enums import ListForm, ListReason
from training_media.paths.exceptions import PathRefused
from training_media.paths.forms import AssignForm, TakeForm
from training_media.paths.models import Path
from training_media.paths.queries import Walk
from training_media.paths.services.handing_out import record_list_taken
from training_media.paths.services.walking import assign
from training_media.paths.tables import COLUMNS, TITLE, progress_file


@as_partner(MembershipRole.PARTNER_ADMIN)
def of_agency(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Show the people of an agency and their paths; assign, or take the list away."""
    agency, today = membership.agency, timezone.localdate()
    people, paths = queries.partners_of(agency, today=today), paths_for(membership)
    is_taking = "reason" in request.POST
    form = AssignForm(
        request.POST if request.method == "POST" and not is_taking else None,
        people=people,
        paths=paths,
        today=today,
    )
    take = TakeForm(request.POST if is_taking else None)
    colleagues = list(people)
    walks = queries.walks(queries.walkers_of_agency(agency, [each.pk for each in colleagues]))
    if is_taking and take.is_valid():
        return _taken(request, membership, take, _in_order(walks, colleagues))
    if form.is_bound and form.is_valid() and _assigned(request, membership, form):
        return HttpResponseRedirect(request.path, status=SEE_OTHER)
    shown = {each.assignment.path_id: each.assignment.path for each in walks} | {p.pk: p for p in paths}
    columns = sorted(shown.values(), key=lambda path: (path.title, path.pk))
    return show_own(
        request,
        "paths/agency.html",
        TITLE,
        membership,
        trail=[],
        status=UNPROCESSABLE if form.errors or take.errors else OK,
        columns=columns,
        rows=_rows(colleagues, columns, walks, today),
        form=form,
        take=take,
    )


def _in_order(walks: Sequence[Walk], people: Sequence[Person]) -> list[Walk]:
    place = {person.pk: number for number, person in enumerate(people)}
    return sorted(walks, key=lambda each: (place[each.assignment.person_id], each.assignment.path.title))


def _rows(
    people: Sequence[Person], columns: Sequence[Path], walks: Sequence[Walk], today: date
) -> list[tuple[Person, list[tuple[Path, Walk | None, bool]]]]:
    """Return for each person and path how far they are, if they walk it, and whether the day has passed."""
    by_place = {(each.assignment.person_id, each.assignment.path_id): each for each in walks}
    rows = []
    for person in people:
        cells = []
        for path in columns:
            walk = by_place.get((person.pk, path.pk))
            late = walk is not None and walk.standing.is_late(walk.assignment.due_on, today=today)
            cells.append((path, walk, late))
        rows.append((person, cells))
    return rows


def _taken(
    request: HttpRequest, membership: Membership, take: TakeForm, walks: Sequence[Walk]
) -> HttpResponse:
    kind = ListForm(take.cleaned_data["form"])
    record_list_taken(
        subject=membership.agency,
        form=kind,
        reason=ListReason(take.cleaned_data["reason"]),
        columns=[column.heading for column in COLUMNS],
        actor=actor(request),
        now=timezone.now(),
    )
    return progress_file(walks, kind, today=timezone.localdate())


def _assigned(request: HttpRequest, membership: Membership, form: AssignForm) -> bool:
    """Let the chosen people walk the chosen path; False, with the reason in the form, when it is refused."""
    chosen = form.cleaned_data
    try:
        new = assign(
            path=chosen["path"],
            people=list(chosen["people"]),
            agency=membership.agency,
            due_on=chosen["due_on"],
            actor=actor(request),
            now=timezone.now(),
        )
    except PathRefused as refused:
        form.add_error("due_on", str(refused))
        return False
    messages.success(request, assigned_words(len(chosen["people"]), new))
    return True


def assigned_words(chosen: int, new: int) -> str:
    """Return what is said once people were assigned."""
    words = f"{new}人に頼みました。その方の「はじめての道すじ」に出ます。" if new else ""
    again = chosen - new
    return words + (f"{again}人はもう始めています。変わったのは、書いた期限だけです。" if again else "")
