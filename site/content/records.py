"""Lists that staff keep in the admin: their screens are Wagtail's, their verbs are ours.

Wagtail saves inside a transaction of its own; here a durable service saves, writes the audit entry and
clears the public pages.
"""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from wagtail.admin.views.generic import CreateView, DeleteView, EditView
from wagtail.admin.viewsets.model import ModelViewSet

from .services import delete_record, save_record


class _Saving:
    """Save by our service instead of inside Wagtail's transaction."""

    verb: str

    def form_valid(self: Any, form: Any) -> HttpResponse:
        self.form = form
        self.object = save_record(
            record=form.instance,
            verb=self.verb,
            changed=form.changed_data,
            actor=self.request.user,
            now=timezone.now(),
        )
        return self.run_after_hook() or self.save_action()


class CreateRecord(_Saving, CreateView):  # type: ignore[misc]  # -- Wagtail has no types
    verb = "content.record_added"


class EditRecord(_Saving, EditView):  # type: ignore[misc]  # -- Wagtail has no types
    verb = "content.record_changed"


class DeleteRecord(DeleteView):  # type: ignore[misc]  # -- Wagtail has no types
    def delete_action(self) -> None:
        delete_record(record=self.object, actor=self.request.user, now=timezone.now())


class RecordViewSet(ModelViewSet):  # type: ignore[misc]  # -- Wagtail has no types
    """A list of records with a form each; the app registers it without a word in the menu of its own."""

    add_to_admin_menu = False
    add_view_class = CreateRecord
    edit_view_class = EditRecord
    delete_view_class = DeleteRecord
    copy_view_enabled = False
    list_per_page = 50

    def __init__(self, **options: Any) -> None:
        super().__init__(self.name, **options)
