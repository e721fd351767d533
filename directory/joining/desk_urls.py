from django.urls import path

from .views import desk, people, turn

app_name = "directory_joining_desk"

urlpatterns = [
    path("", desk.applications, name="applications"),
    path("turn/", turn.turns, name="turns"),
    path("turn/<int:pk>/", turn.heard, name="heard"),
    path("agencies/<slug:public_id>/people.pdf", people.agency_paper, name="agency_paper"),
    path("<int:pk>/", desk.application, name="application"),
    path("<int:pk>/welcome.pdf", desk.welcome, name="welcome"),
]
