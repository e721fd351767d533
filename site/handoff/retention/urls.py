"""Addresses of retention, within those of the private area."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from .views import desk, destroying, holds


class HoldDeedConverter(StringConverter):
    regex = "|".join(holds.DEEDS)


register_converter(HoldDeedConverter, "hold_deed")

urlpatterns = [
    path("retention/", desk.desk, name="retention"),
    path("retention/propose/", desk.propose, name="propose_destruction"),
    path("retention/periods/", desk.periods, name="retention_periods"),
    path("retention/counts/", desk.counts, name="closing_counts"),
    path("retention/holds/<uuid:pk>/<hold_deed:deed>/", holds.settle, name="settle_hold"),
    path("retention/<uuid:pk>/", destroying.destruction, name="destruction"),
    path("retention/<uuid:pk>/confirm/", destroying.confirm, name="confirm_destruction"),
    path("retention/<uuid:pk>/withdraw/", destroying.withdraw, name="withdraw_destruction"),
    path("retention/<uuid:pk>/replies/", destroying.reply, name="partner_reply"),
    path("retention/<uuid:pk>/paper/", destroying.certificate_paper, name="certificate_paper"),
    path("retention/<uuid:pk>/letters/", destroying.letters, name="partner_letters"),
    path("destroyed/<uuid:pk>/", destroying.destroyed, name="destroyed"),
    path("cases/<uuid:pk>/holds/", holds.holds, name="holds"),
]
