"""Groups for group work: drawn by rule, then moved by hand."""

import secrets

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from content import desk
from content.desk import UNPROCESSABLE, actor
from content.desk_forms import Done, Kept, Screen, form_screen
from events import letters
from events.attendance import queries
from events.attendance.access import day_desk, session_at_the_desk
from events.attendance.enums import DayPaper
from events.attendance.exceptions import DayRefused
from events.attendance.forms import MOST_SEED, GroupsForm, MakeGroupsForm
from events.attendance.services.grouping import change_groups, make_groups
from events.desk_queries import seated_people
from events.enums import Way

from .frame import to, trail_of_session

# What fits around a table and lets everybody speak.
USUAL_SIZE = 5


@day_desk.form_page
def groups(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the groups and let people be moved; before there are any, ask how many."""
    session = session_at_the_desk(pk)
    found, people = queries.groups_of(session), list(seated_people(session))
    if not found:
        return to("make_groups", pk)
    form = GroupsForm(request.POST or None, groups=found, people=people)

    def save() -> Done:
        change_groups(
            session=session,
            words=form.group_words,
            members=form.members,
            actor=actor(request),
            now=timezone.now(),
        )
        return Done("グループを保存しました。", reverse("day_desk:groups", args=[pk]))

    screen = Screen("attendance/desk/groups.html", "グループ", trail_of_session(session))
    kept = Kept(session, lambda: GroupsForm(groups=queries.groups_of(session), people=people))
    return form_screen(
        request,
        form,
        save,
        screen,
        refused_as=DayRefused,
        kept=kept,
        session=session,
        event=session.event,
        when=letters.when(session),
        paper=DayPaper.GROUPS.value,
        seed=found[0].seed,
    )


@day_desk.form_page
def make(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw the groups anew; what was moved by hand before goes away."""
    session = session_at_the_desk(pk)
    people = list(seated_people(session))
    counts = {way: sum(person.way == way for person in people) for way in session.ways}
    usual = {way.value: -(-count // USUAL_SIZE) for way, count in counts.items()}
    form = MakeGroupsForm(request.POST or None, session=session, initial=usual)
    if form.is_bound and form.is_valid():
        seed = form.cleaned_data["seed"]
        seed = 1 + secrets.randbelow(MOST_SEED) if seed is None else seed
        try:
            made = make_groups(
                session=session, counts=form.counts, seed=seed, actor=actor(request), now=timezone.now()
            )
        except DayRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{len(made)}つに分けました（分け方の番号 {seed}）。")
            return to("groups", pk)
    return desk.show(
        request,
        "attendance/desk/make_groups.html",
        "グループに分ける",
        trail=trail_of_session(session),
        status=UNPROCESSABLE if form.is_bound and form.errors else 200,
        session=session,
        event=session.event,
        when=letters.when(session),
        form=form,
        counts=[(way.label, count) for way, count in counts.items()],
        fields=[form[way.value] for way in Way if way in session.ways],
        are_there=bool(queries.groups_of(session)),
    )
