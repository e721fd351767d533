"""The register of meetings of others: which there are, visits, what is left, which areas were reached."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from content import desk
from content.desk import actor
from content.desk_forms import Done, Screen, form_screen
from foundation.japanese.dates import fiscal_year, fiscal_year_label, fiscal_year_short, short_date
from outreach.outside_meetings import queries
from outreach.outside_meetings.access import (
    attendance_at_the_desk,
    contact_at_the_desk,
    meeting_at_the_desk,
    outside_desk,
)
from outreach.outside_meetings.enums import AttendanceState, MeetingKind
from outreach.outside_meetings.exceptions import OutsideRefused
from outreach.outside_meetings.forms.meetings import (
    AttendedForm,
    BecauseForm,
    ContactForm,
    MeetingForm,
    OnForm,
    VisitForm,
)
from outreach.outside_meetings.models import Attendance
from outreach.outside_meetings.papers import coverage_pdf, coverage_table, visits_table
from outreach.outside_meetings.rules import is_late, state_of
from outreach.outside_meetings.services.meetings import (
    add_contact,
    add_meeting,
    call_off_visit,
    change_meeting,
    change_visit,
    follow_up,
    plan_visit,
    remove_contact,
    write_attendance,
)

from .frame import FORM, MEETINGS, address, asked_year, done, form_page, to_meetings

FIRST_YEAR = 2000


@outside_desk.reading
def register(request: HttpRequest) -> HttpResponse:
    """Show the visits of a fiscal year and all meetings."""
    today = timezone.localdate()
    years = queries.years_with_visits(today=today)
    year = asked_year(request, years, fiscal_year(today))
    return desk.show(
        request,
        "outside_meetings/desk/meetings.html",
        MEETINGS,
        year=year,
        year_words=fiscal_year_label(year),
        years=[(each, fiscal_year_label(each)) for each in years if each != year],
        lines=queries.visit_lines(queries.visits_of_year(year), today=today),
        kinds=queries.coverage(year, today=today).kinds,
        meetings=list(queries.meetings()),
    )


@outside_desk.form_page
def create(request: HttpRequest) -> HttpResponse:
    """Write a meeting into the register."""
    form = MeetingForm(request.POST or None, today=timezone.localdate())

    def save() -> Done:
        made = add_meeting(details=form.details, actor=actor(request), now=timezone.now())
        return Done("会議を書きました。次に、行く日を書きます。", address("meeting", made.pk))

    screen = Screen(FORM, "会議を書く", [to_meetings()])
    return form_screen(
        request,
        form,
        save,
        screen,
        refused_as=OutsideRefused,
        button="書く",
        back=address("meetings"),
    )


@outside_desk.reading
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a meeting and every visit to it."""
    found = meeting_at_the_desk(pk)
    return desk.show(
        request,
        "outside_meetings/desk/meeting.html",
        found.name,
        trail=[to_meetings()],
        meeting=found,
        lines=queries.visit_lines(found.attendances.all(), today=timezone.localdate()),
    )


@outside_desk.form_page
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is known of a meeting."""
    found = meeting_at_the_desk(pk)
    form = MeetingForm(request.POST or None, today=timezone.localdate(), meeting=found)

    def save() -> str:
        change_meeting(meeting=found, details=form.details, actor=actor(request), now=timezone.now())
        return "会議を直しました。"

    return form_page(
        request,
        form,
        save,
        title="会議を直す",
        button="保存する",
        trail=[to_meetings(), (found.name, address("meeting", pk))],
        back=address("meeting", pk),
    )


@outside_desk.form_page
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down that somebody goes, or went."""
    found, today = meeting_at_the_desk(pk), timezone.localdate()
    form = VisitForm(request.POST or None, people=queries.staff_people(), today=today)

    def save() -> Done:
        data, now = form.cleaned_data, timezone.now()
        made = plan_visit(
            meeting=found,
            day=data["day"],
            place=data["place"],
            people=form.went,
            actor=actor(request),
            now=now,
        )
        return Done("行く日を書きました。", address("visit", made.pk))

    screen = Screen(FORM, "行く日を書く", [to_meetings(), (found.name, address("meeting", pk))])
    return form_screen(
        request,
        form,
        save,
        screen,
        refused_as=OutsideRefused,
        field="day",
        button="書く",
        back=address("meeting", pk),
    )


@outside_desk.reading
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one visit, and what can be written next."""
    found, today = attendance_at_the_desk(pk), timezone.localdate()
    state = state_of(found.visit)
    line = queries.visit_line(found, today=today)
    return desk.show(
        request,
        "outside_meetings/desk/visit.html",
        f"{short_date(found.day)}　{found.meeting.name}",
        trail=[to_meetings(), (found.meeting.name, address("meeting", found.meeting_id))],
        visit=found,
        line=line,
        is_late=is_late(found.visit, today),
        contacts=queries.contacts_of(found),
        may_write=state != AttendanceState.CALLED_OFF and found.day <= today,
        may_call_off=state == AttendanceState.PLANNED,
        may_follow_up=found.follow_up_by is not None and found.followed_up_on is None,
    )


@outside_desk.form_page
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change when and where somebody goes."""
    found, today = attendance_at_the_desk(pk), timezone.localdate()
    initial = {"day": found.day, "place": found.place, "people": queries.people_in(found)}
    form = VisitForm(request.POST or None, people=queries.staff_people(found), today=today, initial=initial)

    def save() -> str:
        data, now = form.cleaned_data, timezone.now()
        change_visit(
            visit=found,
            day=data["day"],
            place=data["place"],
            people=form.went,
            actor=actor(request),
            now=now,
        )
        return "行く日を直しました。"

    return _visit_form(request, found, form, save, "行く日を直す", "保存する", "day")


@outside_desk.form_page
def attended(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what was explained, and what is left to do."""
    found, today = attendance_at_the_desk(pk), timezone.localdate()
    names = ("theme", "words", "follow_up", "follow_up_by")
    initial = {name: getattr(found, name) for name in names} | {
        "present": found.people,
        "people": queries.people_in(found),
    }
    form = AttendedForm(
        request.POST or None,
        people=queries.staff_people(found),
        own=queries.themes_of(found),
        today=today,
        initial=initial,
    )

    def save() -> str:
        write_attendance(
            visit=found, said=form.said, people=form.went, actor=actor(request), now=timezone.now()
        )
        return "出席を書きました。できたつながりも、書いておけます。"

    return _visit_form(request, found, form, save, "出席を書く", "書く")


@outside_desk.form_page
def call_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down that nobody went, and why."""
    found, form = attendance_at_the_desk(pk), BecauseForm(request.POST or None)

    def save() -> str:
        because = form.cleaned_data["because"]
        call_off_visit(visit=found, because=because, actor=actor(request), now=timezone.now())
        return "行かなかったことを書きました。"

    return _visit_form(request, found, form, save, "行きませんでした", "書く", "because")


@outside_desk.form_page
def followed_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down that what was left was done."""
    found, today = attendance_at_the_desk(pk), timezone.localdate()
    form = OnForm(request.POST or None, today=today, initial={"on": today})

    def save() -> str:
        follow_up(visit=found, on=form.cleaned_data["on"], actor=actor(request), now=timezone.now())
        return f"「{found.follow_up}」が、すみました。"

    return _visit_form(request, found, form, save, "あとですることをしました", "しました", "on")


@outside_desk.form_page
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down whom the centre came to know."""
    found = attendance_at_the_desk(pk)
    form = ContactForm(request.POST or None, today=timezone.localdate())

    def save() -> str:
        agency, words = form.cleaned_data["agency"], form.cleaned_data["words"]
        made = add_contact(visit=found, agency=agency, words=words, actor=actor(request), now=timezone.now())
        return f"「{made}」を書きました。"

    return _visit_form(request, found, form, save, "できたつながり", "書く", "agency")


@outside_desk.deed
def forget(request: HttpRequest, pk: int, contact: int) -> HttpResponse:
    """Take away a contact that was written by mistake."""
    found = contact_at_the_desk(pk, contact)
    return done(
        request,
        lambda: remove_contact(contact=found, actor=actor(request), now=timezone.now()),
        "つながりを消しました。",
        address("visit", pk),
    )


def _visit_form(
    request: HttpRequest,
    visit: Attendance,
    form: Any,
    save: Any,
    title: str,
    button: str,
    field: str | None = None,
) -> HttpResponse:
    back = address("visit", visit.pk)
    trail = [to_meetings(), (f"{short_date(visit.day)}　{visit.meeting.name}", back)]
    return form_page(request, form, save, title=title, button=button, trail=trail, back=back, field=field)


@outside_desk.reading
def coverage(request: HttpRequest, year: int) -> HttpResponse:
    """Show in which areas the centre was at which kind of meeting in a fiscal year, and where not yet."""
    today = timezone.localdate()
    _insist_on_year(year)
    return desk.show(
        request,
        "outside_meetings/desk/coverage.html",
        f"圏域ごとの出席　{fiscal_year_label(year)}",
        trail=[to_meetings()],
        year=year,
        years=[
            (each, fiscal_year_label(each)) for each in queries.years_with_visits(today=today) if each != year
        ],
        coverage=queries.coverage(year, today=today),
        kinds=MeetingKind,
    )


@outside_desk.reading
def coverage_paper(_request: HttpRequest, year: int) -> HttpResponse:
    """Return the same on A4, with the visits."""
    _insist_on_year(year)
    content = coverage_pdf(year, now=timezone.now())
    name = f"外の会議{fiscal_year_short(year)}.pdf"
    return desk.file(content, name=name, content_type="application/pdf", inline=True)


@outside_desk.reading
def workbook(_request: HttpRequest, year: int, table: str) -> HttpResponse:
    """Return the visits, or the areas, of a fiscal year as a workbook."""
    _insist_on_year(year)
    today = timezone.localdate()
    if table == "areas":
        made = coverage_table(year, queries.coverage(year, today=today))
    elif table == "visits":
        made = visits_table(year, queries.visit_lines(queries.visits_of_year(year), today=today))
    else:
        raise Http404
    return desk.table_file(made, name=made.title, form="xlsx", printed_on=today)


def _insist_on_year(year: int) -> None:
    if not FIRST_YEAR <= year <= fiscal_year(timezone.localdate()):
        raise Http404
