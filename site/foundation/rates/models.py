from django.contrib.postgres.fields import ArrayField
from django.db import models


class Tally(models.Model):
    """When somebody did something of late; of who it was, only a digest is kept that cannot be read back."""

    key = models.UUIDField(primary_key=True)
    hits = ArrayField(models.DateTimeField())
    # From then on the row says nothing any more.
    until = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "回数の記録"

    def __str__(self) -> str:
        return str(self.key)
