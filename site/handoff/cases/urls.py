"""Addresses of cases, within those of the private area."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from .views import bases, cases, living


class BasisDeedConverter(StringConverter):
    regex = "|".join(bases.DEEDS)


register_converter(BasisDeedConverter, "basis_deed")

urlpatterns = [
    path("cases/", cases.case_list, name="cases"),
    path("cases/new/", cases.create, name="new_case"),
    path("cases/new/<int:pk>/", cases.create_for_agency, name="new_agency_case"),
    path("cases/stand-in/", cases.open_for_today, name="stand_in"),
    path("cases/seen/", cases.seen, name="stand_ins_seen"),
    path("cases/<uuid:pk>/", cases.case, name="case"),
    path("cases/<uuid:pk>/write/", living.write, name="write_case"),
    path("cases/<uuid:pk>/correct/", living.correct, name="correct_case"),
    path("cases/<uuid:pk>/workers/", living.workers, name="case_workers"),
    path("cases/<uuid:pk>/close/", living.close, name="close_case"),
    path("cases/<uuid:pk>/identity/", cases.identity, name="identity"),
    path("cases/<uuid:pk>/bases/new/", bases.create, name="new_basis"),
    path("cases/<uuid:pk>/bases/<uuid:basis>/explained/", bases.explain, name="explain_basis"),
    path("cases/<uuid:pk>/bases/<uuid:basis>/withdraw/", bases.withdraw, name="withdraw_basis"),
    path("cases/<uuid:pk>/bases/<uuid:basis>/<basis_deed:deed>/", bases.settle, name="settle_basis"),
]
