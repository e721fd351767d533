from django.urls import path

from .views import evidence

app_name = "reach_own"

urlpatterns = [
    path("my/videos/records/", evidence.own_list, name="list"),
    path("my/videos/records/<slug:slug>/", evidence.own, name="proof"),
]
