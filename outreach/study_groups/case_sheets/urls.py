from django.urls import path

from .views import copies, reading, writing

app_name = "group_case_sheets"

urlpatterns = [
    path("groups/<slug:slug>/cases/", reading.sheets, name="sheets"),
    path("groups/<slug:slug>/cases/new/", writing.write, name="write"),
    path("groups/<slug:slug>/cases/<int:pk>/", reading.sheet, name="sheet"),
    path("groups/<slug:slug>/cases/<int:pk>/edit/", writing.change, name="change"),
    path("groups/<slug:slug>/cases/<int:pk>/check/", writing.check, name="check"),
    path("groups/<slug:slug>/cases/<int:pk>/remove/", writing.remove, name="remove"),
    path("groups/<slug:slug>/cases/<int:pk>/views/", reading.views, name="views"),
    path("groups/<slug:slug>/cases/<int:pk>/copies/", copies.copies, name="copies"),
    path("groups/<slug:slug>/cases/<int:pk>/copies/<int:number>.pdf", copies.paper, name="paper"),
    path("groups/<slug:slug>/cases/<int:pk>/copies/back/", copies.back, name="back"),
]
