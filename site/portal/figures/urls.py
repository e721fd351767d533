from django.urls import path

from .views import public

app_name = "figures"

urlpatterns = [
    path("figures/", public.figures, name="list"),
    path("figures/<slug:slug>/", public.table, name="table"),
    path("figures/<slug:slug>/table.xlsx", public.workbook, name="workbook"),
    path("figures/<slug:slug>/table.csv", public.delimited, name="delimited"),
]
