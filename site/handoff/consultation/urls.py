"""Addresses of consultations, within those of the private area."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from . import views


class RequestDeedConverter(StringConverter):
    regex = "|".join(views.PRESSED)


register_converter(RequestDeedConverter, "request_deed")

urlpatterns = [
    path("consultations/", views.requests, name="consultations"),
    path("consultations/new/", views.create, name="new_consultation"),
    path("consultations/figures/", views.figures, name="consultation_figures"),
    path("consultations/<uuid:pk>/", views.consultation, name="consultation"),
    path("consultations/<uuid:pk>/answer/", views.reply, name="answer_consultation"),
    path("consultations/<uuid:pk>/<request_deed:deed>/", views.press, name="press_consultation"),
    path("<uuid:pk>/consultations/new/", views.create_for_handoff, name="new_consultation_of_handoff"),
]
