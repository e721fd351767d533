"""What is kept for how long, what is due, and what stays when it is gone."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.enums import PrivateRole
from handoff.access import EnrolledRequest, actor_of, policy
from handoff.actors import KEEPING
from handoff.answers import address, done, posted, pressed, shown
from handoff.retention.access import DECIDING, READING, decides, keeps_records
from handoff.retention.count_words import tables_of
from handoff.retention.enums import RecordClass
from handoff.retention.forms import PeriodForm
from handoff.retention.rules import NOTICE_DAYS, SUGGESTED
from handoff.retention.services.destroying import propose as propose_records
from handoff.retention.services.periods import may_settle, set_period
from handoff.retention.services.reading import read_counts, read_desk

TOO_MANY = 200


@policy(open_to=READING)
@never_cache
@require_GET
def desk(request: EnrolledRequest) -> HttpResponse:
    """Show what is due within thirty days, what waits for a second person, what is gone."""
    actor, now = actor_of(request), timezone.now()
    today = timezone.localdate(now)
    read = read_desk(actor=actor, now=now)
    coming = [(line, line.first_day(today), line.may_be_proposed(today)) for line in read.coming]
    context = {
        "page_title": "保存と消去",
        "desk": read,
        "coming": coming,
        "may_propose": decides(actor) and any(decision.allowed for _, _, decision in coming),
        "may_decide": decides(actor),
        "is_keeper": keeps_records(actor),
        "is_of_centre": bool(actor.centre_roles),
        "notice_days": NOTICE_DAYS,
    }
    return render(request, "retention/desk.html", context)


@policy(open_to=DECIDING)
@require_POST
def propose(request: EnrolledRequest) -> HttpResponse:
    """Propose to destroy what was ticked."""

    def do() -> None:
        records = request.POST.getlist("record")[:TOO_MANY]
        made = propose_records(records=records, actor=actor_of(request), now=timezone.now())
        messages.success(request, f"{len(made)}件を提案しました。別の人が確かめると、消えます。")

    return pressed(request, do, address("retention"), said="")


@policy(open_to=KEEPING)
@never_cache
@require_http_methods(["GET", "POST"])
def periods(request: EnrolledRequest) -> HttpResponse:
    """Settle how long a class is kept."""
    actor, now = actor_of(request), timezone.now()
    form = PeriodForm(posted(request))

    def write() -> str:
        kind, source = RecordClass(form.cleaned_data["kind"]), form.cleaned_data["source"]
        set_period(kind=kind, period=form.period(), source=source, actor=actor, now=now)
        messages.success(request, f"「{kind.label}」の期間を決めました。")
        return address("retention")

    return done(request, form, write, said="") or shown(
        request,
        "retention/periods.html",
        form,
        "残しておく期間を決める",
        may_settle=may_settle(actor),
        suggested=[(kind.label, *each) for kind, each in SUGGESTED.items()],
    )


@policy(open_to=KEEPING | {PrivateRole.AUDITOR})
@never_cache
@require_GET
def counts(request: EnrolledRequest) -> HttpResponse:
    """Show the counts that stay when cases are gone."""
    found = read_counts(actor=actor_of(request), now=timezone.now())
    context = {"page_title": "消去したケースの件数", "tables": tables_of(found)}
    return render(request, "retention/counts.html", context)
