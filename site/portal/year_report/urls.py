from django.urls import path

from .views import public

app_name = "year_report"

urlpatterns = [
    path("reports/", public.reports, name="list"),
    path("reports/<int:year>/", public.report, name="report"),
    path("reports/<int:year>/<int:version>/", public.report_version, name="version"),
    path("papers/reports/<int:year>.pdf", public.paper, name="paper"),
    path("papers/reports/<int:year>-<int:version>.pdf", public.paper_version, name="paper_version"),
]
