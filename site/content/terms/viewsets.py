"""Words in Wagtail's admin."""

from typing import Any, ClassVar

from django.utils import timezone
from wagtail.admin.ui.tables import Column

from content.records import SHOWN_AT_ONCE, CreateByService, EditByService, RecordViewSet

from .forms import TermForm
from .models import Term
from .services import change_term, create_term


class CreateTerm(CreateByService):
    success_message = SHOWN_AT_ONCE

    def save_record(self, values: dict[str, Any]) -> Term:
        return create_term(values=values, actor=self.request.user, now=timezone.now())


class EditTerm(EditByService):
    success_message = SHOWN_AT_ONCE

    def save_record(self, values: dict[str, Any]) -> Term:  # noqa: ARG002 -- only what changed is written
        return change_term(
            term_id=self.object.pk, values=self.changed, actor=self.request.user, now=timezone.now()
        )


class TermViewSet(RecordViewSet):
    model = Term
    name = "terms"
    icon = "openquote"
    menu_label = "ことば"
    add_to_reference_index = False
    add_view_class, edit_view_class = CreateTerm, EditTerm
    list_display: ClassVar = [
        "word",
        "reading",
        "kind",
        Column("old_words", label="使わないことば", accessor=lambda term: "、".join(term.old_words)),
    ]
    list_filter: ClassVar = ["kind", "level", "is_in_glossary"]
    search_fields: ClassVar = ["word", "reading", "plain"]
    search_backend_name = None
    list_per_page = 50
    create_form_class = change_form_class = TermForm


term_viewset = TermViewSet()
