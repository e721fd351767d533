"""Addresses of teams, limits and packs, within those of the private area."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from . import views
from .enums import SheetDeed, SheetKind


class SheetKindConverter(StringConverter):
    regex = "|".join(SheetKind.values)


class SheetDeedConverter(StringConverter):
    regex = "|".join(SheetDeed.values)


register_converter(SheetKindConverter, "sheet_kind")
register_converter(SheetDeedConverter, "sheet_deed")

SHEET = "sheets/<sheet_kind:kind>/<uuid:pk>/"
urlpatterns = [
    path("cases/<uuid:pk>/sheets/", views.sheets_of_case, name="sheets_of_case"),
    path("cases/<uuid:pk>/sheets/<sheet_kind:kind>/new/", views.create_for_case, name="new_sheet_of_case"),
    path("<uuid:pk>/sheets/", views.sheets_of_handoff, name="sheets_of_handoff"),
    path("<uuid:pk>/sheets/<sheet_kind:kind>/new/", views.create_for_handoff, name="new_sheet_of_handoff"),
    path("sheets/team/<uuid:pk>/members/new/", views.add, name="new_team_member"),
    path("sheets/team/<uuid:pk>/members/<uuid:member>/end/", views.end, name="end_team_member"),
    path(SHEET, views.sheet, name="sheet"),
    path(f"{SHEET}paper/", views.sheet_paper, name="sheet_paper"),
    path(f"{SHEET}write/", views.rewrite, name="rewrite_sheet"),
    path(f"{SHEET}renew/", views.renew, name="renew_sheet"),
    path(f"{SHEET}<sheet_deed:deed>/", views.act, name="act_on_sheet"),
]
