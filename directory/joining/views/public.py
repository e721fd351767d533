"""The public form: somebody of an agency asks for a sign-in."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from content.desk import FORM_METHODS, SEE_OTHER, UNPROCESSABLE
from directory.joining.forms import SAID, ApplicationForm
from directory.joining.services.applying import apply_for_account
from foundation.rates.services import may_go

TITLE = "関係機関の方の登録を申し込む"
TOO_MANY_REQUESTS = 429
# A field that nobody sees; programs fill in every one.
TRAP = "homepage"
TRAPPED = (
    "自動で送られたものと見分けがつかなかったので、まだ受け付けていません。"
    "もう一度「申し込む」を押してください。"
)
TOO_MANY = (
    "短い間に、たくさんの申し込みが届いています。まだ受け付けていません。"
    "1時間ほどたってから、お試しください。"
)


@never_cache
@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def apply(request: HttpRequest) -> HttpResponse:
    """Show the form; keep what was written until staff have called the agency."""
    today = timezone.localdate()
    if request.method != "POST":
        return _show(request, ApplicationForm(today=today))
    if "lookup" in request.POST:
        typed = {name: request.POST.get(name, "") for name in SAID}
        kept = typed | {"terms": request.POST.getlist("terms")}
        return _show(request, ApplicationForm(initial=kept, today=today), is_looked_up=True)
    form = ApplicationForm(request.POST, today=today)
    if not form.is_valid():
        return _show(request, form, status=UNPROCESSABLE)
    if request.POST.get(TRAP):
        return _show(request, form, notice=TRAPPED, status=UNPROCESSABLE)
    now = timezone.now()
    if not may_go(request, app="joining", action="sender", rates=settings.JOINING_RATES, now=now):
        return _show(request, form, notice=TOO_MANY, status=TOO_MANY_REQUESTS)
    apply_for_account(agency=form.chosen, said=form.said, actor=None, now=now)
    return HttpResponseRedirect(reverse("directory_joining:done"), status=SEE_OTHER)


def _show(
    request: HttpRequest,
    form: ApplicationForm,
    *,
    status: int = 200,
    notice: str = "",
    is_looked_up: bool = False,
) -> HttpResponse:
    context = {
        "page_title": TITLE,
        "page_description": "地域生活定着支援センターの関係機関の方が、ログインの登録を申し込むページです。",
        "form": form,
        "trap": TRAP,
        "notice": notice,
        "asks_agency": is_looked_up or form.is_bound,
        "has_errors": status != 200,  # noqa: PLR2004 -- OK
    }
    return render(request, "directory_joining/apply.html", context, status=status)


@require_safe
def done(request: HttpRequest) -> HttpResponse:
    """Say what comes next; the page is the same for everybody."""
    context = {"page_title": "登録の申し込みを受け付けました", "no_index": True}
    return render(request, "directory_joining/done.html", context)
