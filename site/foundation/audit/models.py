from django.db import models


class Entry(models.Model):
    """One act, never changed: who did what to which record, which fields, and no value at all.

    `body` holds the very bytes that were hashed; the other columns repeat them for reading. The
    application role may only insert and select.
    """

    at = models.DateTimeField("日時")
    actor_id = models.BigIntegerField("操作した人", null=True)
    verb = models.CharField("操作", max_length=80)
    subject_type = models.CharField("対象の種類", max_length=80)
    subject_id = models.BigIntegerField("対象の番号", null=True)
    # Of records whose number is not to be guessed; then `subject_id` is empty.
    subject_key = models.UUIDField("対象の番号（推測できないもの）", null=True)
    fields = models.JSONField("項目", default=list)
    body = models.TextField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "操作の記録"
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="audit_entry_subject"),
            models.Index(
                fields=["subject_key"],
                name="audit_entry_subject_key",
                condition=models.Q(subject_key__isnull=False),
            ),
        ]
