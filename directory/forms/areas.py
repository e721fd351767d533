"""Areas of each scheme, and which municipality lies in which, from when to when."""

from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils import timezone
from wagtail.admin.forms.models import WagtailAdminModelForm

from directory.models import Municipality, MunicipalityInArea, WelfareArea
from foundation.ui.forms import CleanCharField

LAST_DAY = "この日から、圏域ではなくなります。続いている間は、空けておきます。"
LEAVES = (
    "この日から、この圏域ではなくなります。別の圏域にうつるときは、ここに日付を入れてから、新しく作ります。"
)


class WelfareAreaForm(WagtailAdminModelForm):  # type: ignore[misc]  # -- Wagtail has no types
    """A new area; its scheme stays what it is."""

    name = CleanCharField(label="圏域の名前", max_length=40)

    class Meta:
        model = WelfareArea
        fields: ClassVar = ["scheme", "name", "valid_from", "valid_to"]
        help_texts: ClassVar = {"valid_to": LAST_DAY}


class ChangeWelfareAreaForm(WelfareAreaForm):
    class Meta(WelfareAreaForm.Meta):
        fields: ClassVar = ["name", "valid_from", "valid_to"]


class _MemberForm(WagtailAdminModelForm):  # type: ignore[misc]  # -- Wagtail has no types
    """Asks the constraints of the whole row, also of what stands in no field."""

    def _get_validation_exclusions(self) -> set[str]:
        left_out: set[str] = super()._get_validation_exclusions()
        return left_out - {"scheme", "area", "municipality"}


class MunicipalityInAreaForm(_MemberForm):
    """A municipality of today in an area that has not ended."""

    area = forms.ModelChoiceField(WelfareArea.objects.none(), label="圏域")
    municipality = forms.ModelChoiceField(Municipality.objects.none(), label="市町村")

    class Meta:
        model = MunicipalityInArea
        fields: ClassVar = ["area", "municipality", "valid_from", "valid_to"]
        help_texts: ClassVar = {"valid_to": LEAVES}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        today = timezone.localdate()
        areas = WelfareArea.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=today))
        self.fields["area"].queryset = areas.order_by("scheme", "id")
        self.fields["area"].label_from_instance = lambda area: f"{area.name}（{area.get_scheme_display()}）"
        self.fields["municipality"].queryset = Municipality.objects.valid(today=today)

    def clean(self) -> dict[str, Any]:
        """Take over the area's scheme: of each scheme a municipality is in one area at a time."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if area := given.get("area"):
            self.instance.scheme = area.scheme
        return given


class ChangeMunicipalityInAreaForm(_MemberForm):
    """From when to when; into another area it goes by a new row."""

    class Meta:
        model = MunicipalityInArea
        fields: ClassVar = ["valid_from", "valid_to"]
        help_texts: ClassVar = {"valid_to": LEAVES}
