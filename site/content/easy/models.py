from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from wagtail.fields import StreamField
from wagtail.models import Page

from content.models import BasePage, address, open_to_everybody
from foundation.easy.rules import Finding

from .blocks import EasyBodyBlock
from .checks import found_in, page_texts

NOT_ITSELF = "わかりやすい版ではない、ふつうのページを選んでください。"


class EasyEdition(BasePage):
    """A page in easy words, written by people and read back by the people it is for.

    `twin` is the normal page that says the same in full; each of the two links to the other. The form of the
    editor (`editing`) publishes nothing that is hard to read.
    """

    twin = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name="くわしいページ",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="同じ内容をくわしく書いたページです。そのページから、ここへのリンクが出ます。",
    )
    body = StreamField(EasyBodyBlock(), verbose_name="本文", blank=True)
    names = models.TextField(
        "このページに出る名前",
        blank=True,
        max_length=500,
        help_text="人・場所・役所・制度の名前を、1行に1つずつ書いてください。長い漢字の名前でも、そのまま書けます。",
    )
    tested_by = models.CharField(
        "読んで確かめた当事者の会",
        max_length=60,
        blank=True,
        help_text="知的障害のある方などに読んでもらったときに、会の名前を書きます。例：青波市 本人の会",
    )
    tested_on = models.DateField("確かめた日", null=True, blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            *BasePage.Meta.constraints,
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_tested_by_and_on",
                condition=Q(tested_by="", tested_on__isnull=True)
                | (~Q(tested_by="") & Q(tested_on__isnull=False)),
                violation_error_message="当事者の確認は、会の名前と日の両方を入れてください。",
            ),
        ]

    def clean(self) -> None:
        """Raise ValidationError when the normal page is an easy one."""
        super().clean()
        if self.twin and isinstance(self.twin.specific, EasyEdition):
            raise ValidationError({"twin": NOT_ITSELF})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Give the normal page if everybody may read it, and furigana unless the reader wants none."""
        return super().get_context(request, *args, **kwargs) | {
            "furigana_default": True,
            "in_full": self.in_full(),
        }

    def in_full(self) -> str:
        """Return the address of the normal page, nothing while there is none to read."""
        if not self.twin_id:
            return ""
        twin = open_to_everybody(Page.objects.filter(pk=self.twin_id)).only("url_path").first()
        return address(twin.url_path) if twin else ""

    @property
    def has_phone(self) -> bool:
        return any(block.block_type == "phone" for block in self.body)

    def found(self) -> list[Finding]:
        """Return what is hard to read in this page as it is now."""
        texts = page_texts(
            title=self.title, headline=getattr(self, "headline", ""), summary=self.summary, body=self.body
        )
        return found_in(texts, names=self.names.splitlines())
