from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from content.reviewed import Reviewed

from .enums import OPEN, PROPOSED, Scene, Theme, VersionState

SOMETHING = r"\S"
SEALED = (VersionState.AGREED, VersionState.PUBLISHED, VersionState.SUPERSEDED)
NEVER_SEALED = sorted(PROPOSED)


class RoleSheet(Reviewed):
    """One sheet through all its versions: for which municipality and theme, and with whom it is agreed.

    `office` is the agency of the municipality that checks and agrees. `keeper` is an agency that made a copy
    of its own: such a sheet is theirs alone, is never agreed and never published.
    """

    slug = models.SlugField("アドレス", max_length=80, unique=True)
    title = models.CharField("名前", max_length=60)
    theme = models.CharField("主題", max_length=20, choices=Theme)
    scene = models.CharField("場面", max_length=20, choices=Scene, default=Scene.DAILY)
    municipality = models.ForeignKey(
        "directory.Municipality", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    office = models.ForeignKey(
        "directory.Agency", on_delete=models.PROTECT, null=True, blank=True, related_name="role_sheets"
    )
    keeper = models.ForeignKey(
        "directory.Agency", on_delete=models.PROTECT, null=True, blank=True, related_name="own_role_sheets"
    )
    plan_name = models.CharField("もとになる計画", max_length=80, blank=True)
    is_template = models.BooleanField("ひな形", default=False)
    made_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="made_into"
    )
    created_at = models.DateTimeField()

    class Meta(Reviewed.Meta):
        verbose_name = verbose_name_plural = "役割分担表"
        ordering: ClassVar = ["title", "pk"]
        constraints: ClassVar = [
            *Reviewed.Meta.constraints,
            models.CheckConstraint(
                name="role_sheets_rolesheet_has_a_title",
                condition=Q(title__regex=SOMETHING),
                violation_error_message="名前を書いてください。",
            ),
            models.CheckConstraint(
                name="role_sheets_rolesheet_own_copy_is_agreed_with_nobody",
                condition=Q(keeper__isnull=True) | Q(office__isnull=True, is_template=False),
                violation_error_message="自分たちの控えは、市町村と合意する表にはなりません。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return where readers find what is published of this sheet."""
        return reverse("role_sheets:sheet", args=[self.slug])

    @property
    def place(self) -> str:
        """The municipality, or the whole prefecture."""
        return self.own_place or "県全体"

    @property
    def own_place(self) -> str:
        """The name of the municipality; empty for the whole prefecture."""
        return self.municipality.name if self.municipality else ""


class SheetVersion(models.Model):
    """What stood on a sheet at one time.

    `edition` counts the savings of the sheet, through all versions: a form knows what it was drawn from. Of a
    version that was sent, editions before `sent_edition` are the centre's own. On `answered_on` the
    municipality said that it has mended what it had to, and the centre is to read it.
    Agreed, published and former versions bear who agreed and when, and their words change no more.
    """

    sheet = models.ForeignKey(RoleSheet, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField("版")
    state = models.CharField("ようす", max_length=20, choices=VersionState, default=VersionState.DRAFT)
    content = models.JSONField(default=dict)
    edition = models.PositiveIntegerField(default=0)
    sent_on = models.DateField("市町村に送った日", null=True, blank=True)
    sent_edition = models.PositiveIntegerField(default=0)
    answered_on = models.DateField("直したと知らせた日", null=True, blank=True)
    agreed_on = models.DateField("合意した日", null=True, blank=True)
    agreed_post = models.CharField("合意したところ", max_length=60, blank=True)
    agreed_name = models.CharField("合意した人", max_length=40, blank=True)
    published_on = models.DateField("公開した日", null=True, blank=True)
    superseded_on = models.DateField("次の版に替わった日", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "役割分担表の版"
        ordering: ClassVar = ["sheet", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="role_sheets_sheetversion_number_once",
                fields=["sheet", "number"],
                violation_error_message="この番号の版は、もうあります。",
            ),
            models.UniqueConstraint(
                name="role_sheets_sheetversion_one_open",
                fields=["sheet"],
                condition=Q(state__in=sorted(OPEN)),
                violation_error_message="書いている版は、1つの表に1つです。",
            ),
            models.UniqueConstraint(
                name="role_sheets_sheetversion_one_published",
                fields=["sheet"],
                condition=Q(state=VersionState.PUBLISHED),
                violation_error_message="公開している版は、1つの表に1つです。",
            ),
            models.CheckConstraint(
                name="role_sheets_sheetversion_agreed_by_somebody_on_a_day",
                condition=Q(state__in=sorted(SEALED), agreed_on__isnull=False, agreed_post__regex=SOMETHING)
                | Q(state__in=NEVER_SEALED, agreed_on__isnull=True, agreed_post="", agreed_name=""),
                violation_error_message="合意には、どこの、いつの合意かが要ります。合意の前には、ありません。",
            ),
            models.CheckConstraint(
                name="role_sheets_sheetversion_published_on_a_day",
                condition=Q(
                    state__in=sorted({VersionState.PUBLISHED, VersionState.SUPERSEDED}),
                    published_on__isnull=False,
                )
                | Q(state__in=sorted(OPEN), published_on__isnull=True),
                violation_error_message="公開した版には、公開した日が要ります。",
            ),
            models.CheckConstraint(
                name="role_sheets_sheetversion_answered_while_it_is_checked",
                condition=Q(answered_on__isnull=True) | Q(state=VersionState.WITH_MUNICIPALITY),
                violation_error_message="直したと知らせられるのは、市町村と確かめている間です。",
            ),
            models.CheckConstraint(
                name="role_sheets_sheetversion_superseded_on_a_day",
                condition=Q(state=VersionState.SUPERSEDED, superseded_on__isnull=False)
                | (~Q(state=VersionState.SUPERSEDED) & Q(superseded_on__isnull=True)),
                violation_error_message="前の版には、替わった日が要ります。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet.title}　第{self.number}版"

    @property
    def is_proposed(self) -> bool:
        """Whether （案） stands on the paper: nobody has agreed yet."""
        return self.state in PROPOSED


class SheetEdit(models.Model):
    """One saving of a version: who, when, and everything that stood on it then. Never changed."""

    version = models.ForeignKey(SheetVersion, on_delete=models.CASCADE, related_name="edits")
    edition = models.PositiveIntegerField()
    content = models.JSONField()
    changed = models.PositiveIntegerField("変えたところの数")
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "役割分担表の書き直し"
        ordering: ClassVar = ["version", "-edition"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="role_sheets_sheetedit_once",
                fields=["version", "edition"],
                violation_error_message="この書き直しは、もう残っています。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}　{self.edition}回目"
