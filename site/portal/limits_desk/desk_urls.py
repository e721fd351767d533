"""The desk's addresses below /cms/limits/."""

from django.urls import path

from .views import desk

app_name = "limits_desk_admin"

urlpatterns = [
    path("", desk.limit_list, name="list"),
    path("<str:key>/", desk.limit_page, name="limit"),
    path("<str:key>/change/", desk.change, name="change"),
    path("<str:key>/<int:pk>/withdraw/", desk.withdraw, name="withdraw"),
]
