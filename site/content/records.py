"""Records in Wagtail's admin: list, new, change. What is written goes through a service of its app.

Wagtail saves inside a transaction of its own, in which a durable service raises: these views save instead.
"""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpResponse
from django.utils import timezone
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from .services import RecordIsGone, save_record

NEVER = frozenset({"delete", "history", "history_results"})
SAVED = "「%(object)s」を保存しました。"
SHOWN_AT_ONCE = SAVED + "公開ページには、すぐに出ます。"
# Whose address the views are told by name.
NAMED = frozenset({"delete", "history", "usage"})


class CreateByService(generic.CreateView):  # type: ignore[misc]  # -- Wagtail has no types
    success_message = SAVED

    def save_record(self, values: dict[str, Any]) -> Model:
        """Call the service that makes a record."""
        raise NotImplementedError

    def form_valid(self, form: ModelForm) -> HttpResponse:
        self.form = form
        self.object = self.save_record(form.cleaned_data)
        response: HttpResponse = self.save_action()
        return response


class EditByService(generic.EditView):  # type: ignore[misc]  # -- Wagtail has no types
    success_message = SAVED

    def save_record(self, values: dict[str, Any]) -> Model:
        """Call the service that changes this record."""
        raise NotImplementedError

    @property
    def changed(self) -> dict[str, Any]:
        """What was written otherwise than it stood there; of all else nothing is to be said."""
        return {name: self.form.cleaned_data[name] for name in self.form.changed_data}

    def form_valid(self, form: ModelForm) -> HttpResponse:
        self.form = form
        try:
            self.object = self.save_record(form.cleaned_data)
        except ObjectDoesNotExist:
            form.add_error(None, str(RecordIsGone()))
            self.produced_error_message = self.get_error_message()
            refused: HttpResponse = self.form_invalid(form)
            return refused
        response: HttpResponse = self.save_action()
        return response


class CreateRecord(CreateByService):
    """A record without a verb of its own: it is stored, audited, and public pages are made anew."""

    success_message = SHOWN_AT_ONCE

    def save_record(self, values: dict[str, Any]) -> Model:
        return save_record(
            record=self.model(),
            values=values,
            verb="content.record_added",
            actor=self.request.user,
            now=timezone.now(),
        )


class EditRecord(EditByService):
    """The same for a record that is there."""

    success_message = SHOWN_AT_ONCE

    def save_record(self, values: dict[str, Any]) -> Model:  # noqa: ARG002 -- only what changed is written
        return save_record(
            record=self.object,
            values=self.changed,
            verb="content.record_changed",
            actor=self.request.user,
            now=timezone.now(),
        )


class RecordViewSet(ModelViewSet):  # type: ignore[misc]  # -- Wagtail has no types
    """List, new and change, each with a form of its own. Neither copy nor removal nor Wagtail's own history.

    The audit chain knows who changed what; Wagtail's log would stay empty.
    """

    create_form_class: type[ModelForm]
    change_form_class: type[ModelForm]
    add_view_class: type[CreateByService] = CreateRecord
    edit_view_class: type[EditByService] = EditRecord
    copy_view_enabled = False

    def get_common_view_kwargs(self, **options: Any) -> dict[str, Any]:
        """Leave out the addresses of what is not offered."""
        common: dict[str, Any] = super().get_common_view_kwargs(**options)
        return common | {f"{place}_url_name": None for place in self.left_out if place in NAMED}

    def get_form_class(self, for_update: bool = False) -> type[ModelForm]:
        return self.change_form_class if for_update else self.create_form_class

    def get_urlpatterns(self) -> list[Any]:
        """Return the addresses of what is offered."""
        return [pattern for pattern in super().get_urlpatterns() if pattern.name not in self.left_out]

    @property
    def left_out(self) -> frozenset[str]:
        """What is not offered; where a record is used is asked only of those that pages refer to."""
        return NEVER if self.add_to_reference_index else NEVER | {"usage"}
