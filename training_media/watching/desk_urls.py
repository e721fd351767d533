"""The addresses of cards of single viewers below /cms/videos/campaigns/cards/."""

from django.urls import path

from .views import desk

app_name = "watching_desk"

urlpatterns = [
    path("<int:pk>/personal/", desk.personal, name="personal"),
    path("<int:pk>/same/", desk.same, name="same"),
    path("<int:pk>/same/unite/", desk.unite, name="unite"),
    path("<int:pk>/personal/revoke/", desk.revoke, name="revoke"),
]
