from django.urls import path

from .views import desk, desk_agency

app_name = "directory_declared_desk"

urlpatterns = [
    path("", desk.queue, name="queue"),
    path("stale/", desk.stale, name="stale"),
    path("stale/letters/", desk.letters, name="letters"),
    path("drafts/<int:pk>/", desk.draft, name="draft"),
    path("agencies/<slug:public_id>/", desk_agency.entry, name="entry"),
    path("agencies/<slug:public_id>/write/", desk_agency.write, name="write"),
    path("agencies/<slug:public_id>/history/<int:pk>/", desk_agency.version, name="version"),
    path("agencies/<slug:public_id>/visibility/", desk_agency.visibility, name="visibility"),
    path("agencies/<slug:public_id>/link/", desk_agency.link, name="link"),
]
