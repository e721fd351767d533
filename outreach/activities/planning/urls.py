"""The address of the year's figures, for the centre and the prefecture."""

from django.urls import path

from .views import figures

app_name = "activity_figures"

urlpatterns = [path("my/activities/", figures.figures, name="figures")]
