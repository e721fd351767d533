"""The room's addresses below /cms/."""

from django.urls import path

from .views import desk, replacing, sending

app_name = "intake_desk"

urlpatterns = [
    path("videos/recordings/", desk.listing, name="list"),
    path("videos/recordings/new/", sending.new, name="new"),
    path("videos/recordings/rights/", desk.rights_list, name="rights_list"),
    path("videos/recordings/uploads/", sending.begin, name="begin"),
    path("videos/recordings/uploads/<uuid:key>/", sending.piece, name="piece"),
    path("videos/recordings/uploads/<uuid:key>/again/", sending.again, name="again"),
    path("videos/recordings/uploads/<uuid:key>/remove/", sending.drop, name="drop"),
    path("videos/recordings/<int:pk>/", desk.recording, name="recording"),
    path("videos/recordings/<int:pk>/title/", desk.title, name="title"),
    path("videos/recordings/<int:pk>/rights/", desk.rights, name="rights"),
    path("videos/recordings/<int:pk>/replace/", replacing.replace, name="replace"),
    path("videos/recordings/<int:pk>/remove/", desk.remove, name="remove"),
]
