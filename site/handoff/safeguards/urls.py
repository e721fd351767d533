"""Addresses of what binds receivers, within those of the private area."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from . import views


class SafeguardDeedConverter(StringConverter):
    regex = "|".join(views.SAID)


register_converter(SafeguardDeedConverter, "safeguard_deed")

urlpatterns = [
    path("safeguards/", views.safeguard_list, name="safeguards"),
    path("safeguards/new/", views.create, name="new_safeguard"),
    path("safeguards/confirmers/", views.settle_who_confirms, name="confirmers"),
    path("safeguards/<uuid:pk>/renew/", views.renew, name="renew_safeguard"),
    path("safeguards/<uuid:pk>/<safeguard_deed:deed>/", views.settle, name="settle_safeguard"),
]
