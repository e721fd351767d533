"""The button in the page editor, and what follows when somebody without the right to publish saves."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.models import Page

from .queries import is_asked
from .services import NotReady, ask_in_transaction

ASK = "action-ask"
WHO_PUBLISHES = "公開は、センター長がします。できあがったら「公開をお願いする」を押してください。"
ASKED = "センター長に、公開をお願いしました。公開されるまで、ほかの人には見えません。"


def may_only_write(page: Page, user: Any) -> bool:
    """Return whether this person changes the page and somebody else publishes it."""
    rights = page.permissions_for_user(user)
    return bool(rights.can_edit() and not rights.can_publish())


class AskToPublish(ActionMenuItem):  # type: ignore[misc]  # -- Wagtail has no types
    """「公開をお願いする」, for those who may not publish."""

    name = ASK
    label = "公開をお願いする"
    icon_name = "mail"

    def is_shown(self, context: dict[str, Any]) -> bool:
        """Show it beside 下書きを保存 wherever 公開 is missing."""
        if not super().is_shown(context) or context["view"] == "revisions_revert":
            return False
        user = context["request"].user
        if context["view"] == "create":
            return not context["parent_page"].permissions_for_user(user).can_publish_subpage()
        return may_only_write(context["page"], user)

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Say on the button when it has been pressed before."""
        context: dict[str, Any] = super().get_context_data(parent_context)
        page = context.get("page")
        if page and page.pk and is_asked(page):
            context["label"] = "もう一度、公開をお願いする"
        return context


def after_saving(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Ask to publish if that button was pressed; otherwise say who publishes. An autosave says nothing."""
    if not request.accepts("text/html") or not may_only_write(page, request.user):
        return None
    if ASK not in request.POST:
        messages.info(request, WHO_PUBLISHES)
        return None
    try:
        with transaction.atomic():
            ask_in_transaction(page=page, actor=request.user, now=timezone.now())
    except NotReady as missing:
        messages.error(request, f"まだ、お願いしていません。{missing}")
    else:
        messages.success(request, ASKED)
    return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))
