"""The room's addresses below /cms/videos/: cards of single viewers, and what each viewer watched when."""

from django.urls import path

from .views import desk, desk_sittings

CARDS, VIEWER = "campaigns/cards/<int:pk>", "viewers/<int:viewer>"

app_name = "watching_desk"

urlpatterns = [
    path(f"{CARDS}/personal/", desk.personal, name="personal"),
    path(f"{CARDS}/same/", desk.same, name="same"),
    path(f"{CARDS}/same/unite/", desk.unite, name="unite"),
    path(f"{CARDS}/personal/revoke/", desk.revoke, name="revoke"),
    path(f"{CARDS}/pins/", desk.take_pins, name="take_pins"),
    path(f"{VIEWER}/", desk_sittings.sittings, name="viewer"),
    path(f"{VIEWER}/<int:seat>/leave-out/", desk_sittings.leave_out_one, name="leave_out"),
    path(f"{VIEWER}/<int:seat>/count-anew/", desk_sittings.count_one_anew, name="count_anew"),
]
