from django.urls import path

from .views import agency, application, drawn, offers, participant, public
from .views.applying import Apply

app_name = "events"

urlpatterns = [
    path("events/", public.event_list, name="list"),
    path("events/calendar.ics", public.calendar_feed, name="feed"),
    path("events/attachments/<int:pk>/<str:name>", public.attachment, name="attachment"),
    path("events/seats/", drawn.how_seats_go, name="seats"),
    path("events/<slug:slug>/", public.detail, name="detail"),
    path("events/<slug:slug>/apply/", Apply.as_view(), name="apply"),
    path("events/<slug:slug>/event.ics", public.event_calendar, name="calendar"),
    path("events/<slug:slug>/sheet.pdf", public.sheet, name="sheet"),
    path("events/<slug:slug>/flyer.pdf", public.flyer, name="flyer"),
    path("events/<slug:slug>/draw/<int:session_id>/", drawn.draw, name="draw"),
    path("my/applications/", agency.overview, name="of_agency"),
    path("my/applications/<int:pk>/release/", agency.release, name="release"),
    path("participants/<str:token>/", participant.participant, name="participant"),
    path("applications/<str:token>/", application.application, name="application"),
    path("applications/<str:token>/done/", application.done, name="done"),
    path("applications/<str:token>/change/", application.change, name="change"),
    path("applications/<str:token>/cancel/", application.cancel, name="cancel"),
    path("applications/<str:token>/offer/accept/", offers.accept, name="accept_offer"),
    path("applications/<str:token>/offer/decline/", offers.decline, name="decline_offer"),
    path("applications/<str:token>/decision.pdf", application.decision, name="decision"),
    path("applications/<str:token>/receipt.pdf", application.receipt, name="receipt"),
    path("applications/<str:token>/event.ics", application.calendar, name="application_calendar"),
]
