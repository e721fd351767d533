from django.urls import path

from .views import public

app_name = "additions"

urlpatterns = [
    path("guides/additions/", public.additions, name="list"),
    path("guides/additions/sheet.pdf", public.sheet, name="sheet"),
    path("guides/additions/table.csv", public.table, name="table"),
    path("guides/additions/check/", public.check, name="check"),
]
