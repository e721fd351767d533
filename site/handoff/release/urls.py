"""Addresses of release days, within those of the private area."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from . import views
from .enums import PlanDeed


class PlanDeedConverter(StringConverter):
    regex = "|".join(PlanDeed.values)


register_converter(PlanDeedConverter, "plan_deed")

DAY = "release-days/<uuid:pk>/"
urlpatterns = [
    path("cases/<uuid:pk>/release-days/", views.days_of_case, name="release_days_of_case"),
    path("cases/<uuid:pk>/release-days/new/", views.create_for_case, name="new_release_day_of_case"),
    path("<uuid:pk>/release-days/", views.days_of_handoff, name="release_days_of_handoff"),
    path("<uuid:pk>/release-days/new/", views.create_for_handoff, name="new_release_day_of_handoff"),
    path(DAY, views.plan, name="release_day"),
    path(f"{DAY}paper/", views.plan_paper, name="release_day_paper"),
    path(f"{DAY}write/", views.rewrite, name="rewrite_release_day"),
    path(f"{DAY}steps/new/", views.add_step, name="new_release_step"),
    path(f"{DAY}steps/<uuid:step>/", views.rewrite_step, name="rewrite_release_step"),
    path(f"{DAY}steps/<uuid:step>/drop/", views.remove_step, name="drop_release_step"),
    path(f"{DAY}steps/<uuid:step>/tick/", views.tick, name="tick_release_step"),
    path(f"{DAY}<plan_deed:deed>/", views.act, name="act_on_release_day"),
]
