from django.urls import path

from . import views

# The admin's screens bear the name of the app.
app_name = "glossary"

urlpatterns = [path("glossary/", views.glossary_page, name="page")]
