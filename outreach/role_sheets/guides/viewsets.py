"""Questions, guides, their parts and practices in Wagtail's admin."""

from types import MappingProxyType
from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.forms import Select
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.widgets.button import HeaderButton

from content.records import SHOWN_AT_ONCE, CreateByService, DeleteByService, EditByService, RecordViewSet
from foundation.japanese.dates import wareki

from . import services
from .enums import State
from .forms import ChangeGuideForm, GuideForm, PartForm, PracticeForm, QuestionForm
from .models import Guide, GuidePart, Practice, QuestionAnswer
from .queries import in_state
from .rules import state_of


def _due(row: Any) -> str:
    return wareki(row.review_due_on) if row.review_due_on else "まだ確かめていません"


def _opened(row: Any) -> str:
    return "公開" if row.is_open else "下書き"


DUE, OPENED = (
    Column("due", label="次に確かめる日", accessor=_due),
    Column("open", label="公開", accessor=_opened),
)


class ListOfChecked(IndexView):
    """A list with the way to what is due."""

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        due = HeaderButton("確かめるもの", url=reverse("guides_to_check"), icon_name="check")
        return [*super().header_more_buttons, due]


class EditChecked(EditByService):
    """A form beside which the public page opens."""

    success_message = SHOWN_AT_ONCE

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        page = HeaderButton("ページを見る", url=self.object.get_absolute_url(), icon_name="view")
        return [*super().header_more_buttons, page]


class QuestionFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label="状態", choices=State.choices, method="keep_state", empty_label="すべて", widget=Select
    )

    class Meta:
        model = QuestionAnswer
        fields: ClassVar = ["theme", "is_open"]

    def keep_state(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep versions that stand so today."""
        return in_state(rows, value, timezone.localdate())


class CreateQuestion(CreateByService):
    success_message = SHOWN_AT_ONCE

    def save_record(self, values: dict[str, Any]) -> QuestionAnswer:
        return services.write_question(values=values, actor=self.request.user, now=timezone.now())


class EditQuestion(EditChecked):
    refusals = MappingProxyType({services.QuestionRefused: "valid_from"})

    def save_record(self, values: dict[str, Any]) -> QuestionAnswer:  # noqa: ARG002 -- only what changed is written
        return services.change_question(
            pk=self.object.pk, values=self.changed, actor=self.request.user, now=timezone.now()
        )

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        if self.object.superseded_by_id:
            return list(super().header_more_buttons)
        address = reverse("guides_revise", args=[self.object.pk])
        return [*super().header_more_buttons, HeaderButton("新しい答えにする", url=address, icon_name="plus")]


class QuestionIndex(ListOfChecked):
    def get_list_more_buttons(self, instance: QuestionAnswer) -> list[Any]:
        """Add the way to the version that follows."""
        buttons: list[Any] = super().get_list_more_buttons(instance)
        if instance.superseded_by_id is None and self.user_has_permission("change"):
            address = reverse("guides_revise", args=[instance.pk])
            buttons.append(MenuItem("新しい答えにする", url=address, icon_name="plus", priority=20))
        return buttons


class QuestionViewSet(RecordViewSet):
    model = QuestionAnswer
    name = "guide_questions"
    icon = "help"
    menu_label = "質問と答え"
    add_to_reference_index = False
    index_view_class, add_view_class, edit_view_class = QuestionIndex, CreateQuestion, EditQuestion
    list_display: ClassVar = [
        Column("question", label="質問", accessor=str),
        Column("state", label="状態", accessor=lambda row: state_of(row, timezone.localdate()).label),
        "source_year",
        DUE,
        OPENED,
    ]
    search_fields: ClassVar = ["question", "answer", "source_title"]
    search_backend_name = None
    list_per_page = 50
    filterset_class = QuestionFilterSet
    create_form_class = change_form_class = QuestionForm


class CreateGuide(CreateByService):
    success_message = SHOWN_AT_ONCE

    def save_record(self, values: dict[str, Any]) -> Guide:
        return services.write_guide(values=values, actor=self.request.user, now=timezone.now())


def parts_address(guide: Guide) -> str:
    """Return where the parts of a guide stand."""
    return f"{reverse('guide_parts:index')}?guide={guide.pk}"


class EditGuide(EditChecked):
    def save_record(self, values: dict[str, Any]) -> Guide:  # noqa: ARG002 -- only what changed is written
        return services.change_guide(
            pk=self.object.pk, values=self.changed, actor=self.request.user, now=timezone.now()
        )

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        parts = HeaderButton("部分を書く", url=parts_address(self.object), icon_name="list-ul")
        return [*super().header_more_buttons, parts]


class GuideIndex(ListOfChecked):
    def get_list_more_buttons(self, instance: Guide) -> list[Any]:
        """Add the way to the parts."""
        buttons: list[Any] = super().get_list_more_buttons(instance)
        parts = MenuItem("部分を書く", url=parts_address(instance), icon_name="list-ul", priority=20)
        return [*buttons, parts]


class GuideViewSet(RecordViewSet):
    model = Guide
    name = "guide_records"
    icon = "doc-full"
    menu_label = "ガイド"
    add_to_reference_index = False
    index_view_class, add_view_class, edit_view_class = GuideIndex, CreateGuide, EditGuide
    list_display: ClassVar = ["title", "slug", "responsible", DUE, OPENED]
    search_fields: ClassVar = ["title", "lead"]
    search_backend_name = None
    create_form_class, change_form_class = GuideForm, ChangeGuideForm


class CreatePart(CreateByService):
    success_message = SHOWN_AT_ONCE

    def get_initial(self) -> dict[str, Any]:
        """Choose the guide that the way here named."""
        return {**super().get_initial(), "guide": self.request.GET.get("guide")}

    def save_record(self, values: dict[str, Any]) -> GuidePart:
        return services.save_part(
            part=GuidePart(), values=values, actor=self.request.user, now=timezone.now()
        )


class EditPart(EditByService):
    success_message = SHOWN_AT_ONCE

    def save_record(self, values: dict[str, Any]) -> GuidePart:  # noqa: ARG002 -- only what changed is written
        return services.save_part(
            part=self.object, values=self.changed, actor=self.request.user, now=timezone.now()
        )


class DeletePart(DeleteByService):
    def delete_record(self) -> None:
        services.remove_part(pk=self.object.pk, actor=self.request.user, now=timezone.now())


class PartViewSet(RecordViewSet):
    model = GuidePart
    name = "guide_parts"
    icon = "list-ul"
    menu_label = "ガイドの部分"
    add_to_reference_index = False
    add_view_class, edit_view_class, delete_view_class = CreatePart, EditPart, DeletePart
    list_display: ClassVar = [
        Column("part", label="部分", accessor=str),
        "kind",
        "place",
        "guide",
    ]
    list_filter: ClassVar = ["guide", "kind"]
    list_per_page = 50
    create_form_class = change_form_class = PartForm


class CreatePractice(CreateByService):
    success_message = SHOWN_AT_ONCE

    def save_record(self, values: dict[str, Any]) -> Practice:
        return services.write_practice(values=values, actor=self.request.user, now=timezone.now())


class EditPractice(EditChecked):
    def save_record(self, values: dict[str, Any]) -> Practice:  # noqa: ARG002 -- only what changed is written
        return services.change_practice(
            pk=self.object.pk, values=self.changed, actor=self.request.user, now=timezone.now()
        )


class PracticeViewSet(RecordViewSet):
    model = Practice
    name = "guide_practices"
    icon = "pick"
    menu_label = "好取組"
    add_to_reference_index = False
    index_view_class, add_view_class, edit_view_class = ListOfChecked, CreatePractice, EditPractice
    list_display: ClassVar = ["title", "source_year", "responsible", DUE, OPENED]
    search_fields: ClassVar = ["title", "summary", "done"]
    search_backend_name = None
    create_form_class = change_form_class = PracticeForm


question_viewset, guide_viewset = QuestionViewSet(), GuideViewSet()
part_viewset, practice_viewset = PartViewSet(), PracticeViewSet()
