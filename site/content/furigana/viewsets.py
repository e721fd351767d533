"""The dictionary of readings in the admin."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from content.desk import actor

from .forms import DictionaryWordForm
from .models import DictionaryWord
from .services import delete_word, save_word


def _save(request: HttpRequest, form: DictionaryWordForm, word: DictionaryWord) -> DictionaryWord:
    """Save a word and say what has to be confirmed again because of it."""
    stored = DictionaryWord.objects.get(pk=word.pk) if word.pk else DictionaryWord()
    again = save_word(word=stored, values=form.cleaned_data, actor=actor(request), now=timezone.now())
    if again:
        messages.warning(
            request, f"このことばを別の読みにしていた{again}文を、まだ確かめていない読みに戻しました。"
        )
    return stored


class CreateWord(generic.CreateView):
    def form_valid(self, form: DictionaryWordForm) -> HttpResponse:
        """Add the word by the service, which needs a transaction of its own."""
        self.form = form
        self.object = _save(self.request, form, form.instance)
        response = self.save_action()
        return self.run_after_hook() or response


class EditWord(generic.EditView):
    def form_valid(self, form: DictionaryWordForm) -> HttpResponse:
        """Change the word by the service, which needs a transaction of its own."""
        self.form = form
        self.object = _save(self.request, form, form.instance)
        response = self.save_action()
        return self.run_after_hook() or response


class DeleteWord(generic.DeleteView):
    def form_valid(self, form: Any) -> HttpResponse:  # noqa: ARG002 -- Django's signature
        """Delete the word by the service, which needs a transaction of its own."""
        message = self.get_success_message()
        success_url = self.get_success_url()
        delete_word(word=self.object, actor=actor(self.request), now=timezone.now())
        messages.success(self.request, message)
        return HttpResponse(status=303, headers={"Location": success_url})


class DictionaryViewSet(ModelViewSet):
    model = DictionaryWord
    icon = "openquote"
    name = "furigana_dictionary"
    url_prefix = "furigana/dictionary"
    add_view_class = CreateWord
    edit_view_class = EditWord
    delete_view_class = DeleteWord
    list_display = ("word", "reading", "kind", "note")
    list_filter = ("kind",)
    search_fields = ("word", "reading", "note")
    copy_view_enabled = False
    inspect_view_enabled = False
    add_to_admin_menu = False

    def get_form_class(self, for_update: bool = False) -> type[DictionaryWordForm]:  # noqa: ARG002 -- Wagtail's signature
        """Return our own form: it says what to write instead."""
        return DictionaryWordForm


dictionary_viewset = DictionaryViewSet()
