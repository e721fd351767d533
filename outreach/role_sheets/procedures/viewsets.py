"""Check lists, the start-up guide, clauses and first steps in Wagtail's admin."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.widgets.button import HeaderButton

from content.records import SHOWN_AT_ONCE, CreateByService, EditByService, RecordViewSet
from foundation.japanese.dates import wareki

from .forms.records import (
    ChangeFirstStepsForm,
    FirstStepsForm,
    ModelClauseForm,
    ProcedureStepForm,
    StartUpStepForm,
)
from .models import FirstSteps, ModelClause, ProcedureStep, StartUpStep
from .services.reviewing import keep


class CreateKept(CreateByService):
    """A new record; writing it counts as a check."""

    success_message = SHOWN_AT_ONCE

    def save_record(self, values: dict[str, Any]) -> Any:
        return keep(record=self.model(), values=values, actor=self.request.user, now=timezone.now())


class EditKept(EditByService):
    """The same for a record that is there."""

    success_message = SHOWN_AT_ONCE

    def save_record(self, values: dict[str, Any]) -> Any:  # noqa: ARG002 -- only what changed is written
        return keep(record=self.object, values=self.changed, actor=self.request.user, now=timezone.now())


class KeptIndex(IndexView):
    @cached_property
    def header_more_buttons(self) -> list[Any]:
        return [
            *super().header_more_buttons,
            HeaderButton("確かめること", url=reverse("procedures_desk:to_check"), icon_name="check"),
        ]


class ListedFirstSteps(KeptIndex):
    def get_base_queryset(self) -> QuerySet[Any]:
        """Return the rows with the paths that name them."""
        rows: QuerySet[Any] = super().get_base_queryset()
        return rows.select_related("path")


def _due(row: Any) -> str:
    return wareki(row.review_due_on) if row.review_due_on else "まだ確かめていません"


DUE = Column("review_due_on", label="次に確かめる日", accessor=_due)
SHOWN = Column("is_shown", label="公開", accessor=lambda row: "公開中" if row.is_shown else "出していません")


class KeptViewSet(RecordViewSet):
    index_view_class, add_view_class, edit_view_class = KeptIndex, CreateKept, EditKept
    search_backend_name = None
    icon = "list-ul"


class ProcedureStepViewSet(KeptViewSet):
    model = ProcedureStep
    name = "procedure-steps"
    menu_label = "手続きのチェック表"
    list_display: ClassVar = [
        "title",
        Column("stage", label="いつごろ", accessor="get_stage_display"),
        Column("people", label="だれのためか", accessor="people_words"),
        SHOWN,
        DUE,
    ]
    search_fields: ClassVar = ["title", "office"]
    create_form_class = change_form_class = ProcedureStepForm


class StartUpStepViewSet(KeptViewSet):
    model = StartUpStep
    name = "start-up-steps"
    menu_label = "準備の手引き"
    list_display: ClassVar = [
        "title",
        Column("month", label="月", accessor="get_month_display"),
        Column("way", label="どの進め方のときか", accessor="get_way_display"),
        SHOWN,
        DUE,
    ]
    search_fields: ClassVar = ["title", "who"]
    create_form_class = change_form_class = StartUpStepForm


class ModelClauseViewSet(KeptViewSet):
    model = ModelClause
    name = "model-clauses"
    menu_label = "契約の条文の例"
    list_display: ClassVar = ["title", "position", SHOWN, DUE]
    search_fields: ClassVar = ["title", "text"]
    create_form_class = change_form_class = ModelClauseForm


class FirstStepsViewSet(KeptViewSet):
    model = FirstSteps
    name = "first-steps"
    menu_label = "はじめの一歩"
    index_view_class = ListedFirstSteps
    list_display: ClassVar = ["__str__", SHOWN, DUE]
    create_form_class, change_form_class = FirstStepsForm, ChangeFirstStepsForm


viewsets = (ProcedureStepViewSet(), StartUpStepViewSet(), ModelClauseViewSet(), FirstStepsViewSet())
