from django.urls import path

from .views import application, participant, public
from .views.applying import Apply

app_name = "events"

urlpatterns = [
    path("events/", public.event_list, name="list"),
    path("events/calendar.ics", public.calendar_feed, name="feed"),
    path("events/attachments/<int:pk>/<str:name>", public.attachment, name="attachment"),
    path("events/<slug:slug>/", public.detail, name="detail"),
    path("events/<slug:slug>/apply/", Apply.as_view(), name="apply"),
    path("events/<slug:slug>/event.ics", public.event_calendar, name="calendar"),
    path("events/<slug:slug>/sheet.pdf", public.sheet, name="sheet"),
    path("events/<slug:slug>/flyer.pdf", public.flyer, name="flyer"),
    path("participants/<str:token>/", participant.participant, name="participant"),
    path("applications/<str:token>/", application.application, name="application"),
    path("applications/<str:token>/done/", application.done, name="done"),
    path("applications/<str:token>/change/", application.change, name="change"),
    path("applications/<str:token>/cancel/", application.cancel, name="cancel"),
    path("applications/<str:token>/receipt.pdf", application.receipt, name="receipt"),
    path("applications/<str:token>/event.ics", application.calendar, name="application_calendar"),
]
