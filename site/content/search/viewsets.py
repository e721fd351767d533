"""同じ意味のことば: a list of groups in the admin. Every change goes through a service."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils import timezone
from wagtail.admin.views.generic import IndexView

from content.records import CreateByService, DeleteByService, EditByService, RecordViewSet

from . import services
from .forms import SynonymGroupForm
from .models import SynonymGroup
from .queries import groups_with_words
from .rules import MOST_KEPT_CHARACTERS


class SynonymsIndex(IndexView):  # type: ignore[misc]  # -- Wagtail has no types
    page_title = "同じ意味のことば"

    def get_base_queryset(self) -> QuerySet[SynonymGroup]:
        return groups_with_words()


class _SavingGroups:
    """A word that stands in another group is refused at the field, with the other group's words."""

    refusals: ClassVar = {services.WordIsTaken: "words"}

    def save_group(self: Any, group: SynonymGroup | None, values: dict[str, Any]) -> SynonymGroup:
        return services.save_synonym_group(
            group=group,
            words=values["words"],
            note=values["note"],
            actor=self.request.user,
            now=timezone.now(),
        )


class AddSynonyms(_SavingGroups, CreateByService):
    page_title = "同じ意味のことばを加える"
    success_message = "「%(object)s」を、同じ意味のことばとして登録しました。"
    error_message = "まだ登録していません。赤い字のところを直してください。"
    submit_button_label = "登録する"
    submit_button_active_label = "登録しています…"

    def get_initial(self) -> dict[str, Any]:
        """Begin with the word that nothing was found for, when staff come from that list."""
        word = self.request.GET.get("word", "")[:MOST_KEPT_CHARACTERS]
        return super().get_initial() | ({"words": f"{word}\n"} if word else {})

    def save_record(self, values: dict[str, Any]) -> SynonymGroup:
        return self.save_group(None, values)


class ChangeSynonyms(_SavingGroups, EditByService):
    success_message = "「%(object)s」に変えました。"
    error_message = "まだ保存していません。赤い字のところを直してください。"
    submit_button_label = "保存する"
    submit_button_active_label = "保存しています…"

    def save_record(self, values: dict[str, Any]) -> SynonymGroup:
        return self.save_group(self.object, values)


class DeleteSynonyms(DeleteByService):
    page_title = "同じ意味のことばを消す"

    @property
    def confirmation_message(self) -> str:
        return "この組を消しますか。それぞれのことばでは、これからも検索できます。"

    def get_success_message(self) -> str:
        return f"「{self.object}」の組を消しました。"

    def delete_record(self) -> None:
        services.delete_synonym_group(group=self.object, actor=self.request.user, now=timezone.now())


class SynonymViewSet(RecordViewSet):
    model = SynonymGroup
    name = "synonyms"
    url_prefix = "synonyms"
    icon = "list-ul"
    menu_label = "同じ意味のことば"
    add_to_reference_index = False
    list_display = ("__str__", "note")
    list_filter = ()
    list_export = ()
    list_per_page = 50
    index_view_class = SynonymsIndex
    add_view_class = AddSynonyms
    edit_view_class = ChangeSynonyms
    delete_view_class = DeleteSynonyms
    create_form_class = change_form_class = SynonymGroupForm


synonyms = SynonymViewSet()
