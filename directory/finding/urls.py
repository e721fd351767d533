from django.urls import path

from .views import outputs, pages

app_name = "directory_finding"

urlpatterns = [
    path("directory/", pages.search, name="search"),
    path("directory/areas/", pages.areas, name="areas"),
    path("directory/areas.pdf", outputs.areas_paper, name="areas_paper"),
    path("directory/list.pdf", outputs.list_paper, name="list_paper"),
    path("directory/labels.pdf", outputs.labels, name="labels"),
    path("directory/export.csv", outputs.delimited, name="csv"),
    path("directory/export.xlsx", outputs.workbook, name="workbook"),
    path("directory/export/", outputs.take_away, name="take_away"),
    path("directory/<slug:public_id>/", pages.agency, name="agency"),
]
