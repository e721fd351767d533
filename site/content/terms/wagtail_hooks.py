from typing import Any

from wagtail import hooks

from .advice import warn_about_words
from .viewsets import term_viewset

hooks.register("register_admin_viewset", lambda: term_viewset)
for event in ("after_create_page", "after_edit_page"):
    hooks.register(event, warn_about_words)


@hooks.register("register_words_menu_item")
def words_menu_item() -> Any:
    return term_viewset.get_menu_item(order=30)
