from django.urls import path

from .views import public

app_name = "leads"

urlpatterns = [
    path("videos/<slug:slug>/talk/", public.ask, name="ask"),
    path("videos/<slug:slug>/talk/done/<str:token>/", public.done, name="done"),
    path("videos/<slug:slug>/not-now/", public.not_now, name="not_now"),
]
