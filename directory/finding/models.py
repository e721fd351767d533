from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Repeat

from directory.models import Agency

# PostgreSQL moves parts of a row elsewhere only where it is longer than two kilobytes.
BALLAST = 1_000


class FacetSet(models.Model):
    """What many entries have in common, but for the place: "group:value" of what is counted.

    Thousands of hits have a few dozen of these, so hits are counted by set and each set is looked into once.
    `marks` are the other filters that names of things stand for.
    """

    digest = models.UUIDField(unique=True)
    facets = ArrayField(models.CharField(max_length=60), default=list)
    marks = ArrayField(models.CharField(max_length=60), default=list)

    class Meta:
        verbose_name = verbose_name_plural = "関係機関の索引の、共通の項目"

    def __str__(self) -> str:
        return "、".join(self.facets)


class DirectoryEntry(models.Model):
    """An agency as readers of some levels find it: made anew whenever one of its truths changes.

    Everything in a row may be read by those whom the row is for: words, filters, facets and what is shown.
    So nothing hidden can be found, counted or drawn. Agencies look alike to all readers mostly and have one
    row then; where they do not, they have one for each view. `tokens` hold the pieces of the text and, after
    `content.search.rules.FILTER_SIGN`, the filters, among them the reader's level.

    Tens of thousands of rows are looked at for one question, so they are kept narrow: `ballast` makes each
    long enough for PostgreSQL to keep `tokens` and `shown`, which the index and one page need, elsewhere.
    """

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="entries")
    for_public = models.BooleanField(default=False)
    for_partners = models.BooleanField(default=False)
    for_staff = models.BooleanField(default=False)
    tokens = SearchVectorField()
    # The name, then the reading, and a line for each other text, in the spelling that is compared.
    title_folded = models.TextField()
    folded = models.TextField()
    # Reading order; then what a list shows of it, ready to be written out.
    sort_key = models.TextField(db_collation="C")
    shown: Any = models.JSONField(default=dict)
    facet_set = models.ForeignKey(FacetSet, on_delete=models.PROTECT, related_name="+", db_index=False)
    municipality = models.ForeignKey(
        "directory.Municipality", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    confirmed_on = models.DateField(null=True)
    # The day of the latest word that places are free.
    free_as_of = models.DateField(null=True)
    fingerprint = models.UUIDField()
    ballast = models.TextField(db_default=Repeat(Value("."), BALLAST), editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "関係機関の索引"
        constraints: ClassVar = [
            *(
                models.UniqueConstraint(
                    name=f"directory_finding_once_for_{level}",
                    fields=["agency"],
                    condition=Q(**{f"for_{level}": True}),
                    violation_error_message="同じ人が見る行は、機関に一つだけです。",
                )
                for level in ("public", "partners", "staff")
            ),
            models.CheckConstraint(
                name="directory_finding_is_for_somebody",
                condition=Q(for_public=True) | Q(for_partners=True) | Q(for_staff=True),
                violation_error_message="だれも見ない行は要りません。",
            ),
        ]
        indexes: ClassVar = [GinIndex(fields=["tokens"], name="directory_finding_tokens")]

    def __str__(self) -> str:
        return self.title_folded.partition("\n")[0]
