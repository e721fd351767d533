from django.db import models

from directory.models import Agency


class AgencyChoice(models.Model):
    """How an agency wants its applications to go: whether its manager sees each before the centre does."""

    agency = models.OneToOneField(Agency, on_delete=models.CASCADE, primary_key=True, related_name="+")
    manager_releases = models.BooleanField("所属長が確かめてから出す", default=False)
    changed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField("変えた日時")

    class Meta:
        verbose_name = verbose_name_plural = "申し込みの出し方"

    def __str__(self) -> str:
        return str(self.agency)
