"""What a question, a part of a guide and a practice have alike: the paper that says so."""

from django.db import models
from django.db.models import Q

from content.facts.models import PLACE

SOMETHING = r"\S"


class Sourced(models.Model):
    """What somebody else's paper says: its title, of when it is, and where it lies."""

    source_title = models.CharField("出典", max_length=200)
    source_year = models.CharField("いつの資料か", max_length=40, help_text="例：令和4年度当初、令和5年3月")
    source_url = models.CharField(
        "出典のある場所",
        max_length=500,
        blank=True,
        validators=[PLACE],
        help_text="ウェブのアドレスか、このサイトのファイルのアドレスです。",
    )

    class Meta:
        abstract = True


def says_its_source(table: str) -> models.CheckConstraint:
    """Return the constraint that nothing stands without its source and the year of that."""
    return models.CheckConstraint(
        name=f"{table}_has_a_source",
        condition=Q(source_title__regex=SOMETHING, source_year__regex=SOMETHING),
        violation_error_message="出典と、いつの資料かを書いてください。",
    )


def says_something(table: str, *fields: str, says: str) -> models.CheckConstraint:
    """Return the constraint that none of these fields is empty."""
    return models.CheckConstraint(
        name=f"{table}_says_something",
        condition=Q(**{f"{field}__regex": SOMETHING for field in fields}),
        violation_error_message=says,
    )
