from django.db import models


class Person(models.Model):
    """A human being known to this door, with or without an account.

    `contact_email` receives notices and may be shared by several people; it never recovers an account.
    A person may be merged into another, or erased to a numbered stub while counts stay.
    """

    name = models.CharField("氏名", max_length=60)
    name_kana = models.CharField("フリガナ", max_length=80, blank=True)
    job = models.CharField("職種・職名", max_length=60, blank=True)
    contact_email = models.EmailField("連絡先のメール", blank=True)
    shown_in_rosters = models.BooleanField("名簿に載せてよい", default=False)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged_people"
    )
    erased_at = models.DateTimeField("消去した日時", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "人"
        constraints = [
            models.CheckConstraint(
                name="accounts_person_not_merged_into_itself",
                condition=~models.Q(pk=models.F("merged_into")),
                violation_error_message="自分自身とは統合できません。",
            ),
            models.CheckConstraint(
                name="accounts_person_erased_keeps_nothing",
                condition=models.Q(erased_at__isnull=True)
                | models.Q(name_kana="", job="", contact_email="", shown_in_rosters=False),
                violation_error_message="消去した人の内容は残せません。",
            ),
        ]

    def __str__(self) -> str:
        return self.name
