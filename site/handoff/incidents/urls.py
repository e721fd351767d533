"""Addresses of incidents, within those of the private area."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from .enums import Report
from .views import handling, reporting


class IncidentReportConverter(StringConverter):
    regex = "|".join(Report.values)


register_converter(IncidentReportConverter, "incident_report")

urlpatterns = [
    path("incidents/", reporting.incident_list, name="incidents"),
    path("incidents/new/", reporting.report, name="new_incident"),
    path("<uuid:pk>/incidents/new/", reporting.report_of, {"room": "handoff"}, name="incident_of_handoff"),
    path("cases/<uuid:pk>/incidents/new/", reporting.report_of, {"room": "case"}, name="incident_of_case"),
    path("incidents/lessons/", reporting.lessons, name="lessons"),
    path("incidents/<uuid:pk>/", handling.incident, name="incident"),
    path("incidents/<uuid:pk>/judge/", handling.judge, name="judge_incident"),
    path("incidents/<uuid:pk>/items/", handling.items, name="incident_items"),
    path("incidents/<uuid:pk>/steps/new/", handling.step, name="incident_step"),
    path("incidents/<uuid:pk>/reported/<incident_report:report>/", handling.reported, name="report_incident"),
    path("incidents/<uuid:pk>/paper/<incident_report:report>/", handling.paper, name="incident_paper"),
    path("incidents/<uuid:pk>/readers/", handling.readers, name="incident_readers"),
    path("incidents/<uuid:pk>/close/", handling.close, name="close_incident"),
]
