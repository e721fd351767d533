"""Key persons of the areas: at the desk, and for partners those who agreed."""

from itertools import groupby

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from content import desk
from content.desk import SEE_OTHER, UNPROCESSABLE, actor
from content.desk_forms import Done, Screen, form_screen
from directory.coverage.access import partner_door, registers_desk
from directory.coverage.exceptions import NotInTheRegister, RegisterRefused
from directory.coverage.exports import MAILING_COLUMNS, mailing_list
from directory.coverage.forms.people import KeyPersonForm
from directory.coverage.papers import area_pdf
from directory.coverage.queries import (
    area_sheet,
    areas_today,
    key_people,
    key_people_to_write_to,
    listed_key_people,
)
from directory.coverage.services.people import appoint_key_person, end_key_person, set_listing
from directory.finding.enums import ExportForm, ExportReason
from directory.finding.forms import TakeAwayForm
from directory.finding.services import record_taking_away
from directory.views.handing_out import handed_out

LIST = "地域のキーパーソン"


@registers_desk.reading
def key_person_list(request: HttpRequest) -> HttpResponse:
    """Show who is what for which area today, a sheet that also prints."""
    today = timezone.localdate()
    found = key_people(today=today)
    areas = [(area, list(people)) for area, people in groupby(found, key=lambda each: each.area)]
    sheets = areas_today(today=today)
    return desk.show(request, "coverage/desk/key_people.html", LIST, areas=areas, sheets=sheets)


@registers_desk.form_page
def appoint(request: HttpRequest) -> HttpResponse:
    """Write down a key person."""
    now = timezone.now()
    today = timezone.localdate(now)
    form = KeyPersonForm(request.POST or None, today=today, initial={"valid_from": today})

    def save() -> Done:
        made = appoint_key_person(**form.cleaned_data, actor=actor(request), now=now)
        words = f"{made.person.name}さんを、{made.area}の{made.get_role_display()}にしました。"
        return Done(words, reverse("coverage_desk:key_people"))

    trail = [(LIST, reverse("coverage_desk:key_people"))]
    screen = Screen("coverage/desk/key_person_form.html", "キーパーソンを加える", trail)
    return form_screen(request, form, save, screen, refused_as=RegisterRefused, field="name")


@registers_desk.deed
def listing(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down whether a key person agrees to be listed. Raises Http404."""
    agrees = request.POST.get("agrees") == "yes"
    given = {"actor": actor(request), "now": timezone.now()}
    try:
        found = set_listing(key_person_id=pk, may_be_listed=agrees, **given)
    except NotInTheRegister:
        raise Http404 from None
    words = "名簿にのせます。" if agrees else "名簿からはずしました。"
    messages.success(request, f"{found.person.name}さんを、{words}")
    return _to_list()


@registers_desk.deed
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a role today. Raises Http404."""
    try:
        end_key_person(key_person_id=pk, actor=actor(request), now=timezone.now())
    except NotInTheRegister:
        raise Http404 from None
    messages.success(request, "役割を、今日で終わりにしました。")
    return _to_list()


@registers_desk.reading
def sheet(request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Give one area on A4. Raises Http404."""
    today = timezone.localdate()
    area = get_object_or_404(areas_today(today=today), pk=pk)
    pdf = area_pdf(area_sheet(area, today=today), today=today)
    return desk.file(pdf, name="圏域のシート.pdf", content_type="application/pdf", inline=True)


@registers_desk.form_page
def take_away(request: HttpRequest) -> HttpResponse:
    """Ask why the mailing list is taken away and in which form; then hand it out and write that down."""
    now = timezone.now()
    people = key_people_to_write_to(today=timezone.localdate(now))
    form = TakeAwayForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        kind = ExportForm(form.cleaned_data["form"])
        record_taking_away(
            form=kind,
            reason=ExportReason(form.cleaned_data["reason"]),
            columns=[each.heading for each in MAILING_COLUMNS],
            actor=actor(request),
            now=now,
        )
        return handed_out(mailing_list(people), kind, printed_on=timezone.localdate(now))
    return desk.show(
        request,
        "coverage/desk/take_away.html",
        "キーパーソンの送付先",
        trail=[(LIST, reverse("coverage_desk:key_people"))],
        status=UNPROCESSABLE if form.errors else 200,
        form=form,
        count=people.count(),
    )


@partner_door.reading
def listed(request: HttpRequest) -> HttpResponse:
    """Show partners the key persons who agreed to be listed."""
    people = listed_key_people(today=timezone.localdate())
    areas = [(area, list(rows)) for area, rows in groupby(people, key=lambda each: each.area)]
    context = {
        "page_title": LIST,
        "no_index": True,
        "areas": areas,
        "breadcrumb_items": [("わたしたちの事業所", "/my/"), (LIST, "")],
    }
    return render(request, "coverage/key_people.html", context)


def _to_list() -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("coverage_desk:key_people"), status=SEE_OTHER)
