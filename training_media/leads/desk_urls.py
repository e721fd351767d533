"""The lead desk's addresses below /cms/videos/leads/."""

from django.urls import path

from .views import desk, figures

app_name = "lead_desk"

urlpatterns = [
    path("", desk.leads, name="leads"),
    path("take/", figures.take, name="take"),
    path("reasons/", figures.reasons, name="reasons"),
    path("reasons.xlsx", figures.reasons_file, name="reasons_file"),
    path("<int:pk>/", desk.lead, name="lead"),
    path("<int:pk>/step/", desk.step, name="step"),
    path("<int:pk>/owner/", desk.owner, name="owner"),
    path("<int:pk>/agency/", desk.agency, name="agency"),
]
