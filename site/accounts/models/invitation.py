from django.contrib.postgres.fields import ArrayField
from django.db import models


class Invitation(models.Model):
    """A single-use way in for a named person: sent by mail or handed over on paper.

    Only the code's hash is stored. It opens until `expires_at` (72 hours) or until it was used.
    """

    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="invitations")
    roles = ArrayField(models.CharField(max_length=30), verbose_name="役割")
    code_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", null=True)
    created_at = models.DateTimeField("招待した日時")
    expires_at = models.DateTimeField("期限")
    used_at = models.DateTimeField("使われた日時", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "招待"
        constraints = [
            models.CheckConstraint(
                name="accounts_invitation_expires_later",
                condition=models.Q(expires_at__gt=models.F("created_at")),
                violation_error_message="招待の期限は、招待した日時よりあとにしてください。",
            ),
            models.CheckConstraint(
                name="accounts_invitation_used_in_time",
                condition=models.Q(used_at__isnull=True) | models.Q(used_at__lte=models.F("expires_at")),
                violation_error_message="期限を過ぎた招待は使えません。",
            ),
        ]
