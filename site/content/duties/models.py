from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Duty(models.Model):
    """One kind of work that the centre is commissioned to do; statistics and pages count by these.

    Numbers and acts follow 業務1–6 of the national description (seed 003); `brochure_name` is the name of
    the box it stands in on brochures that show five.
    """

    code = models.SlugField("記号", max_length=40, unique=True)
    number = models.PositiveSmallIntegerField("番号", unique=True)
    name = models.CharField("名前", max_length=40, unique=True)
    plain_name = models.CharField("やさしい言い方", max_length=40)
    brochure_name = models.CharField("パンフレットでの名前", max_length=40)
    summary = models.CharField("ひとことで言うと", max_length=200)
    acts = ArrayField(models.CharField(max_length=120), verbose_name="すること", default=list)
    legal_words = models.TextField("要綱のことば", max_length=400, blank=True)
    forms = ArrayField(
        models.CharField(max_length=120), verbose_name="使う様式と出どころ", default=list, blank=True
    )
    source = models.CharField("出典と年", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "業務"
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                name="duties_duty_does_something",
                condition=Q(acts__len__gte=1),
                violation_error_message="することを、一つ以上書いてください。",
            ),
            models.CheckConstraint(
                name="duties_duty_has_a_source",
                condition=~Q(source=""),
                violation_error_message="出典と年を書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.name
