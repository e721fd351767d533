from django.conf import settings
from django.db import models
from django.db.models import F, Q, QuerySet
from wagtail.models import Page


class PublicationRequestQuerySet(models.QuerySet["PublicationRequest"]):
    def waiting(self) -> QuerySet["PublicationRequest"]:
        """Keep those whose page has not been published since."""
        since = Q(page__last_published_at__isnull=True) | Q(page__last_published_at__lt=F("asked_at"))
        return self.filter(since, page__has_unpublished_changes=True)


class PublicationRequest(models.Model):
    """Somebody who may write but not publish says that a page is ready; publishing it answers."""

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="+", verbose_name="ページ")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="お願いした人"
    )
    asked_at = models.DateTimeField("お願いした日時")

    objects = PublicationRequestQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公開のお願い"

    def __str__(self) -> str:
        return f"公開のお願い（{self.page_id}）"
