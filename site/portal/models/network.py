from datetime import date, timedelta
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from modelcluster.fields import ParentalKey
from wagtail.fields import StreamField
from wagtail.models import Orderable

from content.blocks import BodyBlock
from content.models import BasePage
from foundation.choices import known_choice
from foundation.limits.queries import limit, limit_in_query
from portal.enums import OperatorKind
from portal.limits import CENTRES_CHECK_HOLDS


class NetworkPage(BasePage):
    """The national council and the other centres, by prefecture: whom to ask when somebody moves far."""

    body = StreamField(BodyBlock(), verbose_name="本文", blank=True)

    parent_page_types: ClassVar = ["portal.StandardPage"]
    subpage_types: ClassVar = []
    max_count = 1
    template = "portal/network_page.html"

    class Meta(BasePage.Meta):
        verbose_name = "全国のつながり"
        verbose_name_plural = "全国のつながり"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Give the centres, each with whether somebody has checked it within the time that a check holds."""
        today = timezone.localdate()
        centres, days = self._centres_and_check_holds(today)
        rows = [(centre, centre.is_stale(today, days=days)) for centre in centres]
        shown = {"centre_rows": rows, "check_holds": days}
        return super().get_context(request, *args, **kwargs) | shown

    def _centres_and_check_holds(self, today: date) -> tuple[list["NetworkCentre"], int]:
        """Return the centres and for how many days a check holds, in one query; a preview's are in memory."""
        centres = self.centres.all()
        if not isinstance(centres, models.QuerySet):
            return list(centres), limit(CENTRES_CHECK_HOLDS, on=today)
        found = list(centres.annotate(check_holds=limit_in_query(CENTRES_CHECK_HOLDS, on=today)))
        return found, found[0].check_holds if found else limit(CENTRES_CHECK_HOLDS, on=today)


class NetworkCentre(Orderable):
    """Another prefecture's centre as its own site gives it, and when somebody last looked."""

    page = ParentalKey(NetworkPage, on_delete=models.CASCADE, related_name="centres")
    prefecture = models.CharField("都道府県", max_length=10)
    name = models.CharField("名前", max_length=80)
    operator_kind = models.CharField("運営", max_length=20, choices=OperatorKind)
    phone = models.CharField("電話番号", max_length=30, blank=True)
    url = models.URLField("ホームページ", blank=True)
    checked_on = models.DateField("確かめた日")

    class Meta(Orderable.Meta):
        verbose_name = verbose_name_plural = "ほかのセンター"
        constraints: ClassVar = [
            known_choice(
                table="portal_networkcentre",
                field="operator_kind",
                choices=OperatorKind,
                says="運営を選んでください。",
            ),
            models.CheckConstraint(
                name="portal_networkcentre_says_where_and_who",
                condition=~models.Q(prefecture="") & ~models.Q(name=""),
                violation_error_message="都道府県と名前を書いてください。",
            ),
        ]

    def is_stale(self, today: date, *, days: int) -> bool:
        """Return whether nobody has checked this for more than so many days."""
        return today - self.checked_on > timedelta(days=days)
