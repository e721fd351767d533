"""How the editor shows an easy page."""

from typing import Any

from wagtail.admin.panels import FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.models import Page

from content.editing import DUTY, Panels
from content.models import BasePage

from .forms import EasyPageForm
from .models import EasyEdition

BELOW_TITLE: Panels = [
    "summary",
    HelpPanel(template="easy/check_panel.html", heading="読みやすさ"),
    "body",
    "names",
    "twin",
    MultiFieldPanel([FieldRowPanel(["tested_by", "tested_on"])], heading="当事者の確認"),
    DUTY,
]

PANELS: dict[type[BasePage], Panels] = {EasyEdition: [*Page.content_panels, *BELOW_TITLE]}
FORMS: dict[type[BasePage], type[Any]] = {EasyEdition: EasyPageForm}
