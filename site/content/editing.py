"""How the editor shows each kind of page: said beside the models, never in them."""

from collections.abc import Mapping, Sequence
from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldRowPanel, MultiFieldPanel, Panel

from .models import BasePage

# A panel, or the name of a field.
type Panels = Sequence[Panel | str]

# Who answers for a page, and when it is checked: the last panel of each kind that is checked.
DUTY = MultiFieldPanel(
    ["responsible", FieldRowPanel(["reviewed_on", "review_due_on"])], heading="このページの担当"
)


def show_in_editor(
    panels: Mapping[type[BasePage], Panels], *, forms: Mapping[type[BasePage], type[Any]] | None = None
) -> None:
    """Give each kind of page the panels of its editor, and its form where it has one of its own.

    An app calls this when it is ready, with what stands in its `editing.py`. A kind below takes both over.
    """
    for kind, shown in panels.items():
        kind.content_panels = list(shown)
    for kind, form in (forms or {}).items():
        assert issubclass(form, WagtailAdminPageForm)
        kind.base_form_class = form
