from content.records import RecordViewSet

from .forms import TagForm
from .models import Tag


class TagViewSet(RecordViewSet):
    model = Tag
    name = "tag_records"
    url_prefix = "tags"
    icon = "tag"
    list_display = ["name", "reading", "synonyms"]
    search_fields = ["name", "reading"]
    ordering = ["reading"]

    def get_form_class(self, for_update: bool = False) -> type[TagForm]:  # noqa: ARG002 -- Wagtail's signature
        return TagForm


tag_viewset = TagViewSet()
