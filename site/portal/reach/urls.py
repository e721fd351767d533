from django.urls import path

from . import views

app_name = "reach"

urlpatterns = [
    path("my/reach/", views.reach, name="reach"),
    path("my/reach/reach.pdf", views.paper, name="paper"),
    path("my/reach/reach.xlsx", views.workbook, name="workbook"),
    path("my/reach/<int:area>/<slug:seen>/", views.agencies, name="agencies"),
]
