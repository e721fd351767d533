from django.urls import path

from .views import public

app_name = "form_library"

urlpatterns = [
    path("guides/forms/", public.forms, name="forms"),
    path("guides/forms/<slug:code>/", public.form, name="form"),
    path("guides/forms/<slug:code>/<int:pk>/<str:name>", public.blank, name="blank"),
]
