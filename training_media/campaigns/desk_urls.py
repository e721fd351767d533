"""The campaign desk's addresses below /cms/videos/campaigns/."""

from django.urls import path

from .views import cards, planning

app_name = "campaign_desk"

urlpatterns = [
    path("", planning.campaigns, name="campaigns"),
    path("new/<int:course>/", planning.plan, name="plan"),
    path("<int:pk>/", planning.campaign, name="campaign"),
    path("<int:pk>/change/", planning.change, name="change"),
    path("<int:pk>/makeup/", planning.makeup, name="makeup"),
    path("<int:pk>/invite/", planning.invite, name="invite"),
    path("<int:pk>/invite/everybody/", planning.invite_everybody, name="invite_everybody"),
    path("<int:pk>/remind/", planning.remind_some, name="remind"),
    path("<int:pk>/paper/", cards.paper, name="paper"),
    path("cards/<int:pk>/", cards.card, name="card"),
    path("cards/<int:pk>/extend/", cards.extend_card, name="extend"),
    path("cards/<int:pk>/revoke/", cards.revoke_card, name="revoke"),
    path("cards/<int:pk>/again/", cards.issue_card_anew, name="again"),
    path("agencies/<int:pk>/names/", cards.names, name="names"),
]
