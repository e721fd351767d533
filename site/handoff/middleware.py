"""The threshold: no enrolment of today, no session; no declared policy, no page."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from .access import ThresholdRequest, current_enrolments, is_declared
from .exceptions import Shredded
from .start import refuse_unfit_process

NOT_ENROLLED = "いま有効な登録がないので、ログアウトしました。センターにお問い合わせください。"


class EnrolmentMiddleware:
    """Attach today's enrolments to each request, and sign out whoever has none, whatever they wanted."""

    def __init__(self, get_response: Callable[[ThresholdRequest], HttpResponse]) -> None:
        # Middleware is made once, when a web process starts: a wrong role ends it before the first answer.
        refuse_unfit_process()
        self.get_response = get_response

    def __call__(self, request: ThresholdRequest) -> HttpResponse:
        request.enrolments = tuple(current_enrolments(request.user, now=timezone.now()))
        if request.user.is_authenticated and not request.enrolments:
            logout(request)
            messages.warning(request, NOT_ENROLLED)
            return redirect("account_login")
        return self.get_response(request)

    def process_view(
        self,
        request: ThresholdRequest,
        view: Callable[..., HttpResponse],
        args: tuple[Any, ...],  # noqa: ARG002 -- Django's signature
        kwargs: dict[str, Any],  # noqa: ARG002 -- Django's signature
    ) -> None:
        """Answer 404 for a view that declares no policy, should one ever get past the system check."""
        if request.resolver_match is None or not is_declared(request.resolver_match.view_name, view):
            raise Http404

    def process_exception(self, request: ThresholdRequest, exception: Exception) -> HttpResponse | None:  # noqa: ARG002 -- Django's signature
        """Lead to the certificate whoever asks for anything of a case that was destroyed."""
        if isinstance(exception, Shredded):
            return redirect("handoff:destroyed", pk=exception.record_id)
        return None
