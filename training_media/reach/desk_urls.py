"""The room's addresses below /cms/videos/: of a campaign, and of a course as a whole."""

from django.urls import path

from .views import desk, evidence

app_name = "reach_desk"

urlpatterns = [
    path("campaigns/<int:campaign>/reach/", desk.reach, name="campaign"),
    path("campaigns/<int:campaign>/reach/chapters/", desk.chapters, name="campaign_chapters"),
    path("campaigns/<int:campaign>/reach/figures/", desk.figures, name="campaign_figures"),
    path("campaigns/<int:campaign>/reach/names/", desk.names, name="campaign_names"),
    path("<int:course>/reach/", desk.reach, name="course"),
    path("<int:course>/reach/chapters/", desk.chapters, name="course_chapters"),
    path("<int:course>/reach/figures/", desk.figures, name="course_figures"),
    path("<int:course>/reach/names/", desk.names, name="course_names"),
    path("<int:course>/reach/agencies/<str:public_id>/", evidence.at_the_desk, name="proof"),
]
