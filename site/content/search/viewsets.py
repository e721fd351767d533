"""同じ意味のことば: a list of groups in the admin. Every change goes through a service."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone
from wagtail.admin.views.generic import CreateView, DeleteView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from . import services
from .forms import SynonymGroupForm
from .models import SynonymGroup
from .rules import MOST_KEPT_CHARACTERS


class SynonymsIndex(IndexView):  # type: ignore[misc]  # -- Wagtail has no types
    page_title = "同じ意味のことば"

    def get_base_queryset(self) -> QuerySet[SynonymGroup]:
        return SynonymGroup.objects.prefetch_related("words")


class _ByService:
    """Saves a group by the service, outside the transaction that Wagtail's own way opens."""

    object: Any
    request: Any
    group: SynonymGroup | None = None

    def form_valid(self, form: SynonymGroupForm) -> HttpResponse:
        self.form = form
        try:
            self.object = services.save_synonym_group(
                group=self.group,
                words=form.cleaned_data["words"],
                note=form.cleaned_data["note"],
                actor=self.request.user,
                now=timezone.now(),
            )
        except services.WordIsTaken as refusal:
            form.add_error("words", str(refusal))
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]  # -- of the view
            return self.form_invalid(form)  # type: ignore[attr-defined]  # -- of the view
        response: HttpResponse = self.save_action()  # type: ignore[attr-defined]  # -- of the view
        return response


class AddSynonyms(_ByService, CreateView):  # type: ignore[misc]  # -- Wagtail has no types
    page_title = "同じ意味のことばを加える"
    success_message = "「%(object)s」を、同じ意味のことばとして登録しました。"
    error_message = "まだ登録していません。赤い字のところを直してください。"
    submit_button_label = "登録する"
    submit_button_active_label = "登録しています…"

    def get_initial(self) -> dict[str, Any]:
        """Begin with the word that nothing was found for, when staff come from that list."""
        word = self.request.GET.get("word", "")[:MOST_KEPT_CHARACTERS]
        return super().get_initial() | ({"words": f"{word}\n"} if word else {})


class ChangeSynonyms(_ByService, EditView):  # type: ignore[misc]  # -- Wagtail has no types
    success_message = "「%(object)s」に変えました。"
    error_message = "まだ保存していません。赤い字のところを直してください。"
    submit_button_label = "保存する"
    submit_button_active_label = "保存しています…"

    @property
    def group(self) -> SynonymGroup:  # type: ignore[override]  # -- what is changed is what was opened
        return self.object  # type: ignore[no-any-return]  # -- Wagtail has no types


class DeleteSynonyms(DeleteView):  # type: ignore[misc]  # -- Wagtail has no types
    page_title = "同じ意味のことばを消す"

    @property
    def confirmation_message(self) -> str:
        return "この組を消しますか。それぞれのことばでは、これからも検索できます。"

    def form_valid(self, form: Any) -> HttpResponse:  # noqa: ARG002 -- Django's signature
        words = str(self.object)
        services.delete_synonym_group(group=self.object, actor=self.request.user, now=timezone.now())
        messages.success(self.request, f"「{words}」の組を消しました。")
        return HttpResponseRedirect(self.get_success_url())


class SynonymViewSet(ModelViewSet):  # type: ignore[misc]  # -- Wagtail has no types
    model = SynonymGroup
    name = "synonyms"
    url_prefix = "synonyms"
    icon = "list-ul"
    add_to_admin_menu = False
    inspect_view_enabled = False
    copy_view_enabled = False
    list_display = ("__str__", "note")
    list_filter = ()
    list_export = ()
    list_per_page = 50
    index_view_class = SynonymsIndex
    add_view_class = AddSynonyms
    edit_view_class = ChangeSynonyms
    delete_view_class = DeleteSynonyms

    def get_form_class(self, for_update: bool = False) -> type[SynonymGroupForm]:  # noqa: ARG002 -- Wagtail's signature
        return SynonymGroupForm


synonyms = SynonymViewSet()
