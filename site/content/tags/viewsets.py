from typing import ClassVar

from wagtail.admin.ui.tables import Column

from content.records import RecordViewSet

from .forms import TagForm
from .models import Tag


class TagViewSet(RecordViewSet):
    model = Tag
    name = "tag_records"
    url_prefix = "tags"
    icon = "tag"
    menu_label = "タグ"
    add_to_reference_index = False
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
