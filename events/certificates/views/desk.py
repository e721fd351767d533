"""The desk's screens of certificates: the rule, to whom one is due, what was issued, the seal."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from content import desk
from content.desk import SEE_OTHER, UNPROCESSABLE, Link, actor
from content.desk_forms import Done, Kept, Screen, form_screen
from events.access import event_at_the_desk
from events.certificates import papers, seals
from events.certificates.access import certificate_at_the_desk, certificate_desk
from events.certificates.enums import BatchForm, BatchReason, ReissueReason, RevokeReason
from events.certificates.exceptions import CertificateRefused
from events.certificates.forms import BatchTakeForm, ReissueForm, RevokeForm, RuleForm, SealForm
from events.certificates.models import Certificate
from events.certificates.queries import certificates_of, conditions_of, every_certificate_of, holders, rule_of
from events.certificates.services import issuing
from events.certificates.services.handing_out import record_batch_taken
from events.certificates.services.sealing import forget_seal, keep_seal
from events.models import Event
from events.registries import certificate_origins
from events.views.desk.frame import LIST, to_event

from .files import PDF, ZIP, certificate_file

TITLE = "修了証"


def _trail(event: Event, *more: Link) -> list[Link]:
    return [(LIST, reverse("event_desk:list")), to_event(event), *more]


def _room(event: Event) -> Link:
    return TITLE, reverse("certificate_desk:of_event", args=[event.pk])


def _to(name: str, pk: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(f"certificate_desk:{name}", args=[pk]), status=SEE_OTHER)


@certificate_desk.reading
def of_event(request: HttpRequest, pk: int) -> HttpResponse:
    """Show everybody with a seat, whether a certificate is due and if not why, and what was issued."""
    return _of_event(request, event_at_the_desk(pk), BatchTakeForm())


def _of_event(request: HttpRequest, event: Event, form: BatchTakeForm) -> HttpResponse:
    rule = rule_of(event)
    rows = holders(rule, now=timezone.now()) if rule else []
    return desk.show(
        request,
        "certificates/desk/of_event.html",
        TITLE,
        trail=_trail(event),
        status=UNPROCESSABLE if form.errors else 200,
        event=event,
        rule=rule,
        needs=conditions_of(rule) if rule else [],
        rows=rows,
        due=sum(row.is_due_without_a_look for row in rows),
        issued=len({row.certificate.pk for row in rows if row.certificate}),
        ended=[each for each in every_certificate_of(event) if each.ended_on],
        form=form,
    )


@certificate_desk.form_page
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Say when certificates are due."""
    event = event_at_the_desk(pk)
    known = rule_of(event)
    form = RuleForm(request.POST or None, rule=known)

    def save() -> Done:
        issuing.set_rule(event=event, values=form.cleaned_data, actor=actor(request), now=timezone.now())
        return Done("修了の条件を決めました。", _room(event)[1])

    screen = Screen("certificates/desk/rule.html", "修了の条件", _trail(event, _room(event)))
    kept = Kept(known, lambda: RuleForm(rule=rule_of(event))) if known else None
    return form_screen(request, form, save, screen, refused_as=CertificateRefused, kept=kept, event=event)


@certificate_desk.deed
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue to everybody to whom a certificate is due, or to the one whose button was pressed."""
    event = event_at_the_desk(pk)
    chosen = request.POST.get("participant")
    if chosen is not None and not chosen.isdecimal():
        raise Http404
    participants = None if chosen is None else {int(chosen)}
    try:
        made = issuing.issue_due(
            event=event, participants=participants, actor=actor(request), now=timezone.now()
        )
    except CertificateRefused as refused:
        messages.error(request, str(refused))
        return _to("of_event", pk)
    if made:
        messages.success(request, f"修了証を {len(made)}枚 発行しました。")
    else:
        messages.info(request, "いま発行できる方は、いません。")
    return _to("of_event", pk)


@certificate_desk.form_page
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out all certificates of an event: one PDF, a ZIP by agency, or the register."""
    event, now = event_at_the_desk(pk), timezone.now()
    if request.method != "POST":
        return _to("of_event", pk)
    form = BatchTakeForm(request.POST)
    if not form.is_valid():
        return _of_event(request, event, form)
    kind, reason = BatchForm(form.cleaned_data["form"]), BatchReason(form.cleaned_data["reason"])
    is_register = kind == BatchForm.REGISTER
    found = list(every_certificate_of(event) if is_register else certificates_of(event))
    if not found:
        messages.info(request, "発行した修了証は、まだありません。")
        return _to("of_event", pk)
    record_batch_taken(
        of=event, form=kind, reason=reason, number_of=len(found), actor=actor(request), now=now
    )
    return _batch_file(event, kind, found, today=timezone.localdate(now))


def _batch_file(event: Event, kind: BatchForm, found: list[Certificate], *, today: date) -> HttpResponse:
    name = f"修了証_{event.number}"
    if kind == BatchForm.REGISTER:
        title = "修了証の台帳"
        table = papers.register(found, title=f"{title}　{event.number}")
        return desk.table_file(table, name=f"{title}_{event.number}", form="xlsx", printed_on=today)
    if kind == BatchForm.BY_AGENCY:
        return desk.file(papers.zip_by_agency(found), name=f"{name}.zip", content_type=ZIP)
    return desk.file(papers.certificates_pdf(found), name=f"{name}.pdf", content_type=PDF)


@certificate_desk.reading
def certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one certificate as it is printed, and what can be done with it."""
    found = certificate_at_the_desk(pk)
    return _certificate(request, found, RevokeForm(origin=found.kind), _reissue_form(found))


def _above(found: Certificate) -> list[Link]:
    """Return the way down to a certificate: from the events, or as the app says that had it issued."""
    if found.event is not None:
        return _trail(found.event, _room(found.event))
    way_down = dict(certificate_origins.items()).get(found.origin)
    return [*way_down(found.origin_key)] if way_down else []


def _certificate(
    request: HttpRequest, found: Certificate, revoke_form: RevokeForm, reissue_form: ReissueForm
) -> HttpResponse:
    is_wrong = bool(revoke_form.errors or reissue_form.errors)
    return desk.show(
        request,
        "certificates/desk/certificate.html",
        f"{found.title}　{found.printed_number}",
        trail=_above(found),
        status=UNPROCESSABLE if is_wrong else 200,
        certificate=found,
        revoke_form=revoke_form,
        reissue_form=reissue_form,
    )


def _reissue_form(found: Certificate) -> ReissueForm:
    name = found.participant.name if found.participant else ""
    return ReissueForm(initial={"holder_name": name or found.holder_name})


@certificate_desk.reading
def paper(request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Give one certificate as a PDF."""
    return certificate_file(certificate_at_the_desk(pk), inline=True)


@certificate_desk.deed
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a certificate back."""
    found = certificate_at_the_desk(pk)
    form = RevokeForm(request.POST, origin=found.kind)
    if not form.is_valid():
        return _certificate(request, found, form, _reissue_form(found))
    reason = RevokeReason(form.cleaned_data["reason"])
    return _done(
        request,
        pk,
        lambda: issuing.revoke(certificate_id=pk, reason=reason, actor=actor(request), now=timezone.now()),
        "取り消しました。番号を確かめた人には、取り消したことが見えます。",
    )


@certificate_desk.deed
def issue_anew(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue a certificate anew under another number."""
    found, form = certificate_at_the_desk(pk), ReissueForm(request.POST)
    if not form.is_valid():
        return _certificate(request, found, RevokeForm(origin=found.kind), form)
    given: dict[str, Any] = {
        "holder_name": form.cleaned_data["holder_name"],
        "reason": ReissueReason(form.cleaned_data["reason"]),
        "actor": actor(request),
        "now": timezone.now(),
    }
    return _done(
        request,
        pk,
        lambda: issuing.reissue(certificate_id=pk, **given),
        "新しい番号で発行しました。前の番号は、無効になりました。",
    )


def _done(request: HttpRequest, pk: int, deed: Callable[[], Certificate], words: str) -> HttpResponseRedirect:
    """Lead on to the certificate that came of a deed, or back to the one that it was about."""
    try:
        made = deed()
    except CertificateRefused as refused:
        messages.error(request, str(refused))
        return _to("certificate", pk)
    messages.success(request, words)
    return _to("certificate", made.pk)


@certificate_desk.form_page
def seal(request: HttpRequest) -> HttpResponse:
    """Keep the picture of the seal, or take it away."""
    form = SealForm()
    if request.method == "POST":
        if "forget" in request.POST:
            forget_seal(actor=actor(request), now=timezone.now())
            messages.success(request, "印影を消しました。修了証には、印を押す場所が出ます。")
            return HttpResponseRedirect(request.path, status=SEE_OTHER)
        form = SealForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                png = seals.as_png(form.cleaned_data["picture"])
            except seals.NotASeal as refused:
                form.add_error("picture", str(refused))
            else:
                keep_seal(png=png, actor=actor(request), now=timezone.now())
                messages.success(request, "印影を残しました。これから作るPDFに出ます。")
                return HttpResponseRedirect(request.path, status=SEE_OTHER)
    return desk.show(
        request,
        "certificates/desk/seal.html",
        "修了証の印影",
        trail=[(LIST, reverse("event_desk:list"))],
        status=UNPROCESSABLE if form.errors else 200,
        form=form,
        has_seal=bool(seals.seal_png()),
    )
