"""After the deadline the centre decides: everybody at once by written criteria, or by lot."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from content.desk import UNPROCESSABLE, actor
from events import desk_queries, letters, queries, rules
from events.access import event_desk
from events.decision_sheet import VERDICTS, DecisionSheet, decided_rows, decision_sheet
from events.desk_forms.deciding import CriteriaForm, chosen_verdicts
from events.enums import DECIDES_AT_ONCE, Admission
from events.exceptions import DecisionRefused
from events.models import Session
from events.selection import DRAW_METHOD, Criteria, Verdict
from events.services.deciding import decide_session, draw_lots

from .frame import find_session, show, to, to_event

PROPOSE = "propose"
CAME_MEANWHILE = (
    "決めている間に、申し込みが変わりました。「あとから」とある行を見て、もう一度決めてください。"
)


@event_desk.form_page
def decide(request: HttpRequest, event: int, pk: int) -> HttpResponse:
    """Decide about a session, or show how it was decided."""
    session = find_session(pk)
    if session.event_id != event:
        raise Http404
    now = timezone.now()
    decision = rules.may_decide_now(queries.event_facts(session), timezone.localtime(now))
    if session.decided_at is not None and session.event.admission in DECIDES_AT_ONCE:
        if request.method == "POST":
            messages.error(request, decision.reason)
            return to("decide", event, pk)
        return _decided(request, session)
    if not decision.allowed:
        messages.error(request, decision.reason)
        return to("event", event)
    if session.event.admission == Admission.LOTTERY:
        return _draw(request, session)
    return _choose(request, session)


def _decided(request: HttpRequest, session: Session) -> HttpResponse:
    """Show by which criteria it was decided, in which order, and how each stands now."""
    rows = [(row, desk_queries.short_state(row.application.state)) for row in decided_rows(session)]
    return show(
        request,
        "decided",
        "くじの結果" if session.draw_seed else "決定の結果",
        trail=[to_event(session.event)],
        session=session,
        when=letters.when(session),
        rows=rows,
        method=DRAW_METHOD if session.draw_seed else "",
    )


def _choose(request: HttpRequest, session: Session) -> HttpResponse:
    now, is_sent = timezone.now(), request.method == "POST"
    areas = desk_queries.areas_today(timezone.localdate(now))
    asked = request.POST if is_sent else request.GET
    is_asked = is_sent or PROPOSE in asked
    form = CriteriaForm(asked if is_asked else None, areas=areas, initial={"cap": session.event.agency_cap})
    is_right = not is_asked or form.is_valid()
    verdicts = chosen_verdicts(request.POST) if is_sent else None
    criteria = form.criteria if is_right else Criteria(agency_cap=session.event.agency_cap)
    sheet = decision_sheet(session, criteria, areas=form.areas if is_right else (), chosen=verdicts, now=now)
    if verdicts is None or not is_right or "count" in request.POST:
        return _sheet(request, session, form, sheet, status=200 if is_right else UNPROCESSABLE)
    if sheet.has_new or not sheet.fits:
        return _sheet(request, session, form, sheet, said=_lacking(sheet), status=UNPROCESSABLE)
    if "decide" not in request.POST:
        return _sure(request, session, form, sheet)
    return _decide(request, session, form, sheet, verdicts)


def _lacking(sheet: DecisionSheet) -> str:
    if sheet.has_new:
        return CAME_MEANWHILE
    lacks = "、".join(f"{line.word}で{line.over}人分" for line in sheet.seats if line.over)
    return f"席が足りません。{lacks}を減らしてください。"


def _decide(
    request: HttpRequest,
    session: Session,
    form: CriteriaForm,
    sheet: DecisionSheet,
    verdicts: Mapping[int, Verdict],
) -> HttpResponse:
    try:
        decide_session(
            session=session,
            verdicts=verdicts,
            criteria=sheet.criteria,
            areas=form.areas,
            actor=actor(request),
            now=timezone.now(),
        )
    except DecisionRefused as refused:
        return _sheet(request, session, form, sheet, said=str(refused), status=UNPROCESSABLE)
    told = f"{len(sheet.by_mail)}件はメールで知らせます。"
    others = (
        f"FAXか電話の{len(sheet.by_other_ways)}件は、「送るもの」から知らせてください。"
        if sheet.by_other_ways
        else ""
    )
    messages.success(request, f"{len(sheet.rows)}件を決定しました。{told}{others}")
    return to("decide", session.event_id, session.pk)


def _sheet(
    request: HttpRequest,
    session: Session,
    form: CriteriaForm,
    sheet: DecisionSheet,
    *,
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    return show(
        request,
        "decide",
        "受講を決める",
        trail=[to_event(session.event)],
        status=status,
        session=session,
        event=session.event,
        when=letters.when(session),
        form=form,
        sheet=sheet,
        verdicts=VERDICTS,
        said=said,
        has_ways=len(session.ways) > 1,
        is_open_to_all=sheet.takes_everybody and request.method != "POST",
    )


def _sure(request: HttpRequest, session: Session, form: CriteriaForm, sheet: DecisionSheet) -> HttpResponse:
    return show(
        request,
        "decide_sure",
        "決定する前の確認",
        trail=[to_event(session.event)],
        session=session,
        event=session.event,
        when=letters.when(session),
        form=form,
        sheet=sheet,
        by_mail=sheet.by_mail,
        by_other_ways=sheet.by_other_ways,
    )


def _draw(request: HttpRequest, session: Session) -> HttpResponse:
    """Explain the draw and who will be told; draw once."""
    event, now = session.event, timezone.now()
    sheet = decision_sheet(session, Criteria(agency_cap=event.agency_cap), now=now)
    if request.method == "POST":
        try:
            draw_lots(session=session, actor=actor(request), now=now)
        except DecisionRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "くじを引きました。結果は下のとおりです。")
        return to("decide", event.pk, session.pk)
    return show(
        request,
        "draw",
        "くじを引く",
        trail=[to_event(event)],
        session=session,
        event=event,
        when=letters.when(session),
        sheet=sheet,
        method=DRAW_METHOD,
        by_mail=sheet.by_mail,
        by_other_ways=sheet.by_other_ways,
    )
