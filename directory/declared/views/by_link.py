"""The form of one agency for whoever holds a link: once, and with nothing beside what the agency wrote."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from directory.declared.exceptions import LinkNotUsable
from directory.declared.forms import SaidByForm
from directory.declared.queries import open_link
from directory.declared.services.links import save_draft_by_link
from directory.tokens import hash_token
from foundation.rates.services import may_go

from .writing import Writing

OK, GONE, UNPROCESSABLE, TOO_MANY_REQUESTS = 200, 410, 422, 429


@method_decorator([never_cache, sensitive_post_parameters(), sensitive_variables("token")], name="dispatch")
class Write(View):
    """The form behind a link."""

    http_method_names = ("get", "head", "post")

    def dispatch(self, request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]  # -- never async
        """Answer only to links that still open something; whoever tries many others waits."""
        self.link = open_link(hash_token(token), now=timezone.now())
        if self.link is None:
            return self.refuse()
        response = super().dispatch(request, *args, token=token, **kwargs)
        assert isinstance(response, HttpResponse)
        # The address is a key: no other host learns of it.
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    def get(self, request: HttpRequest, token: str) -> HttpResponse:  # noqa: ARG002 -- a view
        """Show what the agency says of itself."""
        assert self.link is not None
        return self.show(Writing(request, self.link.agency), SaidByForm())

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Keep what was written as a draft, and close the link."""
        assert self.link is not None
        writing = Writing(request, self.link.agency)
        if not writing.whole.form.is_bound:
            return self.show(writing, SaidByForm(initial={"said_by": request.POST.get("said_by", "")}))
        who = SaidByForm(request.POST)
        if not (who.is_valid() and writing.is_right):
            return self.show(writing, who, status=UNPROCESSABLE)

        def save(**said: Any) -> None:
            save_draft_by_link(token=token, said_by=who.cleaned_data["said_by"], now=timezone.now(), **said)

        try:
            kept = writing.keep(save)
        except LinkNotUsable:
            return self.refuse()
        if kept:
            return self.close("お預かりしました。センターが確かめてから、公開します。", OK, is_done=True)
        return self.show(writing, who)

    def show(self, writing: Writing, who: SaidByForm, *, status: int = 0) -> HttpResponse:
        assert self.link is not None
        status = status or writing.status
        context = writing.context | {
            "page_title": "名簿の内容を書く",
            "no_index": True,
            "has_errors": status != OK,
            "agency": self.link.agency,
            "link": self.link,
            "who": who,
        }
        return render(self.request, "directory_declared/by_link.html", context, status=status)

    def refuse(self) -> HttpResponse:
        """Say that this opens nothing, to few tries from one address of the network."""
        rates = settings.ENTRY_LINK_RATES
        if may_go(self.request, app="entry", action="link", rates=rates, now=timezone.now()):
            return self.close("リンクが使えるのは1回だけ、決まった日までです。", GONE)
        words = "短い間に、たくさん開かれました。1時間ほどたってから、もう一度開いてください。"
        return self.close(words, TOO_MANY_REQUESTS)

    def close(self, words: str, status: int, *, is_done: bool = False) -> HttpResponse:
        title = "ありがとうございました" if is_done else "このリンクは、使えません"
        context = {"page_title": title, "words": words, "is_done": is_done, "no_index": True}
        return render(self.request, "directory_declared/link_over.html", context, status=status)


write = Write.as_view()
