"""Records in Wagtail's admin: list, new, change. What is written goes through a service of its app.

Wagtail saves inside a transaction of its own, in which a durable service raises: these views save instead.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from .desk import actor
from .meanwhile import SEEN, Meanwhile, changed_meanwhile, held, mark_of, take_over, words_of
from .services import RecordIsGone, save_record

NEVER = frozenset({"history", "history_results"})
SAVED = "「%(object)s」を保存しました。"
SHOWN_AT_ONCE = SAVED + "公開ページには、すぐに出ます。"
# Whose address the views are told by name.
NAMED = frozenset({"delete", "history", "usage"})


class _ByService:
    """Saves by `save_record(values)`, which a subclass writes: it calls the service and returns the row.

    `refusals` names what the service may raise, and the field that says so; None is the whole form.
    """

    success_message = SAVED
    refusals: Mapping[type[Exception], str | None] = MappingProxyType({})

    def form_valid(self: Any, form: ModelForm) -> HttpResponse:
        """Save by the service, or show the form again with what it said."""
        self.form = form
        refusals = {ObjectDoesNotExist: None} | dict(self.refusals)
        try:
            self.object = self.save_record(form.cleaned_data)
        except tuple(refusals) as refusal:
            field = next(name for kind, name in refusals.items() if isinstance(refusal, kind))
            is_gone = isinstance(refusal, ObjectDoesNotExist)
            return self.refuse(form, field, str(RecordIsGone() if is_gone else refusal))
        response: HttpResponse = self.save_action()
        return response

    def refuse(self: Any, form: ModelForm, field: str | None, reason: str) -> HttpResponse:
        """Show the form again with what was typed and why it was not saved."""
        form.add_error(field, reason)
        self.produced_error_message = self.get_error_message()
        refused: HttpResponse = self.form_invalid(form)
        return refused


class CreateByService(_ByService, generic.CreateView):  # type: ignore[misc]  # -- Wagtail has no types
    """The form of a new record."""


class EditByService(_ByService, generic.EditView):  # type: ignore[misc]  # -- Wagtail has no types
    """The form of a record that is there.

    Nothing is saved from a page that is no longer true (`meanwhile`), and one form of a record at a time.
    """

    template_name = "content/records/edit.html"
    meanwhile: Meanwhile | None = None

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with held(self.model(pk=self.object_pk)):
            response: HttpResponse = super().post(request, *args, **kwargs)
        return response

    def form_valid(self, form: ModelForm) -> HttpResponse:
        """Save, unless somebody else has changed meanwhile what the form showed."""
        stored = self.model._default_manager.filter(pk=self.object.pk).first()
        if stored is None:
            return super().form_valid(form)
        fresh = self.fresh_form(stored)
        self.meanwhile = changed_meanwhile(
            self.request.POST.get(SEEN, ""),
            typed=words_of(form),
            now=words_of(fresh),
            record=stored,
            reader=actor(self.request),
        )
        if self.meanwhile is None:
            return super().form_valid(form)
        take_over(form, fresh, self.meanwhile.left)
        return self.refuse(form, None, self.meanwhile.reason)

    def fresh_form(self, stored: Model) -> ModelForm:
        """Return the form as it would be opened now."""
        options = self.get_form_kwargs() | {"instance": stored}
        for typed in ("data", "files"):
            options.pop(typed, None)
        form: ModelForm = self.get_form_class()(**options)
        return form

    def get_context_data(self, **options: Any) -> dict[str, Any]:
        """Add the mark of what the form shows, and what was changed meanwhile."""
        context: dict[str, Any] = super().get_context_data(**options)
        # A form that is shown again for a mistake still shows what it showed.
        sent = self.request.POST.get(SEEN, "")
        mark = sent if context["form"].is_bound else mark_of(words_of(context["form"]))
        known = {"meanwhile": self.meanwhile, SEEN: self.meanwhile.mark if self.meanwhile else mark}
        return context | known

    @property
    def changed(self) -> dict[str, Any]:
        """What was written otherwise than it stood there; of all else nothing is to be said."""
        return {name: self.form.cleaned_data[name] for name in self.form.changed_data}


class DeleteByService(generic.DeleteView):  # type: ignore[misc]  # -- Wagtail has no types
    """The question before a record goes; a subclass writes `delete_record()`, which calls the service."""

    def form_valid(self, form: Any) -> HttpResponse:  # noqa: ARG002 -- Django's signature
        message, address = self.get_success_message(), self.get_success_url()
        try:
            self.delete_record()
        except RecordIsGone as gone:
            messages.error(self.request, str(gone))
        else:
            messages.success(self.request, message)
        return HttpResponseRedirect(address)


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
    """List, new and change, each with a form of its own; removal where `delete_view_class` calls a service.

    There is neither copy nor Wagtail's own history: the audit chain knows who changed what.
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
        offered = {
            "delete": issubclass(self.delete_view_class, DeleteByService),
            "usage": self.add_to_reference_index,
        }
        return NEVER | {place for place, is_offered in offered.items() if not is_offered}
