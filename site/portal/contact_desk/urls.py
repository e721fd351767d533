"""The form's own addresses on the public door."""

from django.urls import path

from .views import public

app_name = "contact_desk"

urlpatterns = [
    path("contact/form/", public.Contact.as_view(), name="form"),
    path("contact/form/done/<str:token>/", public.done, name="done"),
]
