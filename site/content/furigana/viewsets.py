"""The dictionary of readings in the admin."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone

from content.desk import actor
from content.records import CreateByService, DeleteByService, EditByService, RecordViewSet

from .forms import DictionaryWordForm
from .models import DictionaryWord
from .services import delete_word, save_word


def _save(request: HttpRequest, word: DictionaryWord, values: Mapping[str, Any]) -> DictionaryWord:
    """Save a word and say what has to be confirmed again because of it."""
    stored, again = save_word(word=word, values=values, actor=actor(request), now=timezone.now())
    if again:
        messages.warning(
            request, f"このことばを別の読みにしていた{again}文を、まだ確かめていない読みに戻しました。"
        )
    return stored


class CreateWord(CreateByService):
    def save_record(self, values: dict[str, Any]) -> DictionaryWord:
        return _save(self.request, DictionaryWord(), values)


class EditWord(EditByService):
    def save_record(self, values: dict[str, Any]) -> DictionaryWord:  # noqa: ARG002 -- only what changed is written
        return _save(self.request, self.object, self.changed)


class DeleteWord(DeleteByService):
    def delete_record(self) -> None:
        delete_word(word=self.object, actor=actor(self.request), now=timezone.now())


class DictionaryViewSet(RecordViewSet):
    model = DictionaryWord
    icon = "openquote"
    name = "furigana_dictionary"
    url_prefix = "furigana/dictionary"
    add_view_class = CreateWord
    edit_view_class = EditWord
    delete_view_class = DeleteWord
    add_to_reference_index = False
    list_display = ("word", "reading", "kind", "note")
    list_filter = ("kind",)
    search_fields = ("word", "reading", "note")
    create_form_class = change_form_class = DictionaryWordForm


dictionary_viewset = DictionaryViewSet()
