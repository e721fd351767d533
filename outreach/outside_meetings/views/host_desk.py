"""The desk gives kits to offices, dates their steps, names who can be asked, and answers questions."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from content import desk
from content.desk import SEE_OTHER, actor
from content.desk_forms import Done, Screen, form_screen
from outreach.outside_meetings import host_queries
from outreach.outside_meetings.access import (
    outside_desk,
    question_at_the_desk,
    sending_at_the_desk,
)
from outreach.outside_meetings.exceptions import OutsideRefused
from outreach.outside_meetings.forms.hosts import AnswerForm, BuddyForm, SendForm
from outreach.outside_meetings.forms.meetings import OnForm
from outreach.outside_meetings.models import HostSending
from outreach.outside_meetings.rules import STEPS, may_take_back, sending_state
from outreach.outside_meetings.services.hosts import answer, date_step, name_buddy, send_kit, take_back
from outreach.study_groups.asking_again import agency_names

from .frame import FORM, HOSTS, address, form_page, to_hosts

EMPTY = "渡せる受け入れセットが、まだありません。先に、受け入れセットを作って、入れるものを書いてください。"
# The office says itself that it has read, or tells it by telephone.
DEEDS = {"read": "読みました", "talked": "話しました", "reviewed": "ふりかえりました"}


@outside_desk.reading
def hosts(request: HttpRequest) -> HttpResponse:
    """List the offices that got a kit, and how far each has come."""
    lines = host_queries.sending_lines(host_queries.sendings())
    return desk.show(request, "outside_meetings/desk/hosts.html", HOSTS, lines=lines)


@outside_desk.form_page
def send(request: HttpRequest) -> HttpResponse:
    """Give a kit to an office."""
    today = timezone.localdate()
    if not host_queries.kits_to_give().exists():
        messages.error(request, EMPTY)
        return HttpResponseRedirect(address("kits"), status=SEE_OTHER)
    form = SendForm(request.POST or None, today=today, initial={"sent_on": today})

    def save() -> Done:
        data = form.cleaned_data
        made = send_kit(
            kit=data["kit"],
            agency=data["agency"],
            on=data["sent_on"],
            buddy=form.named,
            actor=actor(request),
            now=timezone.now(),
        )
        told = (
            "共有のメールに知らせました。"
            if data["agency"].email
            else "メールがないので、電話などで知らせてください。"
        )
        return Done(f"{data['agency'].name}に渡しました。{told}", address("host", made.pk))

    screen = Screen(FORM, "受け入れセットを渡す", [to_hosts()])
    return form_screen(
        request,
        form,
        save,
        screen,
        refused_as=OutsideRefused,
        field="agency",
        button="渡す",
        back=address("hosts"),
    )


@outside_desk.reading
def host(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far an office has come, what it asked, which office it can ask."""
    found = sending_at_the_desk(pk)
    questions = list(host_queries.questions_of(found))
    return desk.show(
        request,
        "outside_meetings/desk/host.html",
        found.agency.name,
        trail=[to_hosts()],
        sending=found,
        state=sending_state(found.steps),
        steps=[(name, word, getattr(found, f"{name}_on")) for name, word in DEEDS.items()],
        questions=questions,
        may_take_back=may_take_back(found.steps, questions=len(questions)).allowed,
    )


@outside_desk.deed
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a kit that was given by mistake."""
    found = sending_at_the_desk(pk)
    try:
        take_back(sending=found, actor=actor(request), now=timezone.now())
    except OutsideRefused as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(address("host", pk), status=SEE_OTHER)
    messages.success(request, f"{found.agency.name}に渡したことを、取り消しました。")
    return HttpResponseRedirect(address("hosts"), status=SEE_OTHER)


@outside_desk.form_page
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Date a step."""
    if step not in STEPS:
        raise Http404
    found, today = sending_at_the_desk(pk), timezone.localdate()
    form = OnForm(request.POST or None, today=today, initial={"on": getattr(found, f"{step}_on") or today})

    def save() -> str:
        date_step(
            sending=found, step=step, on=form.cleaned_data["on"], actor=actor(request), now=timezone.now()
        )
        return f"「{STEPS[step]}」の日を書きました。"

    return _form(request, found, form, save, DEEDS[step], "書く", "on")


@outside_desk.form_page
def buddy(request: HttpRequest, pk: int) -> HttpResponse:
    """Name the office that can be asked."""
    found = sending_at_the_desk(pk)
    initial = {"buddy": found.buddy, "buddy_agreed_on": found.buddy_agreed_on}
    form = BuddyForm(request.POST or None, today=timezone.localdate(), initial=initial)

    def save() -> str:
        name_buddy(sending=found, buddy=form.named, actor=actor(request), now=timezone.now())
        return "相談できる機関を書きました。"

    return _form(request, found, form, save, "相談できる機関", "保存する", "buddy")


@outside_desk.form_page
def answer_question(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer what an office asked."""
    found = question_at_the_desk(pk)
    agencies = agency_names(timezone.localdate()) if request.method == "POST" else ()
    form = AnswerForm(request.POST or None, agencies=agencies, initial={"text": found.answer})

    def save() -> str:
        answer(question=found, text=form.cleaned_data["text"], actor=actor(request), now=timezone.now())
        told = "" if found.sending.agency.email else "メールがないので、電話などで知らせてください。"
        return f"答えました。事業所のページに出ています。{told}"

    return _form(request, found.sending, form, save, "質問に答える", "答える", "text", found.text)


def _form(
    request: HttpRequest,
    sending: HostSending,
    form: Any,
    save: Callable[[], str],
    title: str,
    button: str,
    field: str,
    hint: str = "",
) -> HttpResponse:
    back = address("host", sending.pk)
    return form_page(
        request,
        form,
        save,
        title=title,
        button=button,
        trail=[to_hosts(), (sending.agency.name, back)],
        back=back,
        field=field,
        hint=hint,
    )
