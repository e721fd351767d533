from typing import Any, ClassVar

from django.utils import timezone
from wagtail.admin.ui.tables import Column

from content.records import SHOWN_AT_ONCE, CreateByService, EditByService, RecordViewSet

from .forms import TagForm
from .models import Tag
from .services import save_tag


class AddTag(CreateByService):
    success_message = SHOWN_AT_ONCE

    def save_record(self, values: dict[str, Any]) -> Tag:
        return save_tag(tag=Tag(), values=values, actor=self.request.user, now=timezone.now())


class ChangeTag(EditByService):
    success_message = SHOWN_AT_ONCE

    def save_record(self, values: dict[str, Any]) -> Tag:  # noqa: ARG002 -- only what changed is written
        return save_tag(tag=self.object, values=self.changed, actor=self.request.user, now=timezone.now())


class TagViewSet(RecordViewSet):
    model = Tag
    name = "tag_records"
    url_prefix = "tags"
    icon = "tag"
    menu_label = "タグ"
    add_to_reference_index = False
    add_view_class, edit_view_class = AddTag, ChangeTag
    list_display: ClassVar = [
        "name",
        "reading",
        Column("synonyms", label="同じ意味のことば", accessor=lambda tag: "、".join(tag.synonyms)),
    ]
    search_fields: ClassVar = ["name", "reading"]
    search_backend_name = None
    list_per_page = 50
    create_form_class = change_form_class = TagForm


tag_viewset = TagViewSet()
