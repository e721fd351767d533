"""One activity: what is known of it, who was there, what proves it, and how far it has come."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from accounts.access import has_role
from content import desk
from content.desk import SEE_OTHER, actor
from content.desk_forms import Done, Kept
from foundation.activities.enums import ActivityKind
from outreach.activities import queries
from outreach.activities.access import activity_at_the_desk, activity_desk, evidence_at_the_desk, locking_desk
from outreach.activities.enums import LOCKING_ROLES, ActivityState
from outreach.activities.exceptions import ActivityRefused
from outreach.activities.forms import ActivityForm, BecauseForm, CountInForm, EvidenceForm, PresenceRows
from outreach.activities.rules import may_check, may_record, state_of
from outreach.activities.services.evidence import add_file, note_paper, remove_evidence
from outreach.activities.services.writing import (
    change,
    check,
    count_in,
    follow_again,
    leave_out,
    record,
    write_presences,
)
from outreach.activities.views.frame import address, done, form_page, to_activity, to_register

UNPROCESSABLE = 422


@activity_desk.reading
def activity(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an activity, and what can be done next."""
    found, today = activity_at_the_desk(pk), timezone.localdate()
    locked = queries.is_locked(found.fiscal_year)
    facts = found.facts(is_locked=locked)
    may_write = not locked
    return desk.show(
        request,
        "activities/desk/activity.html",
        found.title,
        trail=[to_register()],
        activity=found,
        state=state_of(facts, today=today),
        states=ActivityState,
        presences=list(found.presences.select_related("agency")),
        people=sum(each.people for each in found.presences.all()),
        evidence=list(found.evidence.all()),
        paths=list(found.paths.all()),
        counted_here=list(found.counted_here.all()),
        is_study_meeting=found.kind == ActivityKind.STUDY_MEETING,
        may_write=may_write,
        may_record=may_write and not facts.is_recorded and may_record(facts, today=today).allowed,
        may_check=may_write
        and has_role(request.user, LOCKING_ROLES)
        and not facts.is_checked
        and may_check(facts, today=today).allowed,
    )


@activity_desk.form_page
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Complete what the sources do not know."""
    found = activity_at_the_desk(pk)
    form = ActivityForm(request.POST or None, today=timezone.localdate(), activity=found)

    def save() -> Done:
        change(activity=found, details=form.details, actor=actor(request), now=timezone.now())
        return Done("活動を直しました。", address("activity", pk))

    kept = Kept(found, lambda: ActivityForm(today=timezone.localdate(), activity=activity_at_the_desk(pk)))
    hint = "直した項目は、もとの記録が変わっても、ここで書いたままになります。" if found.address else ""
    return _form(request, found, form, save, "活動を直す", "保存する", hint=hint, kept=kept)


@activity_desk.form_page
def presences(request: HttpRequest, pk: int) -> HttpResponse:
    """Write who was there, line by line."""
    found, today = activity_at_the_desk(pk), timezone.localdate()
    there = found.presences.select_related("agency")
    initial = [
        {
            "agency": each.agency,
            "name": "" if each.agency_id else each.name,
            "sector": each.sector,
            "people": each.people,
        }
        for each in there
    ]
    rows = PresenceRows(request.POST or None, initial=initial, prefix="rows", form_kwargs={"today": today})
    refused = ""
    if request.method == "POST" and rows.is_valid():
        kept = [row for each in rows if (row := each.row) is not None]
        try:
            write_presences(
                activity=found,
                presences=kept,
                seen=desk.seen_at(request),
                actor=actor(request),
                now=timezone.now(),
            )
        except ActivityRefused as error:
            refused = str(error)
        else:
            return HttpResponseRedirect(address("activity", pk), status=SEE_OTHER)
    has_errors = bool(refused) or (rows.is_bound and not rows.is_valid())
    return desk.show(
        request,
        "activities/desk/presences.html",
        "参加した機関を書く",
        trail=[to_register(), to_activity(found)],
        status=UNPROCESSABLE if has_errors else 200,
        rows=rows,
        refused=refused,
        seen=request.POST.get("seen", found.changed_at.isoformat()),
        back=address("activity", pk),
    )


@activity_desk.deed
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an activity follow its source again."""
    found = activity_at_the_desk(pk)
    return _deed(request, found, follow_again, "次の取り込みから、もとの記録のとおりになります。")


@activity_desk.deed
def recorded(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the record is complete."""
    return _deed(request, activity_at_the_desk(pk), record, "記録ずみにしました。センター長が確かめます。")


@locking_desk.deed
def checked(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the record is right, as a manager."""
    found = activity_at_the_desk(pk)
    return done(
        request,
        lambda: check(
            activities=[found], seen=desk.seen_at(request), actor=actor(request), now=timezone.now()
        ),
        "確かめました。",
        address("activity", pk),
    )


@activity_desk.form_page
def left_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an activity count nowhere, with a reason."""
    found, form = activity_at_the_desk(pk), BecauseForm(request.POST or None)

    def save() -> Done:
        because = form.cleaned_data["because"]
        leave_out(activity=found, because=because, actor=actor(request), now=timezone.now())
        return Done("数えないことにしました。", address("activity", pk))

    return _form(request, found, form, save, "この活動を数えない", "数えない", field="because")


@activity_desk.deed
def counted_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an activity count by itself again."""
    found = activity_at_the_desk(pk)
    return done(
        request,
        lambda: leave_out(activity=found, because="", actor=actor(request), now=timezone.now()),
        "また数えることにしました。",
        address("activity", pk),
    )


@activity_desk.form_page
def same_as(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that this is the same as another activity, and is counted there."""
    found = activity_at_the_desk(pk)
    form = CountInForm(request.POST or None, activity=found)

    def save() -> Done:
        other = form.cleaned_data["other"]
        count_in(activity=found, other=other, actor=actor(request), now=timezone.now())
        return Done(f"「{other.title}」といっしょに、1回として数えます。", address("activity", other.pk))

    hint = "同じ集まりが2つあるとき、1つにまとめて数えます。参加者は、選んだほうのものだけを数えます。"
    return _form(
        request, found, form, save, "ほかの活動と同じものです", "いっしょに数える", hint=hint, field="other"
    )


@activity_desk.form_page
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    """Add something that proves an activity."""
    found = activity_at_the_desk(pk)
    form = EvidenceForm(request.POST or None, request.FILES or None)

    def save() -> Done:
        data, by, now = form.cleaned_data, actor(request), timezone.now()
        if form.upload is not None:
            add_file(activity=found, kind=data["kind"], upload=form.upload, actor=by, now=now)
        else:
            words = {"title": data["title"], "folder": data["folder"]}
            note_paper(activity=found, kind=data["kind"], **words, actor=by, now=now)
        return Done(f"「{data['title']}」を入れました。", address("activity", pk))

    return _form(request, found, form, save, "証拠書類を入れる", "入れる", has_files=True)


@activity_desk.deed
def remove_proof(request: HttpRequest, pk: int, evidence: int) -> HttpResponse:
    """Take away what was added by mistake."""
    found = evidence_at_the_desk(pk, evidence)
    return done(
        request,
        lambda: remove_evidence(evidence=found, actor=actor(request), now=timezone.now()),
        f"「{found.title}」を消しました。",
        address("activity", pk),
    )


@activity_desk.reading
def file(_request: HttpRequest, pk: int, evidence: int) -> FileResponse:
    """Hand out a file that proves an activity."""
    found = evidence_at_the_desk(pk, evidence)
    if not found.file:
        raise Http404
    suffix = found.file_name.rpartition(".")[2]
    response = FileResponse(found.file.open("rb"), as_attachment=True, filename=f"{found.title}.{suffix}")
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _form(
    request: HttpRequest, found: Any, form: Any, save: Any, title: str, button: str, **more: Any
) -> HttpResponse:
    trail = [to_register(), to_activity(found)]
    back = address("activity", found.pk)
    return form_page(request, form, save, title=title, button=button, trail=trail, back=back, **more)


def _deed(request: HttpRequest, found: Any, verb: Any, words: str) -> HttpResponse:
    return done(
        request,
        lambda: verb(activity=found, actor=actor(request), now=timezone.now()),
        words,
        address("activity", found.pk),
    )
